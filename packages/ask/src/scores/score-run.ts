import { isDemoModel, type LoadedItems, type ModelEntry, type ScoredRow, type Summary } from "@refract/core";
import type { GroupSpan, Plan, Sample } from "../plan/plan.ts";
import { identityHash, type RunIdentity, type RunSetup } from "../plan/run-setup.ts";
import { isPassing } from "../run/ask-samples.ts";
import type { GroupPoints, RunStore, StoredResponse } from "../store/run-store.ts";
import { meansOf } from "./means.ts";
import { createNormalisations } from "./normalisations.ts";
import { readResponse, readTurns } from "./read-response.ts";
import { createReplyEnds } from "./reply-ends.ts";
import type { RuleRate, RunResults } from "./results.ts";
import { standingsOf } from "./standings.ts";

/** So many samples are read and so many points written at a time. */
const batchSamples = 2000;

/**
 * Reads every stored reply anew, scores each group and sums up. Memory is bounded by a batch, and by the points of one metric; an
 * instrument with figures of the whole run gets all rows of one model at a time.
 */
export function scoreRun(
  setup: RunSetup,
  loaded: LoadedItems,
  plan: Plan,
  identity: RunIdentity,
  store: RunStore,
  lengthNormalised: boolean,
): RunResults {
  const { instrument, options } = setup;
  const tally = createTally();
  const replyEnds = createReplyEnds();
  const normalisations = createNormalisations();
  const summaries: RunResults["summaries"][number][] = [];
  const groups = createGroupCounts();
  let kept: ScoredRow[] = [];
  let keptOf: ModelEntry | null = null;

  const finishModel = () => {
    if (keptOf === null || instrument.summaries === undefined) return;
    for (const summary of instrument.summaries(kept, options))
      summaries.push({ respondent: keptOf.id, ...plainSummary(summary) });
    kept = [];
  };

  const scoreGroup = (span: GroupSpan, responses: ReadonlyMap<number, StoredResponse>): GroupPoints[] => {
    const rows: ScoredRow[] = [];
    for (let ordinal = span.start; ordinal < span.end; ordinal += 1) {
      const response = responses.get(ordinal);
      if (response === undefined) continue;
      const sample = plan.at(ordinal);
      const { item, variant, repeat, model } = sample;
      if (keptOf !== model) {
        finishModel();
        keptOf = model;
      }
      replyEnds.add(model.id, response);
      tally.add(model.id, variant.id, response, () => {
        const parsed = readResponse(setup, sample, response, lengthNormalised);
        const turns = readTurns(setup, sample, response);
        rows.push({
          ...(turns === undefined ? {} : { turns }),
          item,
          variant,
          repeat,
          respondent: model.id,
          mode: setup.mode,
          reply: response.reply,
          parsed,
        });
        return parsed;
      });
    }
    if (instrument.summaries !== undefined) kept.push(...rows);
    const first = rows[0];
    const waits = rows.length < span.end - span.start || hasPassingFailure(span, responses);
    groups.add(plan.at(span.start), first === undefined || waits);
    if (first === undefined || waits) return [];
    if (setup.mode === "likelihood")
      for (const perCharacter of [false, true]) {
        const read = rows.map((row, place) => {
          const response = responses.get(span.start + place);
          return perCharacter === lengthNormalised || response === undefined
            ? row
            : { ...row, parsed: readResponse(setup, plan.at(span.start + place), response, perCharacter) };
        });
        normalisations.add(first, instrument.score(read, options), perCharacter);
      }
    return instrument.score(rows, options).map(({ metric, points }) => ({
      respondent: first.respondent,
      variant: first.variant.id,
      repeat: first.repeat,
      group: first.item.group,
      cluster: first.item.cluster,
      metric,
      points: typeof points.value === "number" ? points.value : null,
      missing: typeof points.value === "number" ? null : (points.missing ?? "unparsed"),
    }));
  };

  store.clearPoints();
  for (const spans of batches(plan)) {
    const responses = new Map(
      store
        .responses(spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0)
        .map((response) => [response.ordinal, response] as const),
    );
    store.addPoints(spans.flatMap((span) => scoreGroup(span, responses)));
  }
  finishModel();

  const describe = (model: ModelEntry) => ({ id: model.id, use: model.use, demo: isDemoModel(model) });
  return {
    run: identityHash(identity),
    identity: { ...identity, variants: [...identity.variants], data: { ...identity.data } },
    lengthNormalised: setup.mode === "likelihood" && lengthNormalised,
    synthetic: loaded.synthetic,
    respondents: setup.models.map(describe),
    judge: setup.judge === null ? null : describe(setup.judge),
    counts: {
      items: plan.items.length,
      samples: plan.size,
      asked: tally.asked(),
      failures: tally.failures(),
      incompleteGroups: groups.incomplete(),
    },
    usage: setup.models.map(({ id }) => tally.usage(id)),
    replies: setup.models.map(({ id }) => replyEnds.of(id)),
    problems: loaded.problems.map((problem) => ({ ...problem })),
    means: meansOf(setup, plan.items, store, groups.of),
    normalisations: normalisations.rows(),
    rates: tally.rates(),
    baselines: setup.variants
      .filter((variant) => plan.items.some((item) => instrument.applies(item, variant)))
      .flatMap((variant) =>
        instrument
          .baselines(plan.items, variant, options)
          .map((baseline) => ({ variant: variant.id, ...baseline })),
      ),
    summaries,
    standings: standingsOf(setup, plan.items, store).map(plainSummary),
  };
}

