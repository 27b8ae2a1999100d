import type { Numbers } from "../argument-checks.ts";
import {
  type Correlation,
  type CorrelationOptions,
  checkPairs,
  fisherInterval,
  withoutCorrelation,
} from "./correlation-result.ts";
import { correlationPValue, pearsonCoefficient } from "./pearson.ts";
import { averageRanks } from "./ranks.ts";

/**
 * Spearman's rho: Pearson's r of average ranks. p from Student's t with n - 2 degrees of freedom, an
 * approximation for few pairs; interval from var(atanh rho) = (1 + rho^2 / 2) / (n - 3) (Bonett and Wright
 * 2000).
 */
export function spearman(x: Numbers, y: Numbers, options: CorrelationOptions = {}): Correlation {
  const { level = 0.95 } = options;
  checkPairs(x, y, level);
  const n = x.length;
  const coefficient = pearsonCoefficient(averageRanks(x), averageRanks(y));
  if (typeof coefficient === "string") return withoutCorrelation("spearman", n, coefficient);
  return Object.freeze({
    method: "spearman",
    coefficient,
    pValue: correlationPValue(coefficient, n),
    interval: n > 3 ? fisherInterval(coefficient, (1 + coefficient ** 2 / 2) / (n - 3), level) : null,
    count: n,
    problem: n > 3 ? null : `${n} pairs are too few for an interval, which needs 4`,
  });
}
