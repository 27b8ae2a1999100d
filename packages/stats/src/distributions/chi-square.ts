import regularizedGamma from "@stdlib/math-base-special-gammainc";
import cdf from "@stdlib/stats-base-dists-chisquare-cdf";
import quantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { requireDegreesOfFreedom, requireProbability } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";

function requireStatistic(value: number): void {
  if (!(value >= 0)) throw invalidArgument("statistic", value, "a number >= 0");
}

/** P(X <= statistic) of the chi-square distribution with `degreesOfFreedom` > 0. */
export function chiSquareCdf(statistic: number, degreesOfFreedom: number): number {
  requireStatistic(statistic);
  requireDegreesOfFreedom("degreesOfFreedom", degreesOfFreedom);
  return statistic === Number.POSITIVE_INFINITY ? 1 : cdf(statistic, degreesOfFreedom);
}

/** P(X > statistic), accurate far in the tail (upper incomplete gamma rather than 1 - cdf). */
export function chiSquareUpperTail(statistic: number, degreesOfFreedom: number): number {
  requireStatistic(statistic);
  requireDegreesOfFreedom("degreesOfFreedom", degreesOfFreedom);
  if (statistic === Number.POSITIVE_INFINITY) return 0;
  return regularizedGamma(statistic / 2, degreesOfFreedom / 2, true, true);
}

/** The x with P(X <= x) = `probability`. */
export function chiSquareQuantile(probability: number, degreesOfFreedom: number): number {
  requireProbability("probability", probability);
  requireDegreesOfFreedom("degreesOfFreedom", degreesOfFreedom);
  if (probability === 1) return Number.POSITIVE_INFINITY;
  return quantile(probability, degreesOfFreedom);
}
