import { type Numbers, requireFinite } from "../argument-checks.ts";
import { averageRanks, tieSizes } from "../correlation/ranks.ts";
import { chiSquareUpperTail } from "../distributions/chi-square.ts";
import { normalCdf, normalUpperTail } from "../distributions/normal.ts";
import { requireLength } from "../invalid-argument.ts";
import { rankSumShares, signedRankShares, tailsOf } from "./rank-sum-counts.ts";
import { type Alternative, pValueFromTails, type TestResult, withoutTest } from "./test-result.ts";

/** Below this many values a side, and without ties, p is exact (the rule of R). */
const exactBelow = 50;

export interface RankTestOptions {
  /** `two-sided` unless told. */
  readonly alternative?: Alternative;
}

export interface MannWhitneyTest extends TestResult {
  /** Chance that a value of the first sample exceeds one of the second, ties counting half. */
  readonly probabilityOfSuperiority: number | null;
  readonly counts: readonly [number, number];
}

/**
 * Mann-Whitney (Wilcoxon rank sum) test; `statistic` is U of the first sample. Exact for samples below 50
 * without ties, else normal with corrections for ties and continuity (Lehmann 1975, section 1.4).
 */
export function mannWhitneyTest(
  first: Numbers,
  second: Numbers,
  options: RankTestOptions = {},
): MannWhitneyTest {
  const { alternative = "two-sided" } = options;
  requireFinite("first", first);
  requireFinite("second", second);
  const [m, n] = [first.length, second.length];
  const all = [...Array.from(first), ...Array.from(second)];
  const ties = tieSizes(all);
  const exact = m < exactBelow && n < exactBelow && ties.length === 0;
  const method = exact ? "Mann-Whitney U, exact" : "Mann-Whitney U, normal approximation";
  const nothing = (problem: string): MannWhitneyTest =>
    Object.freeze({
      ...withoutTest(method, problem),
      probabilityOfSuperiority: null,
      counts: [m, n] as const,
    });
  if (m === 0 || n === 0) return nothing("a sample is empty");
  if (ties[0] === m + n) return nothing("all values are equal");
  const ranks = averageRanks(all);
  let statistic = (-m * (m + 1)) / 2;
  for (let index = 0; index < m; index += 1) statistic += ranks[index] ?? 0;
  const total = m + n;
  const variance = ((m * n) / 12) * (total + 1 - cubes(ties) / (total * (total - 1)));
  const [lower, upper] = exact
    ? tailsOf(rankSumShares(m, total), statistic)
    : normalTails(statistic - (m * n) / 2, variance);
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom: null,
    pValue: pValueFromTails(lower, upper, alternative),
    problem: null,
    probabilityOfSuperiority: statistic / (m * n),
    counts: [m, n] as const,
  });
}

/**
 * Wilcoxon's signed rank test of pairs, first less second; `statistic` is the sum of the ranks of positive
 * differences. Pairs without difference are left out. Exact below 50 pairs without ties and zero
 * differences, else normal with corrections for ties and continuity.
 */
export function wilcoxonSignedRankTest(
  first: Numbers,
  second: Numbers,
  options: RankTestOptions = {},
): TestResult & { readonly pairs: number } {
  const { alternative = "two-sided" } = options;
  requireLength("second", second.length, first.length);
  requireFinite("first", first);
  requireFinite("second", second);
  const differences = Array.from(first, (value, index) => value - (second[index] ?? 0)).filter(
    (difference) => difference !== 0,
  );
  const pairs = differences.length;
  const sizes = differences.map(Math.abs);
  const ties = tieSizes(sizes);
  const exact = pairs < exactBelow && pairs === first.length && ties.length === 0;
  const method = exact ? "Wilcoxon signed rank, exact" : "Wilcoxon signed rank, normal approximation";
  if (pairs === 0) {
    return Object.freeze({ ...withoutTest(method, "no pair has a difference"), pairs });
  }
  const ranks = averageRanks(sizes);
  const statistic = differences.reduce(
    (sum, difference, index) => sum + (difference > 0 ? (ranks[index] ?? 0) : 0),
    0,
  );
  const variance = (pairs * (pairs + 1) * (2 * pairs + 1)) / 24 - cubes(ties) / 48;
  const [lower, upper] = exact
    ? tailsOf(signedRankShares(pairs), statistic)
    : normalTails(statistic - (pairs * (pairs + 1)) / 4, variance);
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom: null,
    pValue: pValueFromTails(lower, upper, alternative),
    problem: null,
    pairs,
  });
}

/** Kruskal-Wallis H of two or more groups, corrected for ties, by chi-square; empty groups are left out. */
export function kruskalWallisTest(
  groups: readonly Numbers[],
): TestResult & { readonly counts: readonly number[] } {
  const method = "Kruskal-Wallis";
  for (const [index, group] of groups.entries()) requireFinite(`groups[${index}]`, group);
  const counts = groups.map((group) => group.length);
  const present = groups.filter((group) => group.length > 0);
  const nothing = (problem: string) => Object.freeze({ ...withoutTest(method, problem), counts });
  if (present.length < 2) return nothing("fewer than two groups have values");
  const all = present.flatMap((group) => Array.from(group));
  const total = all.length;
  const ties = tieSizes(all);
  if (ties[0] === total) return nothing("all values are equal");
  const ranks = averageRanks(all);
  let sum = 0;
  let start = 0;
  for (const group of present) {
    const own = ranks.subarray(start, start + group.length).reduce((s, rank) => s + rank, 0);
    sum += (own - (group.length * (total + 1)) / 2) ** 2 / group.length;
    start += group.length;
  }
  const statistic = (12 * sum) / (total * (total + 1)) / (1 - cubes(ties) / (total ** 3 - total));
  const degreesOfFreedom = present.length - 1;
  const pValue = chiSquareUpperTail(statistic, degreesOfFreedom);
  return Object.freeze({ method, statistic, degreesOfFreedom, pValue, problem: null, counts });
}

function cubes(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size ** 3 - size, 0);
}

/** P(<=) and P(>=) of a whole-numbered sum's distance from its mean, half a unit taken off. */
function normalTails(distance: number, variance: number): readonly [number, number] {
  const deviation = Math.sqrt(variance);
  return [normalCdf((distance + 0.5) / deviation), normalUpperTail((distance - 0.5) / deviation)];
}
