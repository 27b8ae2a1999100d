import type { Answered, Study } from "@refract/core";

/** One cell of a sample: how many people it should have and how many it has. */
export interface SampleCell {
  readonly field: string;
  readonly level: string;
  readonly target: number;
  readonly count: number;
}

/** Counts people into a study's sample, in the order they are given. */
export interface SampleCount {
  /** Whether the person is part of the sample: one who answered every target with a level that still has a place. */
  take(answers: Readonly<Record<string, Answered>>): boolean;
  cells(): readonly SampleCell[];
}

type Sample = NonNullable<Study["sample"]>;

/**
 * Counts rows of people against the targets of a sample. Each level has its share of the sample's people, by largest
 * remainders, so that the targets of a field add up to them. Who comes first is in; who finds a cell full is beside it.
 */
export function createSampleCount({ people, targets }: Sample): SampleCount {
  const cells = targets.map(({ field, shares }) => ({
    field,
    targets: apportion(shares, people),
    counts: new Map<string, number>(),
  }));
  return {
    take: (answers) => {
      const levels = cells.map(({ field, targets, counts }) => {
        const answer = Object.hasOwn(answers, field) ? (answers[field]?.value ?? null) : null;
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
    cells: () =>
      cells.flatMap(({ field, targets, counts }) =>
        [...targets].map(([level, target]) => ({ field, level, target, count: counts.get(level) ?? 0 })),
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
