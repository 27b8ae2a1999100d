import {
  bootstrapRanking,
  type ComparisonCells,
  clusterComparisons,
  quantile,
  ranksDescending,
} from "@refract/stats";
import type { Battles } from "../ranks/battles.ts";

/** Moves of one group's models against the ranks of all, over resamples of participants. */
export interface MoveIntervals {
  /** One a model: the middle 95 % of moves; null when too few resamples have an estimate. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** Resamples in which the group has no estimate. */
  readonly failed: number;
}

/** One number a model, or null where there is no estimate. */
export type Estimator = (cells: ComparisonCells) => ArrayLike<number> | null;

/** Below this share of resamples with an estimate there is no interval. */
const leastShare = 0.8;

/**
 * Intervals of moves: participants are drawn once a round, and ranks of all and of each group come from the same draw, since a group is a
 * part of all and its move against all is surer than two ranks apart.
 *
 * @param levelOf The group of each person, -1 for none.
 */
export function moveIntervals(
  battles: Battles,
  weights: Float64Array | null,
  levelOf: Int32Array,
  levelCount: number,
  estimate: Estimator,
  options: { readonly seed: string; readonly rounds: number },
): readonly MoveIntervals[] {
  const modelCount = battles.models.length;
  // each group has models of its own, after those of all; people in no group come last
  const blockOf = (row: number): number => {
    const level = levelOf[battles.person[row] ?? 0] ?? -1;
    return (level === -1 ? levelCount : level) + 1;
  };
  const clustered = clusterComparisons(
    {
      itemCount: (levelCount + 2) * modelCount,
      first: battles.first.map((item, row) => blockOf(row) * modelCount + item),
      second: battles.second.map((item, row) => blockOf(row) * modelCount + item),
      score: battles.score,
      weight: battles.count.map((count, row) => count * (weights?.[battles.person[row] ?? 0] ?? 1)),
    },
    battles.person,
  );
  const split = splitCells(clustered.cells, modelCount, levelCount);
  const replicates = bootstrapRanking(
    clustered,
    (drawn) => {
      const values = new Float64Array((levelCount + 2) * modelCount).fill(Number.NaN);
      for (const [block, cells] of split(drawn).entries()) {
        const found = estimate(cells);
        if (found !== null) values.set(Array.from(found), block * modelCount);
      }
      return values;
    },
    { seed: options.seed, replicates: options.rounds },
  );
  const moves = Array.from({ length: levelCount }, () =>
    Array.from({ length: modelCount }, () => [] as number[]),
  );
  const failed = new Int32Array(levelCount);
  for (let replicate = 0; replicate < replicates.count; replicate += 1) {
    const start = replicate * replicates.itemCount;
    const block = (place: number) =>
      replicates.values.subarray(start + place * modelCount, start + (place + 1) * modelCount);
    const all = block(0);
    for (let level = 0; level < levelCount; level += 1) {
      const own = block(level + 1);
      if (Number.isNaN(all[0]) || Number.isNaN(own[0])) {
        failed[level] = (failed[level] ?? 0) + 1;
        continue;
      }
      const there = ranksDescending(own);
      for (const [model, rank] of ranksDescending(all).entries())
        moves[level]?.[model]?.push(rank - (there[model] ?? 0));
    }
  }
  return moves.map((own, level): MoveIntervals => {
    const enough = replicates.count - (failed[level] ?? 0) >= Math.max(2, leastShare * options.rounds);
    const at = (share: number) => own.map((values) => (enough ? quantile(values, share) : null));
    return { lower: at(0.025), upper: at(0.975), failed: failed[level] ?? 0 };
  });
}

/** Drawn cells as those of all people and of each group; the arrays are used again in each round. */
function splitCells(
  { low, high }: ComparisonCells,
  modelCount: number,
  levelCount: number,
): (drawn: ComparisonCells) => readonly ComparisonCells[] {
  const key = (cell: number) =>
    ((low[cell] ?? 0) % modelCount) * modelCount + ((high[cell] ?? 0) % modelCount);
  const keys = [...new Set(Array.from(low, (_, cell) => key(cell)))].sort((one, other) => one - other);
  const placeOf = new Map(keys.map((own, place) => [own, place]));
  const pair = Int32Array.from(low, (_, cell) => placeOf.get(key(cell)) ?? 0);
  const all: ComparisonCells = {
    itemCount: modelCount,
    low: Int32Array.from(keys, (own) => Math.floor(own / modelCount)),
    high: Int32Array.from(keys, (own) => own % modelCount),
    lowWins: new Float64Array(keys.length),
    highWins: new Float64Array(keys.length),
    ties: new Float64Array(keys.length),
  };
  // cells stand by their lower item, so that each group's are together
  const ranges = Array.from({ length: levelCount }, (_, level) => {
    const starts = Array.from(low, (item) => Math.floor(item / modelCount));
    const from = starts.indexOf(level + 1);
    return from === -1 ? ([0, 0] as const) : ([from, starts.lastIndexOf(level + 1) + 1] as const);
  });
  const pairs = ranges.map(([from, to]) => ({
    low: low.slice(from, to).map((item) => item % modelCount),
    high: high.slice(from, to).map((item) => item % modelCount),
  }));
  return (drawn) => {
    const sum = (into: Float64Array, counts: Float64Array): void => {
      into.fill(0);
      for (const [cell, place] of pair.entries()) into[place] = (into[place] ?? 0) + (counts[cell] ?? 0);
    };
    sum(all.lowWins, drawn.lowWins);
    sum(all.highWins, drawn.highWins);
    sum(all.ties, drawn.ties);
    return [
      all,
      ...ranges.map(
        ([from, to], level): ComparisonCells => ({
          itemCount: modelCount,
          low: pairs[level]?.low ?? new Int32Array(0),
          high: pairs[level]?.high ?? new Int32Array(0),
          lowWins: drawn.lowWins.subarray(from, to),
          highWins: drawn.highWins.subarray(from, to),
          ties: drawn.ties.subarray(from, to),
        }),
      ),
    ];
  };
}
