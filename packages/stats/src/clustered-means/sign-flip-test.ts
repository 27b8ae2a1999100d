import { type Numbers, requireFinite } from "../argument-checks.ts";
import { type TestResult, withoutTest } from "../hypothesis-tests/test-result.ts";
import { invalidArgument } from "../invalid-argument.ts";

/** Above this many numbers the exact count takes too much memory. */
export const mostSignFlips = 40;

/**
 * Fisher's (1935) exact test that numbers are symmetric around 0, such as differences of pairs: the share of all ways to give
 * them signs whose sum is at least as far from 0. Two-sided; never below 2 / 2^n.
 *
 * Sums of either half are made in order by merging and met from both ends (Horowitz and Sahni 1974), so that 40 numbers take
 * 2^20 steps, not 2^40.
 *
 * @param values at most 40 that are not 0; zeros have no sign and don't count
 */
export function signFlipTest(values: Numbers): TestResult {
  requireFinite("values", values);
  const method = "sign flips, exact";
  const sizes = Array.from(values, Math.abs).filter((value) => value > 0);
  if (sizes.length > mostSignFlips)
    throw invalidArgument("values.length", sizes.length, `at most ${mostSignFlips} that are not 0`);
  if (sizes.length === 0) return Object.freeze(withoutTest(method, "no number differs from 0"));
  const statistic = Math.abs(Array.from(values).reduce((sum, value) => sum + value, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // sums in another order differ in the last digits
  const atLeast = statistic - 1e-10 * total;
  if (atLeast <= 0)
    return Object.freeze({ method, statistic, degreesOfFreedom: null, pValue: 1, problem: null });
  const half = Math.floor(sizes.length / 2);
  const left = signedSums(sizes.slice(0, half));
  const right = signedSums(sizes.slice(half));
  // pairs whose sum is at least that far above 0; below it there are as many
  let count = 0;
  let from = right.length;
  for (const sum of left) {
    while (from > 0 && sum + (right[from - 1] ?? 0) >= atLeast) from -= 1;
    count += right.length - from;
  }
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom: null,
    pValue: Math.min(1, (2 * count) / 2 ** sizes.length),
    problem: null,
  });
}

/** All sums of the numbers under all signs, in ascending order. */
function signedSums(sizes: readonly number[]): Float64Array {
  let sums = new Float64Array(1);
  for (const size of sizes) {
    const next = new Float64Array(sums.length * 2);
    let low = 0;
    let high = 0;
    for (let place = 0; place < next.length; place += 1) {
      const less = low < sums.length ? (sums[low] ?? 0) - size : Number.POSITIVE_INFINITY;
      const more = high < sums.length ? (sums[high] ?? 0) + size : Number.POSITIVE_INFINITY;
      if (less <= more) {
        next[place] = less;
        low += 1;
      } else {
        next[place] = more;
        high += 1;
      }
    }
    sums = next;
  }
  return sums;
}
