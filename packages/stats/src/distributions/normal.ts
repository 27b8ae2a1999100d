import cdf from "@stdlib/stats-base-dists-normal-cdf";
import quantile from "@stdlib/stats-base-dists-normal-quantile";
import { requireProbability } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";

/** P(Z <= z) of the standard normal distribution. `z` may be infinite. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw invalidArgument("z", z, "a number");
  return cdf(z, 0, 1);
}

/** P(Z > z), accurate far in the tail. */
export function normalUpperTail(z: number): number {
  return normalCdf(-z);
}

/** P(|Z| > |z|). */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}

/** The z with P(Z <= z) = `probability`; -Infinity at 0 and Infinity at 1. */
export function normalQuantile(probability: number): number {
  requireProbability("probability", probability);
  const z = quantile(probability, 0, 1);
  if (!Number.isFinite(z) || z === 0) return z;
  // One Newton step: the package's tails are good to 9 digits, this gives all of them.
  const tail = probability < 0.5 ? normalCdf(z) - probability : 1 - probability - normalUpperTail(z);
  return z - tail / (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI));
}
