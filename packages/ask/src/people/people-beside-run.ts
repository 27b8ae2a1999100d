import type { Instrument, ScoredRow, Summary } from "@refract/core";
import { type AddedVariance, AnswererTally } from "@refract/stats/intervals";
import { comparePairs, type PairDifference } from "../compare/compare-pairs.ts";
import { reopenRun } from "../folder/reopen-run.ts";
import { openExistingRun, type PreparedRun, readResults } from "../folder/run-folder.ts";
import { groupMeans } from "../scores/group-means.ts";
import { PointTally } from "../scores/interval.ts";
import { readResponse } from "../scores/read-response.ts";
import type { RunStore } from "../store/run-store.ts";
import { type RaterAgreement, ratersAgreement } from "./people-agreement.ts";
import type { PeopleDataset, PersonAnswer, ShownItem } from "./people-dataset.ts";
import { type PeopleMean, pointsKey, scorePeople } from "./people-points.ts";
import { type Strata, type Stratum, strataOf } from "./people-strata.ts";
import {
  batchSamples,
  type Place,
  type ReplyBesidePeople,
  repliesBeside,
  type Standing,
} from "./replies-beside-people.ts";

export type { Place, ReplyBesidePeople, Standing };

export interface PeopleBesideRun
  extends Pick<Strata, "otherWording" | "conditionsUnknown" | "smallGroups" | "withheldGroups"> {
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
  const { strata, items, otherWording, conditionsUnknown, smallGroups, withheldGroups } = strataOf(
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
    ...{ otherWording, conditionsUnknown, smallGroups, withheldGroups },
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
      const answered = choiceOfPeople([...ofPeople.values()]);
      const models = setup.models.flatMap(({ id: model }) => {
        const points = groupMeans(store.points(model, variant, metric));
        const pairs = [...ofPeople].flatMap(([group, { cluster, points: second, answers }]) => {
          const first = points.get(group)?.points;
          return first === undefined ? [] : [{ cluster, first, second, answers }];
        });
        if (pairs.length === 0) return [];
        const tally = new PointTally();
        for (const { cluster, first } of pairs) tally.add(cluster, first);
        const difference = comparePairs(pairs, choiceOfPeople(pairs));
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

function choiceOfPeople(means: readonly Pick<PeopleMean, "cluster" | "answers">[]): AddedVariance | null {
  const tally = new AnswererTally();
  for (const { cluster, answers } of means) tally.add(cluster, answers);
  return tally.variance();
}
