import { createMatrix, type Matrix } from "./matrix.ts";

/** A column that is a linear combination of earlier independent ones. */
export interface DependentColumn {
  readonly column: number;
  /** The earlier columns that make it up (none: the column is all zeros). */
  readonly of: readonly number[];
}

/** What remains of a triangular factor when its dependent columns are set aside. */
export interface IndependentColumns {
  /** Independent columns among the first `candidates`, in their order. */
  readonly kept: readonly number[];
  readonly dependent: readonly DependentColumn[];
  /** Upper triangular factor of the kept columns, order `kept.length`. */
  readonly triangle: Matrix;
  /** For each column after the candidates: its first `kept.length` entries in the rotated space. */
  readonly projections: readonly Float64Array[];
  /** For each column after the candidates: squared length of what the kept columns don't explain. */
  readonly remainders: readonly number[];
}

/**
 * Goes through the first `candidates` columns of an upper triangular matrix from left to right and keeps a
 * column when the part that earlier kept columns don't explain is longer than `tolerance` x the column: the
 * rule, and the default tolerance, of R's `lm` (LINPACK's dqrdc2).
 */
export function independentColumns(
  upper: Matrix,
  candidates: number = upper.columns,
  tolerance = 1e-7,
): IndependentColumns {
  const order = upper.columns;
  const work = Float64Array.from(upper.values);
  const kept: number[] = [];
  const dependent: number[] = [];
  for (let column = 0; column < candidates; column += 1) {
    const rank = kept.length;
    const whole = columnLength(work, order, column, 0);
    const rest = columnLength(work, order, column, rank);
    if (!(rest > tolerance * whole)) {
      dependent.push(column);
      continue;
    }
    reflect(work, order, column, rank, rest);
    kept.push(column);
  }
  const triangle = createMatrix(kept.length, kept.length);
  for (const [position, column] of kept.entries()) {
    for (let row = 0; row <= position; row += 1) {
      triangle.values[row * kept.length + position] = work[row * order + column] ?? 0;
    }
  }
  const others = Array.from({ length: order - candidates }, (_, index) => candidates + index);
  return Object.freeze({
    kept: Object.freeze(kept),
    dependent: Object.freeze(
      dependent.map((column) => ({ column, of: combination(work, order, triangle, kept, column) })),
    ),
    triangle,
    projections: others.map((column) => Float64Array.from(kept, (_, row) => work[row * order + column] ?? 0)),
    remainders: others.map((column) => columnLength(work, order, column, kept.length) ** 2),
  });
}

/** Solves triangle x = b for an upper triangular matrix. */
export function solveUpper(triangle: Matrix, b: ArrayLike<number>): Float64Array {
  const order = triangle.columns;
  const x = Float64Array.from({ length: order }, (_, index) => b[index] ?? 0);
  for (let i = order - 1; i >= 0; i -= 1) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < order; k += 1) sum -= (triangle.values[i * order + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (triangle.values[i * order + i] ?? 0);
  }
  return x;
}

/** (triangle' triangle)^-1 for an upper triangular matrix. */
export function inverseCrossProduct(triangle: Matrix): Matrix {
  const inverse = inverseUpper(triangle);
  const order = triangle.columns;
  const result = createMatrix(order, order);
  for (let i = 0; i < order; i += 1) {
    for (let j = i; j < order; j += 1) {
      let sum = 0;
      for (let k = j; k < order; k += 1) {
        sum += (inverse.values[i * order + k] ?? 0) * (inverse.values[j * order + k] ?? 0);
      }
      result.values[i * order + j] = sum;
      result.values[j * order + i] = sum;
    }
  }
  return result;
}

/** The inverse of an upper triangular matrix, upper triangular itself. */
export function inverseUpper(triangle: Matrix): Matrix {
  const order = triangle.columns;
  const result = createMatrix(order, order);
  for (let j = 0; j < order; j += 1) {
    const unit = new Float64Array(order);
    unit[j] = 1;
    const column = solveUpper(triangle, unit);
    for (let i = 0; i <= j; i += 1) result.values[i * order + j] = column[i] ?? 0;
  }
  return result;
}

function columnLength(work: Float64Array, order: number, column: number, from: number): number {
  let sum = 0;
  for (let row = from; row < order; row += 1) sum += (work[row * order + column] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** Reflects rows from `rank` on so that `column` has nothing below row `rank`. */
function reflect(work: Float64Array, order: number, column: number, rank: number, length: number): void {
  const head = work[rank * order + column] ?? 0;
  const diagonal = head > 0 ? -length : length;
  const vector = Float64Array.from(
    { length: order - rank },
    (_, i) => work[(rank + i) * order + column] ?? 0,
  );
  vector[0] = head - diagonal;
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) return;
  for (let other = 0; other < order; other += 1) {
    let dot = 0;
    for (let i = 0; i < vector.length; i += 1) {
      dot += (vector[i] ?? 0) * (work[(rank + i) * order + other] ?? 0);
    }
    const factor = (2 * dot) / square;
    if (factor === 0) continue;
    for (let i = 0; i < vector.length; i += 1) {
      const at = (rank + i) * order + other;
      work[at] = (work[at] ?? 0) - factor * (vector[i] ?? 0);
    }
  }
}

function combination(
  work: Float64Array,
  order: number,
  triangle: Matrix,
  kept: readonly number[],
  column: number,
): readonly number[] {
  const target = kept.map((_, row) => work[row * order + column] ?? 0);
  const coefficients = solveUpper(triangle, target);
  const length = columnLength(work, order, column, 0);
  return Object.freeze(
    kept.filter((keptColumn, index) => {
      if (keptColumn > column) return false;
      const part = Math.abs(coefficients[index] ?? 0) * columnLength(work, order, keptColumn, 0);
      return part > 1e-6 * length;
    }),
  );
}
