import type { Instrument, Item } from "@refract/core";
import { comparePairs, type PairDifference } from "../compare/compare-pairs.ts";
import { reopenRun } from "../folder/reopen-run.ts";
import { openExistingRun, type PreparedRun, readResults } from "../folder/run-folder.ts";
import { groupMeans } from "../scores/group-means.ts";
import { type MeanWithInterval, PointTally } from "../scores/interval.ts";
import { readResponse } from "../scores/read-response.ts";
import type { RunStore } from "../store/run-store.ts";
import { type AnswerShares, answerInWords, answerKey, answerShares } from "./agreement.ts";
import type { PeopleDataset, PersonAnswer } from "./people-dataset.ts";
import { pointsKey, scorePeople } from "./people-points.ts";

/** Figures of the people, or of one model on what people answered. */
export interface Standing extends MeanWithInterval {
  /** Null for the people. */
  readonly model: string | null;
  readonly variant: string;
}

export interface PeopleBesideRun {
  readonly people: number;
  /** Answers, opt-outs and reasons for none, by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Items of the run that people were asked. */
  readonly items: number;
  /** Items that have the same id and another wording, and are left out. */
  readonly otherWording: number;
  readonly incompleteGroups: number;
  /** Why people's answers get no points; null where they do. */
  readonly notScored: string | null;
  /** Points by the instrument's rules over the scoring groups that people answered whole. */
  readonly scores: readonly (Standing & {
    readonly metric: string;
    /** The model minus the people; null for the people. */
    readonly difference: PairDifference | null;
  })[];
  /** The share of people who gave a model's answer, mean over items; for people, the chance that another one gave the same. */
  readonly agreement: readonly Standing[];
  readonly replies: readonly ReplyBesidePeople[];
}

/** One model's answer to one item, and what people said. */
export interface ReplyBesidePeople {
  readonly item: string;
  readonly question: string;
  readonly answers: number;
  /** Up to three most frequent answers with their shares. */
  readonly people: string;
  readonly model: string;
  readonly variant: string;
  readonly reply: string;
  /** Null where the format is free text or nobody gave an answer. */
  readonly share: number | null;
}

/** Holds people's answers against a run's; null when the dataset has none of the run's items. */
export async function peopleBesideRun(
  folder: string,
  dataset: PeopleDataset,
  instruments: readonly Instrument[],
): Promise<PeopleBesideRun | null> {
  const { identity, lengthNormalised } = await readResults(folder);
  const questions = dataset.questions.get(identity.instrument);
  if (questions === undefined) return null;
  using store = await openExistingRun(folder);
  const run = await reopenRun(store, instruments, undefined);
  const shared = run.plan.items.filter(({ id }) => questions.has(id));
  const items = shared.filter(({ id, question }) => questions.get(id) === question);
  if (items.length === 0) return null;
  const ids = new Set(items.map(({ id }) => id));
  const answers = dataset.answers.filter(({ item }) => ids.has(item));
  const answersOf = Map.groupBy(answers, ({ item }) => item);
  const judged = !run.setup.instrument.modes.includes("generate");
  const replies = repliesBeside(run, store, items, answersOf, lengthNormalised);
  return {
    people: new Set(answers.flatMap(({ kind, respondent }) => (kind === "not-asked" ? [] : [respondent])))
      .size,
    kinds: countsOf(answers),
    items: items.length,
    otherWording: shared.length - items.length,
    notScored: judged ? "a judge scores models' replies, and judged no person's" : null,
    ...(judged ? { scores: [], incompleteGroups: 0 } : scoresBeside(run, store, items, answersOf)),
    ...replies,
  };
}

function countsOf(answers: readonly PersonAnswer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of answers) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

type AnswersOf = ReadonlyMap<string, readonly PersonAnswer[]>;

