import type { Numbers } from "../argument-checks.ts";
import { normalTwoSided } from "../distributions/normal.ts";
import {
  type Correlation,
  type CorrelationOptions,
  checkPairs,
  fisherInterval,
  withoutCorrelation,
} from "./correlation-result.ts";
import { tieSizes } from "./ranks.ts";

/**
 * Kendall's tau-b in n log n steps (Knight 1966). p: exact for up to 50 pairs without ties, else normal with
 * the variance for ties (Kendall 1970, chapter 4), no continuity correction. Interval from var(atanh tau) =
 * 0.437 / (n - 4) (Fieller, Hartley and Pearson 1957), so from 5 pairs on.
 */
export function kendall(x: Numbers, y: Numbers, options: CorrelationOptions = {}): Correlation {
  const { level = 0.95 } = options;
  checkPairs(x, y, level);
  const n = x.length;
  if (n < 3) {
    return withoutCorrelation("kendall", n, `${n} pairs are too few for a correlation, which needs 3`);
  }
  const tiesX = tieSizes(x);
  const tiesY = tieSizes(y);
  const pairs = (n * (n - 1)) / 2;
  const pairsX = pairs - tiedPairs(tiesX);
  const pairsY = pairs - tiedPairs(tiesY);
  if (pairsX === 0) return withoutCorrelation("kendall", n, "all values of x are equal");
  if (pairsY === 0) return withoutCorrelation("kendall", n, "all values of y are equal");
  const score = concordantMinusDiscordant(x, y, pairsX, pairsY, pairs);
  const coefficient = Math.max(-1, Math.min(1, score / Math.sqrt(pairsX) / Math.sqrt(pairsY)));
  const exact = n <= 50 && tiesX.length === 0 && tiesY.length === 0;
  const pValue = exact
    ? exactPValue((pairs - score) / 2, n)
    : normalTwoSided(score / Math.sqrt(scoreVariance(n, tiesX, tiesY)));
  return Object.freeze({
    method: "kendall",
    coefficient,
    pValue,
    interval: n > 4 ? fisherInterval(coefficient, 0.437 / (n - 4), level) : null,
    count: n,
    problem: n > 4 ? null : `${n} pairs are too few for an interval, which needs 5`,
  });
}

function tiedPairs(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

/** Discordant pairs are the inversions of y once the pairs are sorted by x, then y. */
function concordantMinusDiscordant(
  x: Numbers,
  y: Numbers,
  pairsX: number,
  pairsY: number,
  pairs: number,
): number {
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, index) => index).sort(
    (a, b) => (x[a] ?? 0) - (x[b] ?? 0) || (y[a] ?? 0) - (y[b] ?? 0),
  );
  let tiedInBoth = 0;
  let run = 1;
  for (let place = 1; place <= n; place += 1) {
    const now = order[place] ?? 0;
    const before = order[place - 1] ?? 0;
    if (place < n && x[now] === x[before] && y[now] === y[before]) {
      run += 1;
      continue;
    }
    tiedInBoth += (run * (run - 1)) / 2;
    run = 1;
  }
  const discordant = countInversions(Float64Array.from(order, (index) => y[index] ?? 0));
  return pairsX + pairsY - pairs + tiedInBoth - 2 * discordant;
}

/** Pairs out of order, by merging; sorts `values`. */
function countInversions(values: Float64Array): number {
  let from = values;
  let to: Float64Array = new Float64Array(values.length);
  let inversions = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place += 1) {
        if (left < middle && (right >= end || (from[left] ?? 0) <= (from[right] ?? 0))) {
          to[place] = from[left] ?? 0;
          left += 1;
        } else {
          to[place] = from[right] ?? 0;
          right += 1;
          inversions += middle - left;
        }
      }
    }
    [from, to] = [to, from];
  }
  return inversions;
}

function scoreVariance(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const sum = (sizes: readonly number[], term: (size: number) => number): number =>
    sizes.reduce((total, size) => total + term(size), 0);
  const linear = (size: number): number => size * (size - 1) * (2 * size + 5);
  const pairs = (size: number): number => size * (size - 1);
  const triples = (size: number): number => size * (size - 1) * (size - 2);
  return (
    (linear(n) - sum(tiesX, linear) - sum(tiesY, linear)) / 18 +
    (sum(tiesX, pairs) * sum(tiesY, pairs)) / (2 * n * (n - 1)) +
    (n > 2 ? (sum(tiesX, triples) * sum(tiesY, triples)) / (9 * n * (n - 1) * (n - 2)) : 0)
  );
}

/** Two-sided p from the distribution of inversions of a random order (Kendall 1938). */
function exactPValue(discordant: number, n: number): number {
  const most = (n * (n - 1)) / 2;
  let chances = Float64Array.of(1);
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array((size * (size - 1)) / 2 + 1);
    for (let k = 0; k < chances.length; k += 1) {
      for (let more = 0; more < size; more += 1) {
        next[k + more] = (next[k + more] ?? 0) + (chances[k] ?? 0) / size;
      }
    }
    chances = next;
  }
  const nearer = Math.min(discordant, most - discordant);
  let tail = 0;
  for (let k = 0; k <= nearer; k += 1) tail += chances[k] ?? 0;
  return Math.min(1, 2 * tail);
}
