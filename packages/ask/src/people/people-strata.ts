import type { Item } from "@refract/core";
import { shownGroups } from "@refract/stats";
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
  /** Levels of the field with too few people at a stage in a language, which are left out; the place is named where there are several. */
  readonly smallGroups: readonly string[];
  /** Levels that are large enough, and left out since all less them would be the figures of a few people. */
  readonly withheldGroups: readonly string[];
}

/** Splits people's answers so that nothing is pooled which was not shown alike. Pure. */
export function strataOf(dataset: PeopleDataset, instrument: string, runItems: readonly Item[]): Strata {
  const inRun = new Map(runItems.map((item) => [item.id, item]));
  const shown = (dataset.items.get(instrument) ?? []).filter(({ item }) => inRun.has(item));
  const isSame = ({ item, digest }: ShownItem) => seedDigest(inRun.get(item)?.question ?? "") === digest;
  const same = shown.filter(isSame);
  const levels = [...new Set(dataset.groupOf?.values())].toSorted();
  const smallIn = new Map<string, Set<string>>();
  const withheldIn = new Map<string, Set<string>>();
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
    const language = items[0]?.language ?? first.language;
    const ofLevel = (group: string | null) =>
      group === null
        ? answers
        : answers.filter(({ respondent }) => dataset.groupOf?.get(respondent) === group);
    const sizes = levels.map((level) => peopleIn(ofLevel(level)));
    const { shown, secondary } = shownGroups(sizes, smallestGroup, peopleIn(answers));
    for (const [place, level] of levels.entries()) {
      const left = secondary.includes(place) ? withheldIn : smallIn;
      if (shown[place] !== true && (sizes[place] ?? 0) > 0)
        left.set(level, (left.get(level) ?? new Set()).add(`stage ${first.stage}, ${language}`));
    }
    return [null, ...levels.filter((_, place) => shown[place] === true)].flatMap((group): Stratum[] => {
      const of = ofLevel(group);
      return [
        {
          ...{ stage: first.stage, language, group, items },
          answersOf: Map.groupBy(of, ({ item }) => item),
          isShown: (item, variant) => conditions.get(item.id)?.includes(variant) ?? true,
        },
      ];
    });
  });
  const ids = new Set(same.map(({ item }) => item));
  return {
    strata,
    items: runItems.filter(({ id }) => ids.has(id)),
    otherWording: new Set(shown.filter((one) => !isSame(one)).map(({ item }) => item)).size,
    conditionsUnknown: same.some(({ conditions }) => conditions === null),
    smallGroups: placed(smallIn, parts.size),
    withheldGroups: placed(withheldIn, parts.size),
  };
}

/** The people behind these figures, and not all of the group in the dataset. */
function peopleIn(answers: readonly PersonAnswer[]): number {
  return new Set(answers.flatMap(({ kind, respondent }) => (kind === "not-asked" ? [] : [respondent]))).size;
}

function placed(levels: ReadonlyMap<string, ReadonlySet<string>>, parts: number): readonly string[] {
  return [...levels].flatMap(([level, places]) =>
    parts === 1 ? [level] : [...places].map((place) => `${level} (${place})`),
  );
}
