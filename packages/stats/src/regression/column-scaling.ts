import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";

/** Root mean square of each column over the used rows; 1 for a column of zeros. */
export function columnLengths(matrix: Matrix, used: Float64Array): Float64Array {
  const { rows, columns, values } = matrix;
  const squares = new Float64Array(columns);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    if (used[row] === 0) continue;
    count += 1;
    for (let j = 0; j < columns; j += 1) {
      squares[j] = (squares[j] ?? 0) + (values[row * columns + j] ?? 0) ** 2;
    }
  }
  return squares.map((sum) => (sum > 0 ? Math.sqrt(sum / count) : 1));
}

export function divideColumns(matrix: Matrix, lengths: Float64Array): Matrix {
  const { rows, columns, values } = matrix;
  return createMatrix(
    rows,
    columns,
    values.map((value, at) => value / (lengths[at % columns] ?? 1)),
  );
}

/** Covariance of estimates / lengths from the covariance of estimates. */
export function rescale(covariance: Matrix, lengths: Float64Array): Matrix {
  const order = covariance.columns;
  return createMatrix(
    order,
    order,
    covariance.values.map(
      (value, at) => value / ((lengths[Math.floor(at / order)] ?? 1) * (lengths[at % order] ?? 1)),
    ),
  );
}

/** Whether a column has one value, not 0, in all used rows. */
export function isConstant(matrix: Matrix, column: number, used: Float64Array): boolean {
  let first: number | null = null;
  for (let row = 0; row < matrix.rows; row += 1) {
    if (used[row] === 0) continue;
    const value = matrix.values[row * matrix.columns + column] ?? 0;
    first ??= value;
    if (value !== first || value === 0) return false;
  }
  return first !== null;
}
