import { type Numbers, requireWeights } from "../argument-checks.ts";
import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";

interface CellSharesFigures {
  /** Sum of weights a cell. */
  readonly totals: Float64Array;
  /** Sum of weights over all cells; records outside every cell don't count. */
  readonly total: number;
  /** totals / total. Null when no record is in a cell. */
  readonly shares: Float64Array;
}

export type CellShares = Outcome<CellSharesFigures, "shares">;

/**
 * How records (or a census' counts) spread over cells.
 *
 * @param cellOf for each record its cell, 0 to cellCount - 1, or -1 for none (an undisclosed attribute)
 * @param weights one a record, none below 0; 1 each unless given
 * @throws RangeError for cells or weights out of range
 */
export function cellShares(cellOf: Numbers, cellCount: number, weights?: Numbers): CellShares {
  requireCells("cellOf", cellOf, cellCount);
  if (weights !== undefined) requireWeights("weights", weights, cellOf.length);
  const totals = new Float64Array(cellCount);
  let total = 0;
  for (let record = 0; record < cellOf.length; record += 1) {
    const cell = cellOf[record] ?? -1;
    if (cell < 0) continue;
    const weight = weights === undefined ? 1 : (weights[record] ?? 0);
    totals[cell] = (totals[cell] ?? 0) + weight;
    total += weight;
  }
  if (!(total > 0)) return Object.freeze({ totals, total, shares: null, problem: "no record is in a cell" });
  return Object.freeze({ totals, total, shares: totals.map((value) => value / total), problem: null });
}

/** Throws unless every entry is -1 or a cell's number. */
export function requireCells(name: string, cellOf: Numbers, cellCount: number): void {
  requireWhole("cellCount", cellCount, 1);
  for (let record = 0; record < cellOf.length; record += 1) {
    const cell = cellOf[record] ?? Number.NaN;
    if (!Number.isInteger(cell) || cell < -1 || cell >= cellCount) {
      throw invalidArgument(
        `${name}[${record}]`,
        cell,
        `a whole number from 0 to ${cellCount - 1}, or -1 for none`,
      );
    }
  }
}
