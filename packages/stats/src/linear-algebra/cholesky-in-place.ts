/**
 * Cholesky factors for inner loops: in place, without allocation. Matrices are row-major `size * size`, of which only the lower
 * triangle is read and written (Golub and Van Loan 2013, section 4.2). For everything else there is `cholesky.ts`.
 */

/** Replaces the lower triangle of A by L with L L' = A. False, with rubbish left behind, if A is not positive definite. */
export function factorInPlace(matrix: Float64Array, size: number): boolean {
  return firstBadPivot(matrix, size, 0) === null;
}

/**
 * As {@link factorInPlace}, naming the first row whose pivot is not above `tolerance` x its diagonal entry, or null: with a
 * tolerance, a matrix that is singular but for rounding is refused as well.
 */
export function firstBadPivot(matrix: Float64Array, size: number, tolerance: number): number | null {
  for (let row = 0; row < size; row += 1) {
    const rowStart = row * size;
    for (let column = 0; column <= row; column += 1) {
      const columnStart = column * size;
      // two sums at once: the processor need not wait for the one before
      let even = 0;
      let odd = 0;
      let inner = 0;
      for (; inner + 1 < column; inner += 2) {
        even += (matrix[rowStart + inner] ?? 0) * (matrix[columnStart + inner] ?? 0);
        odd += (matrix[rowStart + inner + 1] ?? 0) * (matrix[columnStart + inner + 1] ?? 0);
      }
      if (inner < column) even += (matrix[rowStart + inner] ?? 0) * (matrix[columnStart + inner] ?? 0);
      const rest = (matrix[rowStart + column] ?? 0) - even - odd;
      if (column < row) {
        matrix[rowStart + column] = rest / (matrix[columnStart + column] ?? 0);
      } else {
        const least = tolerance * Math.abs(matrix[rowStart + row] ?? 0);
        if (!(rest > least && rest < Infinity)) return row;
        matrix[rowStart + row] = Math.sqrt(rest);
      }
    }
  }
  return null;
}

/** Replaces `vector` by the solution x of L L' x = vector. */
export function solveInPlace(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let row = 0; row < size; row += 1) {
    const start = row * size;
    let sum = vector[row] ?? 0;
    for (let inner = 0; inner < row; inner += 1) sum -= (factor[start + inner] ?? 0) * (vector[inner] ?? 0);
    vector[row] = sum / (factor[start + row] ?? 0);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    const start = row * size;
    const value = (vector[row] ?? 0) / (factor[start + row] ?? 0);
    vector[row] = value;
    for (let inner = 0; inner < row; inner += 1) {
      vector[inner] = (vector[inner] ?? 0) - value * (factor[start + inner] ?? 0);
    }
  }
}

/** The whole inverse of L L', both triangles. */
export function invertFactor(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let place = 0; place < size; place += 1) {
    column.fill(0);
    column[place] = 1;
    solveInPlace(factor, size, column);
    inverse.set(column, place * size);
  }
  return inverse;
}
