/** Mean, spread and range of numbers; null where there are too few of them. */
export interface NumberSummary {
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation, divisor n - 1. */
  readonly std: number | null;
  /** Population standard deviation, divisor n. */
  readonly std_population: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly median: number | null;
}

/** Counts how often each number occurs: summaries are exact, and memory grows with different numbers only. */
export interface NumberTally {
  readonly add: (value: number, times?: number) => void;
  readonly summary: () => NumberSummary;
  /** How often each number occurred, by number. */
  readonly counts: () => Readonly<Record<string, number>>;
}

export function createNumberTally(): NumberTally {
  const counts = new Map<number, number>();
  const sorted = () => [...counts].toSorted(([a], [b]) => a - b);
  return Object.freeze({
    add(value: number, times = 1) {
      if (times > 0) counts.set(value, (counts.get(value) ?? 0) + times);
    },
    counts: () => Object.fromEntries(sorted()),
    summary: () => summarise(sorted()),
  });
}

function summarise(sorted: readonly (readonly [number, number])[]): NumberSummary {
  const n = sorted.reduce((sum, [, times]) => sum + times, 0);
  if (n === 0) {
    return { n, mean: null, std: null, std_population: null, min: null, max: null, median: null };
  }
  const mean = sorted.reduce((sum, [value, times]) => sum + value * times, 0) / n;
  const squares = sorted.reduce((sum, [value, times]) => sum + times * (value - mean) ** 2, 0);
  return {
    n,
    mean,
    std: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    std_population: Math.sqrt(squares / n),
    min: sorted[0]?.[0] ?? null,
    max: sorted.at(-1)?.[0] ?? null,
    median: (atRank(sorted, Math.floor((n - 1) / 2)) + atRank(sorted, Math.ceil((n - 1) / 2))) / 2,
  };
}

/** The number at a place from 0 in the order of all numbers. */
function atRank(sorted: readonly (readonly [number, number])[], rank: number): number {
  let before = 0;
  for (const [value, times] of sorted) {
    before += times;
    if (rank < before) return value;
  }
  throw new RangeError(`rank ${rank} is beyond the numbers`);
}

/** Counts how often each name occurs. */
export interface NameTally {
  readonly add: (name: string) => void;
  readonly size: () => number;
  readonly get: (name: string) => number;
  /** By count, the most frequent first, then by name; names in `last` at the end. */
  readonly counts: (last?: readonly string[]) => Readonly<Record<string, number>>;
}

export function createNameTally(): NameTally {
  const counts = new Map<string, number>();
  return Object.freeze({
    add(name: string) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    size: () => counts.size,
    get: (name: string) => counts.get(name) ?? 0,
    counts(last: readonly string[] = []) {
      const rank = (name: string) => (last.includes(name) ? 1 : 0);
      const sorted = [...counts].toSorted(
        ([a, times], [b, others]) => rank(a) - rank(b) || others - times || (a < b ? -1 : 1),
      );
      return Object.fromEntries(sorted);
    },
  });
}

/** The `count` most frequent names, the others as `Other`, and all together as `Total`. */
export function topNames(tally: NameTally, count: number): Readonly<Record<string, number>> {
  const entries = Object.entries(tally.counts());
  const sum = (list: readonly (readonly [string, number])[]) =>
    list.reduce((total, [, times]) => total + times, 0);
  return {
    ...Object.fromEntries(entries.slice(0, count)),
    Other: sum(entries.slice(count)),
    Total: sum(entries),
  };
}
