import {
  type ClusteredComparisons,
  type ComparisonCells,
  createRandom,
  ranksDescending,
} from "@refract/stats";
import type { Estimator } from "./move-intervals.ts";

/** p-values of one group's moves against the ranks of all, one a model; null where the group has no ranking. */
export type MoveTests = readonly (number | null)[];

/** From 0.01 up a share is known well enough for a star at 5 %; ranks are fitted anew in each round. */
export const movePermutations = 199;

/** Rounding of fits that differ in nothing but the order of sums. */
const rounding = 1e-9;

/**
 * Tests of moves by permutation of people between groups (Pitman 1937; Edgington 1995): p is the share of rounds, the data itself counted
 * in, in which the model moves at least as far in a group of as many people. It is exact whatever the numbers of people and battles are,
 * since people who differ by nothing but the group they are said to be in can be exchanged; no interval of a rank can be that, as ranks jump.
 *
 * Of moves equally far the one with the larger gap to the estimate of all counts as further, so that p is hardly coarser than its
 * number of rounds. No move at all has p = 1. A round in which a group has no ranking counts as a move as far.
 *
 * @param clustered Battles of people who all count the same: those with larger weights can't be exchanged with others.
 * @param levelOf The group of each person, -1 for none: those stay where they are.
 */
export function moveTests(
  clustered: ClusteredComparisons,
  levelOf: Int32Array,
  levelCount: number,
  estimate: Estimator,
  options: { readonly seed: string; readonly rounds: number },
): readonly MoveTests[] {
  const { itemCount } = clustered.cells;
  const pooled = estimate(clustered.cells);
  if (pooled === null) return Array.from({ length: levelCount }, () => Array(itemCount).fill(null));
  const all = { estimates: Float64Array.from(pooled), ranks: ranksDescending(pooled) };
  const cellsOf = levelCells(clustered, levelCount);
  const movesOf = (levels: Int32Array) => cellsOf(levels).map((cells) => movesFrom(all, estimate(cells)));
  const found = movesOf(levelOf);
  const asFar = found.map(() => new Int32Array(itemCount).fill(1));
  const tested = Array.from(levelOf.keys()).filter((person) => (levelOf[person] ?? -1) >= 0);
  const random = createRandom(options.seed).stream("move-tests");
  const drawn = levelOf.slice();
  let order = tested.map((person) => levelOf[person] ?? -1);
  for (let round = 0; round < options.rounds; round += 1) {
    order = random.shuffle(order);
    for (const [place, person] of tested.entries()) drawn[person] = order[place] ?? -1;
    for (const [level, moves] of movesOf(drawn).entries()) {
      const own = found[level] ?? null;
      const counts = asFar[level];
      if (own === null || counts === undefined) continue;
      for (let item = 0; item < itemCount; item += 1)
        if (moves === null || isAsFar(moves, own, item)) counts[item] = (counts[item] ?? 0) + 1;
    }
  }
  return found.map((own, level) =>
    Array.from({ length: itemCount }, (_, item) => {
      if (own === null) return null;
      return own.places[item] === 0 ? 1 : (asFar[level]?.[item] ?? 0) / (options.rounds + 1);
    }),
  );
}

/** How far each model is from where it is among all: places, and the gap of estimates. */
interface Moves {
  readonly places: Int32Array;
  readonly gaps: Float64Array;
}

function movesFrom(
  all: { readonly estimates: Float64Array; readonly ranks: Int32Array },
  estimates: ArrayLike<number> | null,
): Moves | null {
  if (estimates === null) return null;
  const ranks = ranksDescending(estimates);
  return {
    places: all.ranks.map((rank, item) => Math.abs(rank - (ranks[item] ?? 0))),
    gaps: all.estimates.map((value, item) => Math.abs(value - (estimates[item] ?? 0))),
  };
}

function isAsFar(moves: Moves, than: Moves, item: number): boolean {
  const further = (moves.places[item] ?? 0) - (than.places[item] ?? 0);
  return further === 0 ? (moves.gaps[item] ?? 0) >= (than.gaps[item] ?? 0) - rounding : further > 0;
}

/** Cells of each level's people for any order of the levels; the arrays are used again in each round. */
function levelCells(
  { cells, start, slot, count }: ClusteredComparisons,
  levelCount: number,
): (levels: Int32Array) => readonly ComparisonCells[] {
  const cellCount = cells.low.length;
  const sums = Array.from({ length: levelCount }, () => new Float64Array(3 * cellCount));
  const parts = sums.map(
    (own): ComparisonCells => ({
      itemCount: cells.itemCount,
      low: cells.low,
      high: cells.high,
      lowWins: own.subarray(0, cellCount),
      highWins: own.subarray(cellCount, 2 * cellCount),
      ties: own.subarray(2 * cellCount),
    }),
  );
  return (levels) => {
    for (const own of sums) own.fill(0);
    for (const [person, level] of levels.entries()) {
      const own = sums[level];
      if (own === undefined) continue;
      const end = start[person + 1] ?? 0;
      for (let entry = start[person] ?? 0; entry < end; entry += 1) {
        const place = slot[entry] ?? 0;
        own[place] = (own[place] ?? 0) + (count[entry] ?? 0);
      }
    }
    return parts;
  };
}
