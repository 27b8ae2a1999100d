import { invalidArgument, requireLength, requireWhole } from "../invalid-argument.ts";

/**
 * Pairwise comparisons in columns, one entry a comparison. Items are whole numbers from 0 to `itemCount - 1`.
 *
 * `score` is the outcome seen from `first`: 1 it won, 0 it lost, 0.5 a tie. `weight` (default 1) counts a comparison
 * several times, or not at all.
 */
export interface Comparisons {
  readonly itemCount: number;
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
  readonly score: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

/** Throws RangeError naming the first entry that is not a comparison of two different items. */
export function checkComparisons(comparisons: Comparisons): void {
  const { itemCount, first, second, score, weight } = comparisons;
  requireWhole("comparisons.itemCount", itemCount, 1);
  requireLength("comparisons.second", second.length, first.length);
  requireLength("comparisons.score", score.length, first.length);
  if (weight !== undefined) requireLength("comparisons.weight", weight.length, first.length);
  for (let index = 0; index < first.length; index += 1) {
    const one = first[index] ?? -1;
    const other = second[index] ?? -1;
    const outcome = score[index] ?? -1;
    if (!isItem(one, itemCount)) throw invalidItem("first", index, one, itemCount);
    if (!isItem(other, itemCount)) throw invalidItem("second", index, other, itemCount);
    if (one === other) {
      throw invalidArgument(`comparisons.second[${index}]`, other, "another item than the first");
    }
    if (outcome !== 0 && outcome !== 0.5 && outcome !== 1) {
      throw invalidArgument(`comparisons.score[${index}]`, outcome, "0, 0.5 or 1");
    }
    const times = weight === undefined ? 1 : (weight[index] ?? -1);
    if (!(times >= 0 && times < Infinity)) {
      throw invalidArgument(`comparisons.weight[${index}]`, times, "a finite number of at least 0");
    }
  }
}

function isItem(value: number, itemCount: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < itemCount;
}

function invalidItem(column: string, index: number, value: number, itemCount: number): RangeError {
  return invalidArgument(
    `comparisons.${column}[${index}]`,
    value,
    `a whole number from 0 to ${itemCount - 1}`,
  );
}

/** Scores given together: rows with the same `group` are compared with each other. All columns have the same length. */
export interface ScoredGroups {
  readonly itemCount: number;
  /** Any number that names the group, such as the row number of an opening turn. */
  readonly group: ArrayLike<number>;
  readonly item: ArrayLike<number>;
  /** Higher is better. Rows whose score is NaN are left out. */
  readonly score: ArrayLike<number>;
}

/** Comparisons made from groups, with the group each of them came from. */
export interface GroupComparisons extends Comparisons {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly score: Float64Array;
  readonly group: Float64Array;
}

/**
 * Every pair inside a group, in the order of the rows: a tie if the scores differ by at most `tieWithin`, else the higher
 * score wins. Groups come in order of first appearance. Pairs of an item with itself (an item scored twice in a group) are
 * left out. PRISM compares the answers to an opening turn with `tieWithin` 5 (Kirk et al. 2024).
 */
export function comparisonsFromScores(
  scores: ScoredGroups,
  options: { readonly tieWithin?: number } = {},
): GroupComparisons {
  const { itemCount, group, item, score } = scores;
  const tieWithin = options.tieWithin ?? 0;
  requireWhole("scores.itemCount", itemCount, 1);
  requireLength("scores.item", item.length, group.length);
  requireLength("scores.score", score.length, group.length);
  if (!(tieWithin >= 0)) throw invalidArgument("tieWithin", tieWithin, "a number of at least 0");
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < group.length; row += 1) {
    const one = item[row] ?? -1;
    if (!isItem(one, itemCount)) {
      throw invalidArgument(`scores.item[${row}]`, one, `a whole number from 0 to ${itemCount - 1}`);
    }
    if (Number.isNaN(score[row])) continue;
    const key = group[row] ?? 0;
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [row]);
    else rows.push(row);
  }
  const pairs: { first: number[]; second: number[]; score: number[]; group: number[] } = {
    first: [],
    second: [],
    score: [],
    group: [],
  };
  for (const [key, rows] of rowsOf) {
    for (const [place, row] of rows.entries()) {
      for (const other of rows.slice(place + 1)) {
        const one = item[row] ?? 0;
        const two = item[other] ?? 0;
        if (one === two) continue;
        const difference = (score[row] ?? 0) - (score[other] ?? 0);
        pairs.first.push(one);
        pairs.second.push(two);
        pairs.score.push(Math.abs(difference) <= tieWithin ? 0.5 : difference > 0 ? 1 : 0);
        pairs.group.push(key);
      }
    }
  }
  return Object.freeze({
    itemCount,
    first: Int32Array.from(pairs.first),
    second: Int32Array.from(pairs.second),
    score: Float64Array.from(pairs.score),
    group: Float64Array.from(pairs.group),
  });
}
