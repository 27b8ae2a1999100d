import { invalidArgument, requireLength, requireWhole } from "../invalid-argument.ts";
import { type Comparisons, checkComparisons } from "./comparisons.ts";

/**
 * Comparisons counted by pair of items, one cell for each pair that met: sparse, whatever the number of comparisons.
 * Cells are sorted by `low`, then `high`; `low < high` always.
 */
export interface ComparisonCells {
  readonly itemCount: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Comparisons that `low` won. */
  readonly lowWins: Float64Array;
  /** Comparisons that `high` won. */
  readonly highWins: Float64Array;
  readonly ties: Float64Array;
}

/** Counts comparisons into cells. Pairs whose total weight is 0 have no cell. */
export function comparisonCells(comparisons: Comparisons): ComparisonCells {
  checkComparisons(comparisons);
  return emptyPairsRemoved(indexedCells(comparisons).cells);
}

/**
 * Cells of all pairs that occur, even with weight 0, and the slot of each comparison: its cell if the lower item won, the number of
 * cells more if the higher one did, twice that more for a tie.
 */
export function indexedCells(comparisons: Comparisons): { cells: ComparisonCells; slots: Int32Array } {
  const { itemCount, first, second, score, weight } = comparisons;
  const keys = new Float64Array(first.length);
  for (let index = 0; index < first.length; index += 1) {
    const one = first[index] ?? 0;
    const other = second[index] ?? 0;
    keys[index] = Math.min(one, other) * itemCount + Math.max(one, other);
  }
  const { present, cellOf } = distinctKeys(keys, itemCount);
  const cells = {
    itemCount,
    low: Int32Array.from(present, (key) => Math.floor(key / itemCount)),
    high: Int32Array.from(present, (key) => key % itemCount),
    lowWins: new Float64Array(present.length),
    highWins: new Float64Array(present.length),
    ties: new Float64Array(present.length),
  };
  const slots = new Int32Array(first.length);
  for (let index = 0; index < first.length; index += 1) {
    const cell = cellOf(keys[index] ?? 0);
    const times = weight === undefined ? 1 : (weight[index] ?? 0);
    const outcome = score[index] ?? 0;
    const firstIsLow = (first[index] ?? 0) < (second[index] ?? 0);
    if (outcome === 0.5) {
      cells.ties[cell] = (cells.ties[cell] ?? 0) + times;
      slots[index] = 2 * present.length + cell;
    } else if ((outcome === 1) === firstIsLow) {
      cells.lowWins[cell] = (cells.lowWins[cell] ?? 0) + times;
      slots[index] = cell;
    } else {
      cells.highWins[cell] = (cells.highWins[cell] ?? 0) + times;
      slots[index] = present.length + cell;
    }
  }
  return { cells: Object.freeze(cells), slots };
}

/** The distinct keys in order, and where each of them is. A table while it is small, a map beyond. */
function distinctKeys(
  keys: Float64Array,
  itemCount: number,
): { present: number[]; cellOf: (key: number) => number } {
  if (itemCount <= 2048) {
    const place = new Int32Array(itemCount * itemCount).fill(-1);
    for (const key of keys) place[key] = 0;
    const present: number[] = [];
    for (let key = 0; key < place.length; key += 1) {
      if (place[key] === 0) place[key] = present.push(key) - 1;
    }
    return { present, cellOf: (key) => place[key] ?? 0 };
  }
  const present = [...new Set(keys)].sort((one, other) => one - other);
  const place = new Map(present.map((key, index) => [key, index]));
  return { present, cellOf: (key) => place.get(key) ?? 0 };
}

/** Only the pairs whose total weight is above 0. */
export function emptyPairsRemoved(cells: ComparisonCells): ComparisonCells {
  const kept: number[] = [];
  for (let cell = 0; cell < cells.low.length; cell += 1) {
    if (cellTotal(cells, cell) > 0) kept.push(cell);
  }
  if (kept.length === cells.low.length) return cells;
  const integers = (column: Int32Array) => Int32Array.from(kept, (cell) => column[cell] ?? 0);
  const numbers = (column: Float64Array) => Float64Array.from(kept, (cell) => column[cell] ?? 0);
  return Object.freeze({
    itemCount: cells.itemCount,
    low: integers(cells.low),
    high: integers(cells.high),
    lowWins: numbers(cells.lowWins),
    highWins: numbers(cells.highWins),
    ties: numbers(cells.ties),
  });
}

/** Comparisons in a cell. */
export function cellTotal(cells: ComparisonCells, cell: number): number {
  return (cells.lowWins[cell] ?? 0) + (cells.highWins[cell] ?? 0) + (cells.ties[cell] ?? 0);
}

/** How a tie is counted in a win matrix: one win each way (as PRISM does), half a win each way, or not at all. */
export type TieCount = "each-way" | "half" | "none";

/**
 * Wins as a dense matrix: entry `i * itemCount + j` of the row-major result is how often i beat j. The diagonal is 0.
 * `ties` is `half` unless told.
 */
export function winMatrix(cells: ComparisonCells, options: { readonly ties?: TieCount } = {}): Float64Array {
  const { itemCount, low, high, lowWins, highWins, ties } = cells;
  const share = tieShare(options.ties ?? "half");
  const matrix = new Float64Array(itemCount * itemCount);
  for (let cell = 0; cell < low.length; cell += 1) {
    const one = low[cell] ?? 0;
    const other = high[cell] ?? 0;
    const tied = share * (ties[cell] ?? 0);
    matrix[one * itemCount + other] = (lowWins[cell] ?? 0) + tied;
    matrix[other * itemCount + one] = (highWins[cell] ?? 0) + tied;
  }
  return matrix;
}

function tieShare(count: TieCount): number {
  switch (count) {
    case "each-way":
      return 1;
    case "half":
      return 0.5;
    case "none":
      return 0;
  }
}

/**
 * Cells from dense row-major matrices: `wins[i * itemCount + j]` is how often i beat j, `ties` (symmetric; its upper triangle
 * is read) how often they tied. Diagonals are ignored.
 */
export function cellsFromMatrix(
  itemCount: number,
  wins: ArrayLike<number>,
  ties?: ArrayLike<number>,
): ComparisonCells {
  requireWhole("itemCount", itemCount, 1);
  requireLength("wins", wins.length, itemCount * itemCount);
  if (ties !== undefined) requireLength("ties", ties.length, itemCount * itemCount);
  const count = (name: string, matrix: ArrayLike<number>, place: number): number => {
    const value = matrix[place] ?? 0;
    if (value >= 0 && value < Infinity) return value;
    throw invalidArgument(`${name}[${place}]`, value, "a finite number of at least 0");
  };
  const rows: [low: number, high: number, lowWins: number, highWins: number, ties: number][] = [];
  for (let one = 0; one < itemCount; one += 1) {
    for (let other = one + 1; other < itemCount; other += 1) {
      const above = one * itemCount + other;
      const lowWins = count("wins", wins, above);
      const highWins = count("wins", wins, other * itemCount + one);
      const tied = ties === undefined ? 0 : count("ties", ties, above);
      if (lowWins + highWins + tied > 0) rows.push([one, other, lowWins, highWins, tied]);
    }
  }
  return Object.freeze({
    itemCount,
    low: Int32Array.from(rows, ([low]) => low),
    high: Int32Array.from(rows, ([, high]) => high),
    lowWins: Float64Array.from(rows, ([, , wins]) => wins),
    highWins: Float64Array.from(rows, ([, , , wins]) => wins),
    ties: Float64Array.from(rows, ([, , , , tied]) => tied),
  });
}