/** As data that can be changed, which is what a schema makes. */
function plainSummary({ id, title, caption, columns, rows }: Summary): RunResults["standings"][number] {
  return {
    id,
    title,
    caption,
    columns: columns.map((column) => ({ ...column })),
    rows: rows.map((row) => [...row]),
  };
}

/** Counts scoring groups by model and variant. */
function createGroupCounts() {
  const counts = new Map<string, { groups: number; incomplete: number }>();
  const key = (respondent: string, variant: string) => JSON.stringify([respondent, variant]);
  return {
    add: ({ model, variant }: Pick<Sample, "model" | "variant">, isIncomplete: boolean) => {
      const known = counts.get(key(model.id, variant.id)) ?? { groups: 0, incomplete: 0 };
      known.groups += 1;
      if (isIncomplete) known.incomplete += 1;
      counts.set(key(model.id, variant.id), known);
    },
    of: (respondent: string, variant: string) =>
      counts.get(key(respondent, variant)) ?? { groups: 0, incomplete: 0 },
    incomplete: () => [...counts.values()].reduce((sum, { incomplete }) => sum + incomplete, 0),
  };
}

function hasPassingFailure(span: GroupSpan, responses: ReadonlyMap<number, StoredResponse>): boolean {
  for (let ordinal = span.start; ordinal < span.end; ordinal += 1)
    if (isPassing(responses.get(ordinal)?.failure ?? null)) return true;
  return false;
}

function* batches(plan: Plan): Generator<readonly GroupSpan[]> {
  let batch: GroupSpan[] = [];
  for (const span of plan.groups()) {
    batch.push(span);
    if (span.end - (batch[0]?.start ?? 0) < batchSamples) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type Usage = RunResults["usage"][number];

/** Counts over responses: parser rules, failures, usage. */
function createTally() {
  const rules = new Map<string, Omit<RuleRate, "share" | "count"> & { count: number }>();
  const askedUnder = new Map<string, number>();
  const failures: Record<string, number> = {};
  const usages = new Map<string, Usage>();
  let asked = 0;
  const none = (respondent: string): Usage => ({
    ...{ respondent, inputTokens: 0, outputTokens: 0, reasoningTokens: null, costUsd: 0 },
  });
  const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  return {
    add: (
      respondent: string,
      variant: string,
      response: StoredResponse,
      read: () => { readonly rule: string; readonly missing: RuleRate["missing"] },
    ) => {
      const { rule, missing } = read();
      asked += 1;
      const under = JSON.stringify([respondent, variant]);
      askedUnder.set(under, (askedUnder.get(under) ?? 0) + 1);
      const key = JSON.stringify([respondent, variant, rule, missing]);
      const known = rules.get(key);
      if (known === undefined) rules.set(key, { respondent, variant, rule, missing, count: 1 });
      else known.count += 1;
      if (response.failure !== null) failures[response.failure] = (failures[response.failure] ?? 0) + 1;
      const { inputTokens, outputTokens, reasoningTokens, costUsd } =
        usages.get(respondent) ?? none(respondent);
      usages.set(respondent, {
        respondent,
        inputTokens: plus(inputTokens, response.inputTokens ?? (response.failure === null ? null : 0)),
        outputTokens: plus(outputTokens, response.outputTokens ?? (response.failure === null ? null : 0)),
        reasoningTokens:
          response.reasoningTokens === null
            ? reasoningTokens
            : (reasoningTokens ?? 0) + response.reasoningTokens,
        costUsd: plus(costUsd, response.costUsd),
      });
    },
    asked: () => asked,
    failures: () => Object.fromEntries(Object.entries(failures).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    usage: (respondent: string): Usage => usages.get(respondent) ?? none(respondent),
    rates: (): RuleRate[] =>
      [...rules.entries()]
        .map(([, rate]) => ({
          ...rate,
          share: rate.count / (askedUnder.get(JSON.stringify([rate.respondent, rate.variant])) ?? 1),
        }))
        .toSorted(
          (a, b) =>
            compare(a.respondent, b.respondent) ||
            compare(a.variant, b.variant) ||
            b.count - a.count ||
            compare(a.rule, b.rule),
        ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
