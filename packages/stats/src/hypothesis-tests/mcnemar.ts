import regularizedBeta from "@stdlib/math-base-special-betainc";
import { chiSquareUpperTail } from "../distributions/chi-square.ts";
import { requireWhole } from "../invalid-argument.ts";
import { type TestResult, withoutTest } from "./test-result.ts";

/**
 * McNemar's test of paired yes/no answers from the two counts that disagree. `exact` (the default) is the
 * two-sided binomial test; `corrected` is chi-square with Edwards's continuity correction (1948);
 * `uncorrected` is McNemar's own (1947).
 *
 * @param onlyFirst pairs with yes in the first place only
 * @param onlySecond pairs with yes in the second place only
 */
export function mcNemarTest(
  onlyFirst: number,
  onlySecond: number,
  kind: "exact" | "corrected" | "uncorrected" = "exact",
): TestResult {
  requireWhole("onlyFirst", onlyFirst, 0);
  requireWhole("onlySecond", onlySecond, 0);
  const method = `McNemar, ${kind}`;
  const total = onlyFirst + onlySecond;
  if (total === 0) return Object.freeze(withoutTest(method, "no pair disagrees"));
  if (kind === "exact") {
    const fewer = Math.min(onlyFirst, onlySecond);
    // P(X <= k) of n fair tosses is the incomplete beta I_1/2(n - k, k + 1).
    const tail = fewer === total ? 1 : regularizedBeta(0.5, total - fewer, fewer + 1);
    const pValue = Math.min(1, 2 * tail);
    return Object.freeze({ method, statistic: onlyFirst, degreesOfFreedom: null, pValue, problem: null });
  }
  const distance = Math.abs(onlyFirst - onlySecond);
  const statistic = Math.max(0, distance - (kind === "corrected" ? Math.min(1, distance) : 0)) ** 2 / total;
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom: 1,
    pValue: chiSquareUpperTail(statistic, 1),
    problem: null,
  });
}
