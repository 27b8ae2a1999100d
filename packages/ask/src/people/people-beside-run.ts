import type { Instrument, Item, JsonValue, ScoredRow, Summary } from "@refract/core";
import { answererVariance } from "@refract/stats/intervals";
import { comparePairs, type PairDifference } from "../compare/compare-pairs.ts";
import { reopenRun } from "../folder/reopen-run.ts";
import { openExistingRun, type PreparedRun, readResults } from "../folder/run-folder.ts";
import { groupMeans } from "../scores/group-means.ts";
import { type MeanWithInterval, PointTally } from "../scores/interval.ts";
import { readResponse } from "../scores/read-response.ts";
import type { RunStore } from "../store/run-store.ts";
import { type AnswerShares, answerInWords, answerKey, answerShares } from "./agreement.ts";
import { type RaterAgreement, ratersAgreement } from "./people-agreement.ts";
import type { PeopleDataset, PersonAnswer, ShownItem } from "./people-dataset.ts";
import { pointsKey, scorePeople } from "./people-points.ts";
import { type Strata, type Stratum, strataOf } from "./people-strata.ts";

/** Where a figure is of: the people of one stage who answered items of one language, and one group of them. */
export interface Place {
  readonly stage: string;
  readonly language: string;
  /** Null for all people. */
  readonly group: string | null;
}

/** Figures of the people, or of one model on what people answered. */
export interface Standing extends MeanWithInterval, Place {
  /** Null for the people. */
  readonly model: string | null;
  readonly variant: string;
}

export interface PeopleBesideRun extends Pick<Strata, "otherWording" | "conditionsUnknown" | "smallGroups"> {
  readonly people: number;
  /** Answers, opt-outs and reasons for none, by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Items of the run that people were asked. */
  readonly items: number;
  readonly incompleteGroups: number;
  /** Why people's answers get no points; null where they do. */
  readonly notScored: string | null;
  /** Points by the instrument's rules over the scoring groups that people answered whole, under the conditions they were shown. */
  readonly scores: readonly (Standing & {
    readonly metric: string;
    /** The model minus the people; null for the people. */
    readonly difference: PairDifference | null;
  })[];
  /** The share of people who gave a model's answer, mean over items; for people, the chance that another one gave the same. */
  readonly agreement: readonly Standing[];
  readonly raters: readonly RaterAgreement[];
  readonly replies: readonly ReplyBesidePeople[];
  /** The instrument's own tables of people beside the run. */
  readonly tables: readonly Summary[];
}

/** One model's answer to one item, and what people said. */
export interface ReplyBesidePeople extends Place {
  readonly item: string;
  /** Null where the text stays out of the report. */
  readonly question: string | null;
  readonly answers: number;
  /** Up to three most frequent answers with their shares. */
  readonly people: string;
  readonly model: string;
  readonly variant: string;
  readonly reply: string;
  /** Null where the format is free text or nobody gave an answer. */
  readonly share: number | null;
}

/**
 * Holds people's answers against a run's; null when the dataset has none of the run's items.
 *
 * @param showTexts whether questions and options are said in words; else only where the dataset holds them
 */
