import regularizedBeta from "@stdlib/math-base-special-betainc";
import { requireDegreesOfFreedom, requireProbability } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";
import { findRoot } from "../optimization/root.ts";

function requireArguments(statistic: number, numerator: number, denominator: number): void {
  if (!(statistic >= 0)) {
    throw invalidArgument("statistic", statistic, "a number >= 0");
  }
  requireDegreesOfFreedom("numeratorDegrees", numerator);
  requireDegreesOfFreedom("denominatorDegrees", denominator);
}

/** P(X <= statistic) of the F distribution. */
export function fCdf(statistic: number, numeratorDegrees: number, denominatorDegrees: number): number {
  requireArguments(statistic, numeratorDegrees, denominatorDegrees);
  if (statistic === Number.POSITIVE_INFINITY) return 1;
  return tail(statistic, numeratorDegrees, denominatorDegrees, false);
}

/** P(X > statistic), accurate far in the tail rather than 1 - cdf. */
export function fUpperTail(statistic: number, numeratorDegrees: number, denominatorDegrees: number): number {
  requireArguments(statistic, numeratorDegrees, denominatorDegrees);
  if (statistic === Number.POSITIVE_INFINITY) return 0;
  return tail(statistic, numeratorDegrees, denominatorDegrees, true);
}

/**
 * The x with P(X <= x) = `probability`. Inverts the smaller tail on a log scale: ready-made quantiles lose
 * all digits when the answer is tiny. An answer beyond the range of numbers, which few degrees of freedom have, is 0 or Infinity.
 */
export function fQuantile(probability: number, numeratorDegrees: number, denominatorDegrees: number): number {
  requireProbability("probability", probability);
  requireDegreesOfFreedom("numeratorDegrees", numeratorDegrees);
  requireDegreesOfFreedom("denominatorDegrees", denominatorDegrees);
  if (probability === 0) return 0;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  const isLower = probability <= 0.5;
  const target = Math.log(isLower ? probability : 1 - probability);
  const distance = (logX: number): number => {
    const value = Math.log(tail(Math.exp(logX), numeratorDegrees, denominatorDegrees, !isLower));
    return Math.max(value, -1e4) - target;
  };
  const [atLeast, atMost] = [distance(-690), distance(690)];
  if (isLower ? atLeast > 0 : atLeast < 0) return 0;
  if (isLower ? atMost < 0 : atMost > 0) return Number.POSITIVE_INFINITY;
  return Math.exp(findRoot(distance, -690, 690));
}

/** P(X <= f) = I_x(d1/2, d2/2) at x = d1 f / (d1 f + d2); of x and 1 - x the smaller one keeps its digits. */
function tail(f: number, d1: number, d2: number, upper: boolean): number {
  const scaled = d1 * f;
  return scaled < d2
    ? regularizedBeta(scaled / (scaled + d2), d1 / 2, d2 / 2, true, upper)
    : regularizedBeta(d2 / (scaled + d2), d2 / 2, d1 / 2, true, !upper);
}
