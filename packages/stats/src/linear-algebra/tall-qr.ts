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
  const dots = new Float64Array(order);
  for (let j = 0; j < order; j += 1) {
    const own = j * size;
    const below = squaresOf(block, own, count);
    if (below === 0) continue;
    const head = upper[j * order + j] ?? 0;
    const norm = Math.hypot(head, Math.sqrt(below));
    const diagonal = head > 0 ? -norm : norm;
    // The reflection's vector is (head - diagonal, column of the block); beta = 2 / v'v.
    const first = head - diagonal;
    const beta = 2 / (first * first + below);
    upper[j * order + j] = diagonal;
    for (let k = j + 1; k < order; k += 1) dots[k] = first * (upper[j * order + k] ?? 0);
    addDots(block, own, { size, count, from: j + 1, dots });
    for (let k = j + 1; k < order; k += 1) {
      const factor = beta * (dots[k] ?? 0);
      if (factor === 0) continue;
      upper[j * order + k] = (upper[j * order + k] ?? 0) - factor * first;
      subtractTimes(block, own, k * size, count, factor);
    }
  }
}

// Loops of their own: compiled once, however many columns they are called for.

function squaresOf(block: Float64Array, own: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += (block[own + i] ?? 0) ** 2;
  return sum;
}

/** Adds to `dots` the products of a column with each one from `from` on, two at a time: neither waits for the other's addition. */
function addDots(
  block: Float64Array,
  own: number,
  { size, count, from, dots }: { size: number; count: number; from: number; dots: Float64Array },
): void {
  let k = from;
  for (; k + 1 < dots.length; k += 2) {
    const [one, other] = [k * size, (k + 1) * size];
    let dot = dots[k] ?? 0;
    let otherDot = dots[k + 1] ?? 0;
    for (let i = 0; i < count; i += 1) {
      const value = block[own + i] ?? 0;
      dot += value * (block[one + i] ?? 0);
      otherDot += value * (block[other + i] ?? 0);
    }
    dots[k] = dot;
    dots[k + 1] = otherDot;
  }
  if (k >= dots.length) return;
  let dot = dots[k] ?? 0;
  for (let i = 0; i < count; i += 1) dot += (block[own + i] ?? 0) * (block[k * size + i] ?? 0);
  dots[k] = dot;
}

function subtractTimes(block: Float64Array, own: number, other: number, count: number, factor: number): void {
  for (let i = 0; i < count; i += 1)
    block[other + i] = (block[other + i] ?? 0) - factor * (block[own + i] ?? 0);
}
