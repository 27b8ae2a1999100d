import cdf from "@stdlib/stats-base-dists-t-cdf";
import quantile from "@stdlib/stats-base-dists-t-quantile";
import { requireDegreesOfFreedom, requireProbability } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

/** P(T <= t) of Student's t with `degreesOfFreedom` > 0 (fractions and Infinity allowed). */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) throw invalidArgument("t", t, "a number");
  requireDegreesOfFreedom("degreesOfFreedom", degreesOfFreedom);
  if (degreesOfFreedom === Number.POSITIVE_INFINITY) return normalCdf(t);
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  return cdf(t, degreesOfFreedom);
}

/** P(T > t), accurate far in the tail. */
export function studentTUpperTail(t: number, degreesOfFreedom: number): number {
  return studentTCdf(-t, degreesOfFreedom);
}

/** P(|T| > |t|). */
export function studentTTwoSided(t: number, degreesOfFreedom: number): number {
  return Math.min(1, 2 * studentTCdf(-Math.abs(t), degreesOfFreedom));
}

/** The t with P(T <= t) = `probability`; infinite at 0 and 1. */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  requireProbability("probability", probability);
  requireDegreesOfFreedom("degreesOfFreedom", degreesOfFreedom);
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  if (degreesOfFreedom === Number.POSITIVE_INFINITY) return normalQuantile(probability);
  return quantile(probability, degreesOfFreedom);
}
