import { invalidArgument } from "../invalid-argument.ts";

/** Solvers give items of the same record estimates that differ in their last digits; this share of the largest is no difference. */
const noise = 1e-9;

/**
 * Competition ranks, the highest value first: 1, 2, 2, 4 (equal values, and values apart by no more than rounding, share the
 * best rank).
 *
 * Throws RangeError if a value is NaN.
 */
export function ranksDescending(values: ArrayLike<number>): Int32Array {
  const order = descendingOrder(values);
  const same = withinNoise(values);
  const ranks = new Int32Array(values.length);
  let rank = 0;
  let last = Number.NaN;
  for (const [place, index] of order.entries()) {
    const value = values[index] ?? 0;
    if (!same(value, last)) rank = place + 1;
    ranks[index] = rank;
    last = value;
  }
  return ranks;
}

/**
 * The values, those that differ by no more than rounding made equal, for measures that count ties.
 *
 * Throws RangeError if a value is NaN.
 */
export function tiesJoined(values: ArrayLike<number>): Float64Array {
  const same = withinNoise(values);
  const joined = new Float64Array(values.length);
  let first = Number.NaN;
  let last = Number.NaN;
  for (const index of descendingOrder(values)) {
    const value = values[index] ?? 0;
    if (!same(value, last)) first = value;
    joined[index] = first;
    last = value;
  }
  return joined;
}

function descendingOrder(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, index) => index);
  for (const index of order) {
    if (Number.isNaN(values[index])) throw invalidArgument(`values[${index}]`, values[index], "a number");
  }
  return order.sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
}

function withinNoise(values: ArrayLike<number>): (one: number, other: number) => boolean {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index] ?? 0);
    if (Number.isFinite(size)) largest = Math.max(largest, size);
  }
  return (one, other) => one === other || Math.abs(one - other) <= noise * largest;
}
