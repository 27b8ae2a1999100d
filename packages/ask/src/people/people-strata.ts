import type { Item } from "@refract/core";
import { seedDigest } from "@refract/stats/random";
import type { PeopleDataset, PersonAnswer, ShownItem } from "./people-dataset.ts";

/** Groups of fewer people than this have no figures of their own, since they would be those of somebody. */
export const smallestGroup = 10;

/** People who were shown the same: one stage, one language, and where a field tells them apart one level of it. */
export interface Stratum {
  readonly stage: string;
  readonly language: string;
  /** Null where people are not told apart, and for all of them together. */
  readonly group: string | null;
  readonly items: readonly Item[];
  readonly answersOf: ReadonlyMap<string, readonly PersonAnswer[]>;
  /** Whether a person who was given the item was shown the condition of a variant. */
  isShown(item: Item, variant: string): boolean;
}

export interface Strata {
  readonly strata: readonly Stratum[];
  /** Items that people and models were both given. */
  readonly items: readonly Item[];
  /** Items that have the same id and another wording, and are left out. */
  readonly otherWording: number;
  /** The dataset does not say which conditions people were shown. */
  readonly conditionsUnknown: boolean;
  /** Levels of the field with too few people, which are left out. */
  readonly smallGroups: readonly string[];
}

/** Splits people's answers so that nothing is pooled which was not shown alike. Pure. */
export function strataOf(dataset: PeopleDataset, instrument: string, runItems: readonly Item[]): Strata {
  const inRun = new Map(runItems.map((item) => [item.id, item]));
  const shown = (dataset.items.get(instrument) ?? []).filter(({ item }) => inRun.has(item));
  const isSame = ({ item, digest }: ShownItem) => seedDigest(inRun.get(item)?.question ?? "") === digest;
  const same = shown.filter(isSame);
  const people = new Map<string, Set<string>>();
  for (const [person, level] of dataset.groupOf ?? [])
    people.set(level, (people.get(level) ?? new Set()).add(person));
  const levels = [...people.keys()].toSorted();
  const small = levels.filter((level) => (people.get(level)?.size ?? 0) < smallestGroup);
  const groups = [null, ...levels.filter((level) => !small.includes(level))];
  const parts = Map.groupBy(same, ({ stage, item }) =>
    JSON.stringify([stage, inRun.get(item)?.language ?? ""]),
  );
  const strata = [...parts.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const conditions = new Map(own.map((one) => [one.item, one.conditions]));
    const items = runItems.filter(({ id }) => conditions.has(id));
    const answers = dataset.answers.filter(
      ({ stage, item }) => stage === first.stage && conditions.has(item),
    );
    return groups.map((group): Stratum => {
      const of =
        group === null
          ? answers
          : answers.filter(({ respondent }) => dataset.groupOf?.get(respondent) === group);
      return {
        stage: first.stage,
        language: items[0]?.language ?? first.language,
        group,
        items,
        answersOf: Map.groupBy(of, ({ item }) => item),
        isShown: (item, variant) => conditions.get(item.id)?.includes(variant) ?? true,
      };
    });
  });
  const ids = new Set(same.map(({ item }) => item));
  return {
    strata,
    items: runItems.filter(({ id }) => ids.has(id)),
    otherWording: new Set(shown.filter((one) => !isSame(one)).map(({ item }) => item)).size,
    conditionsUnknown: same.some(({ conditions }) => conditions === null),
    smallGroups: small,
  };
}
