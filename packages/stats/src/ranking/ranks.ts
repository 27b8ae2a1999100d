import { invalidArgument } from "../invalid-argument.ts";

/**
 * Competition ranks, the highest value first: 1, 2, 2, 4 (equal values share the best rank).
 *
 * Throws RangeError if a value is NaN.
 */
export function ranksDescending(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, index) => index);
  for (const index of order) {
    if (Number.isNaN(values[index])) throw invalidArgument(`values[${index}]`, values[index], "a number");
  }
  order.sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
  const ranks = new Int32Array(values.length);
  let rank = 0;
  let last = Number.NaN;
  for (const [place, index] of order.entries()) {
    const value = values[index] ?? 0;
    if (value !== last) rank = place + 1;
    ranks[index] = rank;
    last = value;
  }
  return ranks;
}