function scoresBeside(
  { setup }: PreparedRun,
  store: RunStore,
  items: readonly Item[],
  answersOf: AnswersOf,
): Pick<PeopleBesideRun, "scores" | "incompleteGroups"> {
  const { cells, incomplete } = scorePeople(setup, items, answersOf);
  const scores = setup.variants.flatMap(({ id: variant }) =>
    setup.instrument.metrics.flatMap(({ id: metric }) => {
      const ofPeople = cells.get(pointsKey(variant, metric));
      if (ofPeople === undefined) return [];
      const people = new PointTally();
      for (const { cluster, points } of ofPeople.values()) people.add(cluster, points);
      const models = setup.models.flatMap(({ id: model }) => {
        const points = groupMeans(store.points(model, variant, metric));
        const pairs = [...ofPeople].flatMap(([group, { cluster, points: second }]) => {
          const first = points.get(group)?.points;
          return first === undefined ? [] : [{ cluster, first, second }];
        });
        if (pairs.length === 0) return [];
        const tally = new PointTally();
        for (const { cluster, first } of pairs) tally.add(cluster, first);
        return [{ model, variant, metric, ...tally.mean(), difference: comparePairs(pairs) }];
      });
      return [{ model: null, variant, metric, ...people.mean(), difference: null }, ...models];
    }),
  );
  return { scores, incompleteGroups: incomplete };
}

const batchSamples = 1000;

function repliesBeside(
  { setup, plan }: PreparedRun,
  store: RunStore,
  items: readonly Item[],
  answersOf: AnswersOf,
  lengthNormalised: boolean,
): Pick<PeopleBesideRun, "agreement" | "replies"> {
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
      if (among !== null && item.format.kind !== "text" && setup.instrument.applies(item, variant))
        add(null, variant.id, item, among);
    }
  for (let start = 0; start < plan.size; start += batchSamples)
    for (const response of store.responses(start, start + batchSamples)) {
      const sample = plan.at(response.ordinal);
      const { item, variant, model } = sample;
      const people = sharesOf.get(item.id);
      if (people === undefined) continue;
      const { value, missing } = readResponse(setup, sample, response, lengthNormalised);
      // an unreadable reply is nobody's answer; a call that failed is no reply
      const share =
        item.format.kind === "text" || missing === "model-error"
          ? null
          : value === null
            ? 0
            : (people.shares.get(answerKey(item, value)) ?? 0);
      if (share !== null) add(model.id, variant.id, item, share);
      replies.push({
        item: item.id,
        question: item.question,
        answers: people.answers,
        people: frequentAnswers(item, people),
        model: model.id,
        variant: variant.id,
        reply: value === null ? `(${missing})` : answerInWords(item, value),
        share,
      });
    }
  const agreement = [...tallies.values()].map(({ model, variant, tally }) => ({
    model,
    variant,
    ...tally.mean(),
  }));
  // what belongs side by side stands together: people and models of a variant, models at an item
  const variantPlace = new Map(setup.variants.map(({ id }, place) => [id, place]));
  const itemPlace = new Map(items.map(({ id }, place) => [id, place]));
  const place = (places: ReadonlyMap<string, number>, id: string) => places.get(id) ?? 0;
  return {
    agreement: agreement.toSorted((a, b) => place(variantPlace, a.variant) - place(variantPlace, b.variant)),
    replies: replies.toSorted((a, b) => place(itemPlace, a.item) - place(itemPlace, b.item)),
  };
}

function frequentAnswers(item: Item, { shares }: AnswerShares): string {
  const frequent = [...shares].slice(0, 3);
  return frequent
    .map(([key, share]) => `${answerInWords(item, valueOfKey(item, key))} (${(100 * share).toFixed(0)} %)`)
    .join(", ");
}

function valueOfKey({ format }: Item, key: string) {
  const value = JSON.parse(key);
  return format.kind === "several" && Array.isArray(value)
    ? value.map((one) => JSON.parse(String(one)))
    : value;
}
