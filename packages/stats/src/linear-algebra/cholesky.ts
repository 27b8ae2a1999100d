import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireLength } from "../invalid-argument.ts";
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
      solveCholesky(lower.values, order, x);
      return x;
    },
    inverse: () => invertCholesky(lower.values, order),
  });
  return Object.freeze({ problem: null, factor });
}

/**
 * For inner loops: replaces the lower triangle of the symmetric matrix `values` (row by row, order x order)
 * by L; the upper triangle stays. False when the matrix is not positive definite; `values` is then spoilt.
 */
export function factorCholesky(values: Float64Array, order: number, tolerance = 1e-13): boolean {
  return firstBadPivot(values, order, tolerance) === null;
}

/** For inner loops: replaces `b` by x with L L' x = b, `factor` being the result of {@link factorCholesky}. */
export function solveCholesky(factor: Float64Array, order: number, b: Float64Array): void {
  for (let i = 0; i < order; i += 1) {
    const row = i * order;
    let sum = b[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (factor[row + k] ?? 0) * (b[k] ?? 0);
    b[i] = sum / (factor[row + i] ?? 0);
  }
  for (let i = order - 1; i >= 0; i -= 1) {
    const row = i * order;
    const value = (b[i] ?? 0) / (factor[row + i] ?? 0);
    b[i] = value;
    for (let k = 0; k < i; k += 1) b[k] = (b[k] ?? 0) - (factor[row + k] ?? 0) * value;
  }
}

/** (L L')^-1, symmetric, from the result of {@link factorCholesky}. */
export function invertCholesky(factor: Float64Array, order: number): Matrix {
  const result = createMatrix(order, order);
  const column = new Float64Array(order);
  for (let j = 0; j < order; j += 1) {
    column.fill(0);
    column[j] = 1;
    solveCholesky(factor, order, column);
    for (let i = 0; i <= j; i += 1) {
      result.values[i * order + j] = column[i] ?? 0;
      result.values[j * order + i] = column[i] ?? 0;
    }
  }
  return result;
}

/** Row by row (Golub and Van Loan 2013, section 4.2), so that every inner loop runs along memory. */
function firstBadPivot(values: Float64Array, order: number, tolerance: number): number | null {
  for (let i = 0; i < order; i += 1) {
    const row = i * order;
    for (let j = 0; j < i; j += 1) {
      const other = j * order;
      let sum = values[row + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (values[row + k] ?? 0) * (values[other + k] ?? 0);
      values[row + j] = sum / (values[other + j] ?? 0);
    }
    const diagonal = values[row + i] ?? 0;
    let pivot = diagonal;
    for (let k = 0; k < i; k += 1) pivot -= (values[row + k] ?? 0) ** 2;
    if (!(pivot > tolerance * Math.abs(diagonal)) || !Number.isFinite(pivot)) return i;
    values[row + i] = Math.sqrt(pivot);
  }
  return null;
}