export async function peopleBesideRun(
  folder: string,
  dataset: PeopleDataset,
  instruments: readonly Instrument[],
  showTexts = false,
): Promise<PeopleBesideRun | null> {
  const { identity, lengthNormalised } = await readResults(folder);
  const shown = dataset.items.get(identity.instrument);
  if (shown === undefined) return null;
  using store = await openExistingRun(folder);
  const run = await reopenRun(store, instruments, undefined);
  const { instrument } = run.setup;
  const own = new Set(shown.map(({ item }) => item));
  const tables = tablesOf(
    run,
    store,
    dataset.answers.filter(({ item }) => own.has(item)),
    lengthNormalised,
  );
  const { strata, items, otherWording, conditionsUnknown, smallGroups } = strataOf(
    dataset,
    identity.instrument,
    run.plan.items,
  );
  if (items.length === 0 && tables.length === 0) return null;
  const everybody = strata.filter(({ group }) => group === null);
  const answers =
    items.length === 0
      ? dataset.answers.filter(({ item }) => own.has(item))
      : everybody.flatMap(({ answersOf }) => [...answersOf.values()].flat());
  const judged = !instrument.modes.includes("generate");
  const scored = judged ? [] : strata.map((stratum) => scoresBeside(run, store, stratum));
  const saysTexts = textsSaid(shown, instrument, showTexts);
  const beside = strata.map((stratum) =>
    repliesBeside(run, store, stratum, { lengthNormalised, isSaid: saysTexts }),
  );
  return {
    people: new Set(answers.flatMap(({ kind, respondent }) => (kind === "not-asked" ? [] : [respondent])))
      .size,
    kinds: countsOf(answers),
    items: items.length === 0 ? new Set(answers.map(({ item }) => item)).size : items.length,
    ...{ otherWording, conditionsUnknown, smallGroups },
    notScored: judged ? "a judge scores models' replies, and judged no person's" : null,
    scores: scored.flatMap(({ scores }) => scores),
    incompleteGroups: scored.reduce(
      (sum, { incomplete }, place) => sum + (strata[place]?.group === null ? incomplete : 0),
      0,
    ),
    agreement: beside.flatMap(({ agreement }) => agreement),
    raters: strata.flatMap((stratum) => ratersAgreement(stratum) ?? []),
    replies: beside.flatMap(({ replies }, place) => (strata[place]?.group === null ? replies : [])),
    tables,
  };
}

/** Which items' texts are said: those the dataset holds, where it does not say what the instrument allows. */
function textsSaid(
  shown: readonly ShownItem[],
  { itemTexts }: Instrument,
  showTexts: boolean,
): (stage: string, item: string) => boolean {
  const key = (stage: string, item: string) => JSON.stringify([stage, item]);
  const held = new Map(shown.map(({ stage, item, texts }) => [key(stage, item), texts]));
  return (stage, item) => {
    const texts = held.get(key(stage, item)) ?? null;
    return showTexts || (texts === null ? itemTexts === "public" : texts === "included");
  };
}

function tablesOf(
  { setup, plan }: PreparedRun,
  store: RunStore,
  answers: readonly PersonAnswer[],
  lengthNormalised: boolean,
): readonly Summary[] {
  const { instrument, options } = setup;
  if (instrument.people.tables === undefined) return [];
  const rows: ScoredRow[] = [];
  for (let start = 0; start < plan.size; start += batchSamples)
    for (const response of store.responses(start, start + batchSamples)) {
      const { item, variant, repeat, model } = plan.at(response.ordinal);
      const parsed = readResponse(setup, plan.at(response.ordinal), response, lengthNormalised);
      const { reply } = response;
      rows.push({ item, variant, repeat, respondent: model.id, mode: setup.mode, reply, parsed });
    }
  return instrument.people.tables(answers, rows, options);
}

function countsOf(answers: readonly PersonAnswer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of answers) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function scoresBeside(
  { setup }: PreparedRun,
  store: RunStore,
  stratum: Stratum,
): Pick<PeopleBesideRun, "scores"> & { readonly incomplete: number } {
  const { stage, language, group: of } = stratum;
  const place: Place = { stage, language, group: of };
  const { cells, incomplete } = scorePeople(setup, stratum);
  const scores = setup.variants.flatMap(({ id: variant }) =>
    setup.instrument.metrics.flatMap(({ id: metric }) => {
      const ofPeople = cells.get(pointsKey(variant, metric));
      if (ofPeople === undefined) return [];
      const people = new PointTally();
      for (const { cluster, points } of ofPeople.values()) people.add(cluster, points);
      const answered = answererVariance(Array.from(ofPeople.values(), ({ answers }) => answers));
      const models = setup.models.flatMap(({ id: model }) => {
        const points = groupMeans(store.points(model, variant, metric));
        const pairs = [...ofPeople].flatMap(([group, { cluster, points: second, answers }]) => {
          const first = points.get(group)?.points;
          return first === undefined ? [] : [{ cluster, first, second, answers }];
        });
        if (pairs.length === 0) return [];
        const tally = new PointTally();
        for (const { cluster, first } of pairs) tally.add(cluster, first);
        const difference = comparePairs(pairs, answererVariance(pairs.map(({ answers }) => answers)));
        return [{ ...place, model, variant, metric, ...tally.mean(), difference }];
      });
      return [
        { ...place, model: null, variant, metric, ...people.mean(answered), difference: null },
        ...models,
      ];
    }),
  );
  return { scores, incomplete };
}

