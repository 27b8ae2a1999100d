import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireWhole } from "../invalid-argument.ts";

/** A dense matrix: the entry of row i and column j is `values[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix of the given shape around `values` (row by row), or of zeros. */
export function createMatrix(rows: number, columns: number, values?: Float64Array): Matrix {
  requireWhole("rows", rows, 0);
  requireWhole("columns", columns, 0);
  if (values !== undefined && values.length !== rows * columns) {
    throw invalidArgument("values.length", values.length, `${rows * columns} (rows x columns)`);
  }
  return Object.freeze({ rows, columns, values: values ?? new Float64Array(rows * columns) });
}

/** A matrix from a list of rows of equal length. */
export function matrixFromRows(rows: readonly Numbers[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const matrix = createMatrix(rows.length, columns);
  for (const [index, row] of rows.entries()) {
    if (row.length !== columns) throw invalidArgument(`rows[${index}].length`, row.length, String(columns));
    matrix.values.set(row, index * columns);
  }
  return matrix;
}

/** The identity of the given order. */
export function identityMatrix(order: number): Matrix {
  const matrix = createMatrix(order, order);
  for (let index = 0; index < order; index += 1) matrix.values[index * order + index] = 1;
  return matrix;
}

/** The entry of a row and a column, both counted from 0. */
export function entry(matrix: Matrix, row: number, column: number): number {
  const value = matrix.values[row * matrix.columns + column];
  if (value === undefined || column < 0 || column >= matrix.columns) {
    throw invalidArgument("row, column", `${row}, ${column}`, `inside ${matrix.rows} x ${matrix.columns}`);
  }
  return value;
}

/** The rows as plain lists, for output. */
export function matrixRows(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, row) =>
    Array.from(matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns)),
  );
}

export function transpose(matrix: Matrix): Matrix {
  const { rows, columns, values } = matrix;
  const result = createMatrix(columns, rows);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) result.values[j * rows + i] = values[i * columns + j] ?? 0;
  }
  return result;
}

/** left x right. */
export function multiply(left: Matrix, right: Matrix): Matrix {
  if (left.columns !== right.rows) {
    throw invalidArgument("right.rows", right.rows, `${left.columns}, the columns of the left matrix`);
  }
  const result = createMatrix(left.rows, right.columns);
  for (let i = 0; i < left.rows; i += 1) {
    const target = result.values.subarray(i * right.columns, (i + 1) * right.columns);
    for (let k = 0; k < left.columns; k += 1) {
      const factor = left.values[i * left.columns + k] ?? 0;
      if (factor !== 0) addScaled(target, right.values, factor, k * right.columns);
    }
  }
  return result;
}

/** matrix x vector. */
export function multiplyVector(matrix: Matrix, vector: Numbers): Float64Array {
  if (vector.length !== matrix.columns) {
    throw invalidArgument("vector.length", vector.length, String(matrix.columns));
  }
  const { rows, columns, values } = matrix;
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i += 1) {
    let sum = 0;
    const start = i * columns;
    for (let j = 0; j < columns; j += 1) sum += (values[start + j] ?? 0) * (vector[j] ?? 0);
    result[i] = sum;
  }
  return result;
}

/** matrix' x diag(weights) x matrix: symmetric, columns x columns. Weights are all 1 unless given. */
export function crossProduct(matrix: Matrix, weights?: Numbers): Matrix {
  const { rows, columns, values } = matrix;
  if (weights !== undefined && weights.length !== rows) {
    throw invalidArgument("weights.length", weights.length, String(rows));
  }
  const result = createMatrix(columns, columns);
  for (let row = 0; row < rows; row += 1) {
    addOuterProduct(result, values, row * columns, weights === undefined ? 1 : (weights[row] ?? 0));
  }
  mirrorUpper(result);
  return result;
}

/** Adds `weight` x v v' to the upper triangle of `target`, v being `columns` numbers of `source` from `start`. */
export function addOuterProduct(target: Matrix, source: Float64Array, start: number, weight: number): void {
  const order = target.columns;
  const sums = target.values;
  for (let i = 0; i < order; i += 1) {
    // Design rows are mostly zeros (dummies): skipping them saves most of the work.
    const factor = (source[start + i] ?? 0) * weight;
    if (factor === 0) continue;
    const offset = i * order;
    for (let j = i; j < order; j += 1) {
      sums[offset + j] = (sums[offset + j] ?? 0) + factor * (source[start + j] ?? 0);
    }
  }
}

/** Copies the upper triangle over the lower. */
export function mirrorUpper(matrix: Matrix): void {
  const { columns, values } = matrix;
  for (let i = 1; i < columns; i += 1) {
    for (let j = 0; j < i; j += 1) values[i * columns + j] = values[j * columns + i] ?? 0;
  }
}

/** target += factor x source[start ...]. */
function addScaled(target: Float64Array, source: Float64Array, factor: number, start: number): void {
  for (let j = 0; j < target.length; j += 1) {
    target[j] = (target[j] ?? 0) + factor * (source[start + j] ?? 0);
  }
}
