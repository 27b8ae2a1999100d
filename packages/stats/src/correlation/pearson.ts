import type { Numbers } from "../argument-checks.ts";
import { studentTTwoSided } from "../distributions/student-t.ts";
import { isNegligible } from "../summaries/moments.ts";
import {
  type Correlation,
  type CorrelationOptions,
  checkPairs,
  fisherInterval,
  withoutCorrelation,
} from "./correlation-result.ts";

/**
 * Pearson's r of pairs of finite numbers. p from t = r sqrt((n - 2) / (1 - r^2)) with n - 2 degrees of
 * freedom; interval from var(atanh r) = 1 / (n - 3) (Fisher 1921), so from 4 pairs on.
 */
export function pearson(x: Numbers, y: Numbers, options: CorrelationOptions = {}): Correlation {
  const { level = 0.95 } = options;
  checkPairs(x, y, level);
  const coefficient = pearsonCoefficient(x, y);
  if (typeof coefficient === "string") return withoutCorrelation("pearson", x.length, coefficient);
  return Object.freeze({
    method: "pearson",
    coefficient,
    pValue: correlationPValue(coefficient, x.length),
    interval: x.length > 3 ? fisherInterval(coefficient, 1 / (x.length - 3), level) : null,
    count: x.length,
    problem: x.length > 3 ? null : `${x.length} pairs are too few for an interval, which needs 4`,
  });
}

/** r, or why there is none. */
export function pearsonCoefficient(x: Numbers, y: Numbers): number | string {
  const n = x.length;
  if (n < 3) return `${n} pairs are too few for a correlation, which needs 3`;
  let meanX = 0;
  let meanY = 0;
  for (let index = 0; index < n; index += 1) {
    meanX += x[index] ?? 0;
    meanY += y[index] ?? 0;
  }
  meanX /= n;
  meanY /= n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let index = 0; index < n; index += 1) {
    const dx = (x[index] ?? 0) - meanX;
    const dy = (y[index] ?? 0) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (isNegligible(xx, meanX, n)) return "all values of x are equal";
  if (isNegligible(yy, meanY, n)) return "all values of y are equal";
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Two-sided p of a correlation of n pairs by Student's t. */
export function correlationPValue(coefficient: number, n: number): number {
  const rest = (1 - coefficient) * (1 + coefficient);
  if (rest <= 0) return 0;
  return studentTTwoSided(coefficient * Math.sqrt((n - 2) / rest), n - 2);
}