const batchSamples = 1000;

function repliesBeside(
  { setup, plan }: PreparedRun,
  store: RunStore,
  stratum: Stratum,
  {
    lengthNormalised,
    isSaid,
  }: {
    readonly lengthNormalised: boolean;
    readonly isSaid: (stage: string, item: string) => boolean;
  },
): Pick<PeopleBesideRun, "agreement" | "replies"> {
  const { stage, language, group, items, answersOf, isShown } = stratum;
  const place: Place = { stage, language, group };
  const sharesOf = new Map<string, AnswerShares>();
  for (const item of items) {
    const shares = answerShares(item, answersOf.get(item.id) ?? []);
    if (shares.answers > 0) sharesOf.set(item.id, shares);
  }
  const replies: ReplyBesidePeople[] = [];
  const tallies = new Map<string, { model: string | null; variant: string; tally: PointTally }>();
  const add = (model: string | null, variant: string, item: Item, share: number) => {
    const key = JSON.stringify([variant, model]);
    const known = tallies.get(key) ?? { model, variant, tally: new PointTally() };
    tallies.set(key, known);
    known.tally.add(item.cluster, share);
  };
  for (const variant of setup.variants)
    for (const item of items) {
      const among = sharesOf.get(item.id)?.amongPeople ?? null;
      const isGiven = setup.instrument.applies(item, variant) && isShown(item, variant.id);
      if (among !== null && item.format.kind !== "text" && isGiven) add(null, variant.id, item, among);
    }
  for (let start = 0; start < plan.size; start += batchSamples)
    for (const response of store.responses(start, start + batchSamples)) {
      const sample = plan.at(response.ordinal);
      const { item, variant, model } = sample;
      const people = sharesOf.get(item.id);
      if (people === undefined || !isShown(item, variant.id)) continue;
      const { value, missing } = readResponse(setup, sample, response, lengthNormalised);
      // an unreadable reply is nobody's answer; a call that failed is no reply
      const share =
        item.format.kind === "text" || missing === "model-error"
          ? null
          : value === null
            ? 0
            : (people.shares.get(answerKey(item, value)) ?? 0);
      if (share !== null) add(model.id, variant.id, item, share);
      const said = isSaid(stage, item.id);
      replies.push({
        ...place,
        item: item.id,
        question: said ? item.question : null,
        answers: people.answers,
        people: frequentAnswers(item, people, said),
        model: model.id,
        variant: variant.id,
        reply: value === null ? `(${missing})` : answerSaid(item, value, said),
        share,
      });
    }
  const agreement = [...tallies.values()].map(({ model, variant, tally }) => ({
    ...place,
    model,
    variant,
    ...tally.mean(),
  }));
  // what belongs side by side stands together: people and models of a variant, models at an item
  const variantPlace = new Map(setup.variants.map(({ id }, index) => [id, index]));
  const itemPlace = new Map(items.map(({ id }, index) => [id, index]));
  const placeOf = (places: ReadonlyMap<string, number>, id: string) => places.get(id) ?? 0;
  return {
    agreement: agreement.toSorted(
      (a, b) => placeOf(variantPlace, a.variant) - placeOf(variantPlace, b.variant),
    ),
    replies: replies.toSorted((a, b) => placeOf(itemPlace, a.item) - placeOf(itemPlace, b.item)),
  };
}

/** An answer in words, or by the ids of its options where their texts stay out. */
function answerSaid(item: Item, value: JsonValue, said: boolean): string {
  if (said || !("options" in item.format)) return answerInWords(item, value);
  return answerInWords({ format: { kind: "text", long: false, slots: 1 } }, value);
}

function frequentAnswers(item: Item, { shares }: AnswerShares, said: boolean): string {
  const frequent = [...shares].slice(0, 3);
  return frequent
    .map(([key, share]) => `${answerSaid(item, valueOfKey(item, key), said)} (${(100 * share).toFixed(0)} %)`)
    .join(", ");
}

function valueOfKey({ format }: Item, key: string): JsonValue {
  const value: JsonValue = JSON.parse(key);
  return format.kind === "several" && Array.isArray(value)
    ? value.map((one): JsonValue => JSON.parse(String(one)))
    : value;
}
