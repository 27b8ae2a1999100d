import type { Numbers } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";
import { createMatrix, type Matrix } from "./matrix.ts";

/** Rows taken at a time: with 40 columns the working block stays inside a processor's cache. */
const blockRows = 1024;

/**
 * R of the QR factorisation of a tall matrix with `extra` columns beside it, each row multiplied by
 * `rowScale`: upper triangular, order `columns + extra.length`. Householder reflections over blocks of rows
 * stacked under the R so far (Golub, Plemmons and Sameh 1988), so memory beyond the input is one block.
 *
 * @param matrix n x p
 * @param extra more columns of length n, such as the response
 * @param rowScale length n; 1 for all rows unless given
 */
export function triangularFactor(matrix: Matrix, extra: readonly Numbers[] = [], rowScale?: Numbers): Matrix {
  const { rows, columns, values } = matrix;
  for (const [index, column] of extra.entries()) {
    if (column.length !== rows) throw invalidArgument(`extra[${index}].length`, column.length, String(rows));
  }
  if (rowScale !== undefined && rowScale.length !== rows) {
    throw invalidArgument("rowScale.length", rowScale.length, String(rows));
  }
  const order = columns + extra.length;
  const triangle = createMatrix(order, order);
  const size = Math.min(blockRows, Math.max(rows, 1));
  // Column by column, so that the inner loops run along memory.
  const block = new Float64Array(size * order);
  for (let start = 0; start < rows; start += size) {
    const count = Math.min(size, rows - start);
    for (let i = 0; i < count; i += 1) {
      const row = start + i;
      const scale = rowScale === undefined ? 1 : (rowScale[row] ?? 0);
      for (let j = 0; j < columns; j += 1) block[j * size + i] = (values[row * columns + j] ?? 0) * scale;
      for (let j = columns; j < order; j += 1) {
        block[j * size + i] = (extra[j - columns]?.[row] ?? 0) * scale;
      }
    }
    absorb(triangle, block, size, count);
  }
  return triangle;
}

/** Rotates `count` rows of `block` (column j starts at j x size) into the triangle. */
function absorb(triangle: Matrix, block: Float64Array, size: number, count: number): void {
  const order = triangle.columns;
  const upper = triangle.values;
  for (let j = 0; j < order; j += 1) {
    const own = j * size;
    let below = 0;
    for (let i = 0; i < count; i += 1) below += (block[own + i] ?? 0) ** 2;
    if (below === 0) continue;
    const head = upper[j * order + j] ?? 0;
    const norm = Math.hypot(head, Math.sqrt(below));
    const diagonal = head > 0 ? -norm : norm;
    // The reflection's vector is (head - diagonal, column of the block); beta = 2 / v'v.
    const first = head - diagonal;
    const beta = 2 / (first * first + below);
    upper[j * order + j] = diagonal;
    for (let k = j + 1; k < order; k += 1) {
      const other = k * size;
      let dot = first * (upper[j * order + k] ?? 0);
      for (let i = 0; i < count; i += 1) dot += (block[own + i] ?? 0) * (block[other + i] ?? 0);
      const factor = beta * dot;
      if (factor === 0) continue;
      upper[j * order + k] = (upper[j * order + k] ?? 0) - factor * first;
      for (let i = 0; i < count; i += 1) {
        block[other + i] = (block[other + i] ?? 0) - factor * (block[own + i] ?? 0);
      }
    }
  }
}
