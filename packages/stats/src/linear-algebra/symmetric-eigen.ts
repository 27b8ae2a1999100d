import { invalidArgument } from "../invalid-argument.ts";
import { createMatrix, identityMatrix, type Matrix } from "./matrix.ts";

export interface SymmetricEigen {
  /** Eigenvalues in descending order. */
  readonly values: readonly number[];
  /** Column k is the unit eigenvector of `values[k]`, its largest entry positive. */
  readonly vectors: Matrix;
}

/**
 * Eigenvalues and vectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan 2013, section
 * 8.5). Accurate and short; meant for orders up to a few hundred. Only the upper triangle is read.
 */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  const order = matrix.rows;
  if (matrix.columns !== order) {
    throw invalidArgument("matrix", `${matrix.rows} x ${matrix.columns}`, "a square matrix");
  }
  const a = Float64Array.from(matrix.values);
  for (let i = 0; i < order; i += 1) {
    for (let j = 0; j < i; j += 1) a[i * order + j] = a[j * order + i] ?? 0;
  }
  const vectors = identityMatrix(order).values;
  let norm = 0;
  for (const value of a) norm = Math.max(norm, Math.abs(value));
  // Below this an entry is rounding noise of the largest; without it a singular matrix would never settle.
  const floor = norm * Number.EPSILON * 1e-2;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let rotated = false;
    for (let p = 0; p < order - 1; p += 1) {
      for (let q = p + 1; q < order; q += 1) rotated = rotate(a, vectors, order, p, q, floor) || rotated;
    }
    if (!rotated) break;
  }
  const ranked = Array.from({ length: order }, (_, k) => ({ k, value: a[k * order + k] ?? 0 })).sort(
    (left, right) => right.value - left.value,
  );
  const sorted = createMatrix(order, order);
  for (const [position, { k }] of ranked.entries()) {
    let largest = 0;
    for (let i = 0; i < order; i += 1) {
      const value = vectors[i * order + k] ?? 0;
      if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
    }
    const sign = largest < 0 ? -1 : 1;
    for (let i = 0; i < order; i += 1) {
      sorted.values[i * order + position] = sign * (vectors[i * order + k] ?? 0);
    }
  }
  return Object.freeze({ values: Object.freeze(ranked.map(({ value }) => value)), vectors: sorted });
}

/** One rotation that makes entry (p, q) zero; false when it is zero already. */
function rotate(
  a: Float64Array,
  vectors: Float64Array,
  order: number,
  p: number,
  q: number,
  floor: number,
): boolean {
  const off = a[p * order + q] ?? 0;
  const first = a[p * order + p] ?? 0;
  const second = a[q * order + q] ?? 0;
  const noise = Math.max(floor, Number.EPSILON * Math.sqrt(Math.abs(first * second)));
  if (Math.abs(off) <= noise) return false;
  const theta = (second - first) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < order; k += 1) {
    const kp = a[k * order + p] ?? 0;
    const kq = a[k * order + q] ?? 0;
    a[k * order + p] = c * kp - s * kq;
    a[k * order + q] = s * kp + c * kq;
  }
  for (let k = 0; k < order; k += 1) {
    const pk = a[p * order + k] ?? 0;
    const qk = a[q * order + k] ?? 0;
    a[p * order + k] = c * pk - s * qk;
    a[q * order + k] = s * pk + c * qk;
    const vp = vectors[k * order + p] ?? 0;
    const vq = vectors[k * order + q] ?? 0;
    vectors[k * order + p] = c * vp - s * vq;
    vectors[k * order + q] = s * vp + c * vq;
  }
  return true;
}
