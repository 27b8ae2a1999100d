import { type Numbers, requireFinite } from "../argument-checks.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { requireLength, requireLevel } from "../invalid-argument.ts";

/** A correlation with its two-sided test and interval. Nulls come with their reason in `problem`. */
export interface Correlation {
  readonly method: "pearson" | "spearman" | "kendall";
  /** -1 to 1. */
  readonly coefficient: number | null;
  /** Two-sided, of no association. */
  readonly pValue: number | null;
  /** Confidence interval by Fisher's z; null for too few pairs. */
  readonly interval: readonly [number, number] | null;
  /** Pairs used. */
  readonly count: number;
  readonly problem: string | null;
}

export interface CorrelationOptions {
  /** Confidence level of the interval, 0.95 unless told. */
  readonly level?: number;
}

export function checkPairs(x: Numbers, y: Numbers, level: number): void {
  requireLength("y", y.length, x.length);
  requireFinite("x", x);
  requireFinite("y", y);
  requireLevel("level", level);
}

export function withoutCorrelation(
  method: Correlation["method"],
  count: number,
  problem: string,
): Correlation {
  return Object.freeze({ method, coefficient: null, pValue: null, interval: null, count, problem });
}

/** tanh(atanh r +- z sqrt(variance)): Fisher's transformation with the given variance of atanh r. */
export function fisherInterval(
  coefficient: number,
  variance: number,
  level: number,
): readonly [number, number] {
  if (Math.abs(coefficient) >= 1) return Object.freeze([coefficient, coefficient] as const);
  const middle = Math.atanh(coefficient);
  const half = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(variance);
  return Object.freeze([Math.tanh(middle - half), Math.tanh(middle + half)] as const);
}
