import type { Numbers } from "../argument-checks.ts";
import { independentColumns, inverseCrossProduct } from "../linear-algebra/independent-columns.ts";
import { createMatrix, type Matrix, multiplyVector } from "../linear-algebra/matrix.ts";
import { triangularFactor } from "../linear-algebra/tall-qr.ts";

/** A direction of the columns that predicts part of a binary response without error. */
export interface Separation {
  /** `complete`: every row; `quasi-complete`: some rows, the others lying on the border. */
  readonly kind: "complete" | "quasi-complete";
  /** Rows predicted without error. */
  readonly rows: number;
  /** Columns of that direction, counted from 0. */
  readonly columns: readonly number[];
}

/**
 * Looks for separation: a c with x'c >= 0 wherever the response is 1, <= 0 where it is 0, = 0 where it lies
 * between, and not all 0. Then a logistic likelihood has no finite maximum (Albert and Anderson 1984).
 *
 * Projects in turn on the span of the columns, signed by the response, and on the non-negative numbers,
 * beginning with ones (Correia, Guimaraes and Zylkin 2019, "iterative rectifier"). The scalar product with any
 * separating direction never falls on the way, so the limit is 0 exactly when there is none.
 *
 * @param matrix n x p with independent columns; leave rows of weight 0 out
 * @param response length n, 0 to 1
 * @returns null when there is none, `undecided` when the limit of steps leaves it open
 */
export function findSeparation(matrix: Matrix, response: Numbers): Separation | "undecided" | null {
  const { rows, columns } = matrix;
  const onBorder = Uint8Array.from(response, (value) => (value > 0 && value < 1 ? 1 : 0));
  const signed = signRows(matrix, response);
  const inverse = inverseCrossProduct(independentColumns(triangularFactor(signed)).triangle);
  const steps = Math.max(200, Math.min(20_000, Math.round(1e9 / (rows * columns + 1))));
  let target = Float64Array.from(onBorder, (border) => 1 - border);
  for (let step = 0; step < steps; step += 1) {
    const direction = multiplyVector(inverse, combineRows(signed, target));
    const image = multiplyVector(signed, direction);
    let most = 0;
    let wrong = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = image[row] ?? 0;
      if (onBorder[row] === 1) wrong = Math.max(wrong, Math.abs(value));
      else if (value < 0) wrong = Math.max(wrong, -value);
      else most = Math.max(most, value);
    }
    if (most < 1e-6) return null;
    if (wrong <= 1e-7 * most) return describe(direction, image, onBorder, most);
    target = image.map((value, row) => (onBorder[row] === 1 ? 0 : Math.max(0, value)));
  }
  return "undecided";
}

/** Rows of response 0 turned round. */
function signRows(matrix: Matrix, response: Numbers): Matrix {
  const { rows, columns, values } = matrix;
  const signed = createMatrix(rows, columns, Float64Array.from(values));
  for (let row = 0; row < rows; row += 1) {
    if (response[row] !== 0) continue;
    for (let j = row * columns; j < (row + 1) * columns; j += 1) signed.values[j] = -(values[j] ?? 0);
  }
  return signed;
}

/** matrix' x factors. */
function combineRows(matrix: Matrix, factors: Float64Array): Float64Array {
  const { rows, columns, values } = matrix;
  const result = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    const factor = factors[row] ?? 0;
    if (factor === 0) continue;
    for (let j = 0; j < columns; j += 1) {
      result[j] = (result[j] ?? 0) + factor * (values[row * columns + j] ?? 0);
    }
  }
  return result;
}

function describe(
  direction: Float64Array,
  image: Float64Array,
  onBorder: Uint8Array,
  most: number,
): Separation {
  const separated = image.filter((value, row) => onBorder[row] === 0 && value > 1e-6 * most).length;
  const longest = direction.reduce((length, value) => Math.max(length, Math.abs(value)), 0);
  const columns = Array.from(direction.keys()).filter(
    (column) => Math.abs(direction[column] ?? 0) > 1e-6 * longest,
  );
  return Object.freeze({
    kind: separated === image.length ? "complete" : "quasi-complete",
    rows: separated,
    columns: Object.freeze(columns),
  });
}
