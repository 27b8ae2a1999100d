import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { independentColumns, solveUpper } from "./independent-columns.ts";
import type { Matrix } from "./matrix.ts";
import { triangularFactor } from "./tall-qr.ts";

export interface Solution {
  /** x, or null when the columns are dependent. */
  readonly x: Float64Array | null;
  /** Dependent columns, counted from 0. */
  readonly dependent: readonly number[];
  readonly problem: string | null;
}

/**
 * x with matrix x = b: exactly for a square matrix, by least squares for a taller one. Dependent columns
 * (tolerance 1e-10 of their length) give no x and are named.
 */
export function solveLinear(matrix: Matrix, b: Numbers): Solution {
  if (matrix.rows < matrix.columns) {
    throw invalidArgument("matrix", `${matrix.rows} x ${matrix.columns}`, "at least as many rows as columns");
  }
  requireLength("b", b.length, matrix.rows);
  const factor = independentColumns(triangularFactor(matrix, [b]), matrix.columns, 1e-10);
  const dependent = factor.dependent.map(({ column }) => column);
  if (dependent.length > 0) {
    const list = dependent.map((column) => column + 1).join(", ");
    return Object.freeze({
      x: null,
      dependent,
      problem: `dependent columns, which follow from earlier ones: ${list}`,
    });
  }
  const x = solveUpper(factor.triangle, factor.projections[0] ?? []);
  return Object.freeze({ x, dependent, problem: null });
}
