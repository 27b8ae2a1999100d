import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { firstBadPivot, invertFactor, solveInPlace } from "./cholesky-in-place.ts";
import { createMatrix, type Matrix } from "./matrix.ts";

/** A symmetric positive definite matrix A as L L', with what is usually wanted from it. */
export interface Cholesky {
  /** L, lower triangular. */
  readonly lower: Matrix;
  /** log |A|. */
  readonly logDeterminant: number;
  /** x with A x = b. */
  solve(b: Numbers): Float64Array;
  /** A^-1. */
  inverse(): Matrix;
}

export type CholeskyResult =
  | { readonly problem: null; readonly factor: Cholesky }
  | {
      /** What is wrong, as a sentence. */
      readonly problem: string;
      /** The first column that is a combination of earlier ones (or makes A indefinite), from 0. */
      readonly column: number;
      readonly factor: null;
    };

/**
 * Factors `matrix` (only its lower triangle is read). A pivot below `tolerance` x its diagonal entry is taken
 * for 0: the matrix is then singular or indefinite to working accuracy, and the result names the column.
 */
export function cholesky(matrix: Matrix, tolerance = 1e-13): CholeskyResult {
  const order = matrix.rows;
  if (matrix.columns !== order) {
    throw invalidArgument("matrix", `${matrix.rows} x ${matrix.columns}`, "a square matrix");
  }
  const lower = createMatrix(order, order, Float64Array.from(matrix.values));
  const column = firstBadPivot(lower.values, order, tolerance);
  if (column !== null) {
    return Object.freeze({
      problem: `the matrix is not positive definite: column ${column + 1} adds nothing to the columns before it`,
      column,
      factor: null,
    });
  }
  let logDeterminant = 0;
  for (let i = 0; i < order; i += 1) {
    logDeterminant += 2 * Math.log(lower.values[i * order + i] ?? 0);
    for (let j = i + 1; j < order; j += 1) lower.values[i * order + j] = 0;
  }
  const factor: Cholesky = Object.freeze({
    lower,
    logDeterminant,
    solve: (b: Numbers) => {
      requireLength("b", b.length, order);
      const x = Float64Array.from(b);
      solveInPlace(lower.values, order, x);
      return x;
    },
    inverse: () => createMatrix(order, order, invertFactor(lower.values, order)),
  });
  return Object.freeze({ problem: null, factor });
}
