import { type Answered, conditionHolds, type Sample } from "@refract/core";

/** One cell of a sample: how many people it should have and how many it has. */
export interface SampleCell {
  /** Of the sample. */
  readonly sample: string;
  readonly field: string;
  readonly level: string;
  readonly target: number;
  readonly count: number;
}

/** Counts people into a study's samples, in the order they are given. */
export interface SampleCount {
  /**
   * Names of the samples the person is part of: those that are of people like them, and for which they answered every target with a
   * level that still has a place.
   *
   * @param known what they answered, and `study_id` and `study_locale` of the link they came by
   */
  take(known: Readonly<Record<string, Answered>>): readonly string[];
  cells(): readonly SampleCell[];
}

/** Counts rows of people against the targets of each of a study's samples. */
export function createSampleCount(samples: readonly Sample[]): SampleCount {
  const counts = samples.map(countOne);
  return {
    take: (known) => counts.flatMap(({ name, take }) => (take(known) ? [name] : [])),
    cells: () => counts.flatMap(({ cells }) => cells()),
  };
}

/**
 * Each level has its share of the sample's people, by largest remainders, so that the targets of a field add up to them. Who
 * comes first is in; who finds a cell full is beside it.
 */
function countOne({ name, people, targets, where }: Sample) {
  const cells = targets.map(({ field, shares }) => ({
    field,
    targets: apportion(shares, people),
    counts: new Map<string, number>(),
  }));
  return {
    name,
    take: (known: Readonly<Record<string, Answered>>): boolean => {
      if (!where.every((condition) => conditionHolds(condition, known))) return false;
      const levels = cells.map(({ field, targets, counts }) => {
        const answer = Object.hasOwn(known, field) ? (known[field]?.value ?? null) : null;
        const level = answer === null ? null : String(answer);
        const target = level === null ? undefined : targets.get(level);
        return level !== null && target !== undefined && (counts.get(level) ?? 0) < target ? level : null;
      });
      if (levels.includes(null)) return false;
      cells.forEach(({ counts }, index) => {
        const level = levels[index] ?? "";
        counts.set(level, (counts.get(level) ?? 0) + 1);
      });
      return true;
    },
    cells: (): readonly SampleCell[] =>
      cells.flatMap(({ field, targets, counts }) =>
        [...targets].map(([level, target]) => ({
          ...{ sample: name, field, level, target },
          count: counts.get(level) ?? 0,
        })),
      ),
  };
}

/** Whole places by share (of any sum), the largest remainders rounded up first; ties in the order of the file. */
export function apportion(
  shares: Readonly<Record<string, number>>,
  people: number,
): ReadonlyMap<string, number> {
  const entries = Object.entries(shares);
  const sum = entries.reduce((total, [, share]) => total + share, 0);
  const exact = entries.map(([level, share]) => ({ level, places: (people * share) / sum }));
  const left = people - exact.reduce((total, { places }) => total + Math.floor(places), 0);
  const rounded = new Set(
    exact
      .toSorted((a, b) => (b.places % 1) - (a.places % 1))
      .slice(0, left)
      .map(({ level }) => level),
  );
  return new Map(
    exact.map(({ level, places }) => [level, Math.floor(places) + (rounded.has(level) ? 1 : 0)]),
  );
}
