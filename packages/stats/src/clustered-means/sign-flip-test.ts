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
  let from = right.sums.length;
  let above = 0;
  for (const [place, sum] of left.sums.entries()) {
    while (from > 0 && sum + (right.sums[from - 1] ?? 0) >= atLeast) {
      from -= 1;
      above += right.times[from] ?? 0;
    }
    count += (left.times[place] ?? 0) * above;
  }
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom: null,
    pValue: Math.min(1, (2 * count) / 2 ** sizes.length),
    problem: null,
  });
}

/** All sums of the numbers under all signs in ascending order, equal ones once with how often they occur: whole numbers have few. */
function signedSums(sizes: readonly number[]): { readonly sums: Float64Array; readonly times: Float64Array } {
  const rounding = 1e-13 * sizes.reduce((total, size) => total + size, 0);
  let sums = new Float64Array(1);
  let times = Float64Array.of(1);
  for (const size of sizes) {
    const next = new Float64Array(sums.length * 2);
    const counts = new Float64Array(sums.length * 2);
    let low = 0;
    let high = 0;
    let filled = 0;
    while (low < sums.length || high < sums.length) {
      const less = low < sums.length ? (sums[low] ?? 0) - size : Number.POSITIVE_INFINITY;
      const more = high < sums.length ? (sums[high] ?? 0) + size : Number.POSITIVE_INFINITY;
      const isLess = less <= more;
      const own = isLess ? less : more;
      const occurs = (isLess ? times[low] : times[high]) ?? 0;
      if (isLess) low += 1;
      else high += 1;
      if (filled === 0 || own - (next[filled - 1] ?? 0) > rounding) {
        next[filled] = own;
        filled += 1;
      }
      counts[filled - 1] = (counts[filled - 1] ?? 0) + occurs;
    }
    sums = next.slice(0, filled);
    times = counts.slice(0, filled);
  }
  return { sums, times };
}
