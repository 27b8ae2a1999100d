import { createHash } from "node:crypto";
import { open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Plan, presentationOf, type Sample } from "../plan/plan.ts";
import type { RunIdentity, RunSetup } from "../plan/run-setup.ts";
import { callOf } from "../run/ask-sample.ts";
import { readResponse } from "../scores/read-response.ts";
import type { RunResults } from "../scores/results.ts";
import type { RunStore } from "../store/run-store.ts";
import { maskedItem } from "./masked-item.ts";
import { settingsOf } from "./sent-settings.ts";

const batchRows = 1000;

/**
 * Writes `responses.jsonl`, one line a sample in the order of the plan: what was shown, replied and read. What hangs on the clock
 * (latency, waiting for the limiter apart from it, attempts, whether the cache answered) stands in `calls.jsonl`, so that the same answers give the same bytes.
 */
export async function exportResponses(
  folder: string,
  setup: RunSetup,
  plan: Plan,
  store: RunStore,
  lengthNormalised: boolean,
): Promise<void> {
  await using responses = await open(join(folder, "responses.jsonl"), "w");
  await using calls = await open(join(folder, "calls.jsonl"), "w");
  for (let start = 0; start < plan.size; start += batchRows) {
    const lines: string[] = [];
    const timings: string[] = [];
    for (const response of store.responses(start, start + batchRows)) {
      const sample = plan.at(response.ordinal);
      const { item, variant, repeat, model } = sample;
      const { value, missing, rule } = readResponse(setup, sample, response, lengthNormalised);
      const { optionOrder, seed } = presentationOf(setup, sample);
      const { ordinal, reply, finishReason, candidates, verdict, failure, request, turns } = response;
      const { reasoning, reasoningTokens, finishDetail, judged, miscounted } = response;
      const { inputTokens, outputTokens, costUsd, latencyMs, waitedMs, attempts } = response;
      const { cached, failureMessage } = response;
      lines.push(
        JSON.stringify({
          ...{ item: item.id, variant: variant.id, repeat, respondent: model.id, mode: setup.mode },
          ...{ reply, value, missing, rule, failure, finishReason, finishDetail, candidates, verdict },
          ...{ reasoning: reasoning?.text ?? null, reasoningFrom: reasoning?.from ?? null },
          ...(judged === null ? {} : { judged }),
          ...(turns === null ? {} : { turns }),
          ...{ optionOrder, seed, request, inputTokens, outputTokens, reasoningTokens, costUsd },
        }),
      );
      timings.push(
        JSON.stringify({
          ...{ ordinal, request, latencyMs, waitedMs, attempts, cached, failureMessage, miscounted },
        }),
      );
    }
    if (lines.length === 0) continue;
    await responses.appendFile(`${lines.join("\n")}\n`);
    await calls.appendFile(`${timings.join("\n")}\n`);
  }
}

/** Writes `results.json` and the tables of means: CSV, JSON and, because it needs DuckDB, Parquet where it is asked for. */
export async function exportScores(folder: string, results: RunResults, parquet: boolean): Promise<void> {
  await writeFile(join(folder, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
  const names = ["respondent", "variant", "metric", "cut", "level", "method"] as const;
  const numbers = ["mean", "lower", "upper"] as const;
  const counts = ["points", "clusters"] as const;
  const rows = results.means.map((row) => ({ mode: results.identity.mode, ...row }));
  await writeFile(join(folder, "scores.json"), `${JSON.stringify(rows, null, 1)}\n`);
  const cells = async function* () {
    for (const row of rows)
      yield [
        row.mode,
        ...names.map((name) => row[name]),
        ...numbers.map((name) => row[name]),
        row.points,
        row.clusters,
      ];
  };
  for (const earlier of ["csv/scores.csv", "parquet/scores.parquet"])
    await rm(join(folder, earlier), { force: true });
  // Loaded late: a run that has just begun has no use for it.
  const { writeTable } = await import("@refract/dataset/tables");
  await writeTable(
    folder,
    {
      name: "scores",
      columns: [
        ...["mode", ...names].map((name) => ({ name, type: "VARCHAR" as const })),
        ...numbers.map((name) => ({ name, type: "DOUBLE" as const })),
        ...counts.map((name) => ({ name, type: "BIGINT" as const })),
      ],
      rows: cells(),
    },
    { csv: true, parquet, csvByteOrderMark: false },
  );
}

/** Writes `manifest.json`: what was asked, of which data, by which versions, with an example of every prompt. */
export async function exportManifest(
  folder: string,
  version: string,
  setup: RunSetup,
  plan: Plan,
  identity: RunIdentity,
  results: RunResults,
): Promise<void> {
  const { instrument } = setup;
  const manifest = {
    refract: version,
    run: results.run,
    title: instrument.title,
    paper: instrument.paper,
    citation: instrument.citation,
    licence: instrument.licence,
    identity,
    settings: settingsOf(setup, plan, results),
    synthetic: results.synthetic,
    demo: results.respondents.filter(({ demo }) => demo).map(({ id }) => id),
    counts: results.counts,
    problems: results.problems,
    prompts: promptsOf(setup, plan),
  };
  await writeFile(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** The first prompt of each variant, with the judge's where there is one, and a hash over all of them in the order of the plan. */
function promptsOf(setup: RunSetup, plan: Plan) {
  const prompts = new Map<
    string,
    { example: unknown; judge: unknown; hash: ReturnType<typeof createHash> }
  >();
  for (let ordinal = 0; ordinal < plan.perModel; ordinal += 1) {
    const sample = plan.at(ordinal);
    if (sample.repeat > 0) continue;
    const call = readable(setup, sample);
    const known = prompts.get(sample.variant.id);
    if (known === undefined)
      prompts.set(sample.variant.id, {
        ...exampleOf(setup, sample),
        hash: createHash("sha256").update(call),
      });
    else known.hash.update(call);
  }
  return [...prompts].map(([variant, { example, judge, hash }]) => ({
    variant,
    sha256: hash.digest("hex"),
    example,
    ...(judge === null ? {} : { judge }),
  }));
}

/** What a model and a judge are sent, with names in place of texts that are not to be published. */
function exampleOf(setup: RunSetup, sample: Sample): { readonly example: unknown; readonly judge: unknown } {
  const { instrument, options, mode } = setup;
  const item = instrument.itemTexts === "public" ? sample.item : maskedItem(sample.item);
  const shown = { ...sample, item };
  const asked = { item, variant: sample.variant, reply: "{reply}" };
  return {
    example: JSON.parse(readable(setup, shown)),
    judge: mode === "judge" ? (instrument.judge?.prompt(asked, options, []) ?? null) : null,
  };
}

function readable(setup: RunSetup, sample: Sample): string {
  return JSON.stringify(callOf(setup, sample, presentationOf(setup, sample)), (_, value: unknown) =>
    value instanceof Uint8Array ? `sha256:${createHash("sha256").update(value).digest("hex")}` : value,
  );
}
