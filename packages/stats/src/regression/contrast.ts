import { requireDegreesOfFreedom } from "../argument-checks.ts";
import { chiSquareUpperTail } from "../distributions/chi-square.ts";
import { fUpperTail } from "../distributions/f.ts";
import { invalidArgument } from "../invalid-argument.ts";
import { cholesky } from "../linear-algebra/cholesky.ts";
import { createMatrix, entry } from "../linear-algebra/matrix.ts";
import { type Estimate, estimateWith, type FittedCoefficients } from "./coefficients.ts";

export interface Contrast extends Estimate {
  readonly problem: string | null;
}

/** A weighted sum of coefficients, such as `{ "model: a": 1, "model: b": -1 }`, with its error and test. */
export function contrast(fit: FittedCoefficients, weights: Readonly<Record<string, number>>): Contrast {
  const parts = Object.entries(weights).map(([name, weight]) => ({ name, weight }));
  const missing = firstMissing(
    fit,
    parts.map(({ name }) => name),
  );
  if (missing !== null) {
    const nothing = { estimate: null, standardError: null, statistic: null, pValue: null, interval: null };
    return Object.freeze({ ...nothing, problem: missing });
  }
  const places = parts.map(({ name }) => fit.covarianceNames.indexOf(name));
  const { covariance } = fit;
  let estimate = 0;
  let variance = 0;
  for (const [i, { name, weight }] of parts.entries()) {
    estimate += weight * (fit.coefficients.find((one) => one.name === name)?.estimate ?? 0);
    for (const [j, other] of parts.entries()) {
      if (covariance === null) continue;
      variance += weight * other.weight * entry(covariance, places[i] ?? 0, places[j] ?? 0);
    }
  }
  const standardError = covariance === null ? null : Math.sqrt(Math.max(0, variance));
  return Object.freeze({
    ...estimateWith(estimate, standardError, fit.degreesOfFreedom, fit.level),
    problem: fit.problem,
  });
}

export interface WaldTest {
  /** F with a fit of Student's t, chi-square with a normal one. */
  readonly statistic: number | null;
  readonly kind: "F" | "chi-square";
  /** Numerator and (for F) denominator. */
  readonly degreesOfFreedom: readonly number[];
  readonly pValue: number | null;
  readonly problem: string | null;
}

/**
 * Wald's test that all the named coefficients are 0, with the covariance of the fit.
 *
 * @param denominator degrees of freedom of the variance, in place of the fit's: people - groups for groups of people in a fit
 * with an intercept a person, which is chi-square without
 */
export function waldTest(
  fit: FittedCoefficients,
  names: readonly string[],
  denominator: number | null = fit.degreesOfFreedom,
): WaldTest {
  if (names.length === 0) throw invalidArgument("names.length", 0, "at least 1");
  if (denominator !== null) requireDegreesOfFreedom("denominator", denominator);
  const kind = denominator === null ? "chi-square" : "F";
  const degreesOfFreedom = denominator === null ? [names.length] : [names.length, denominator];
  const none = (problem: string): WaldTest =>
    Object.freeze({ statistic: null, kind, degreesOfFreedom, pValue: null, problem });
  const missing = firstMissing(fit, names);
  if (missing !== null) return none(missing);
  const { covariance } = fit;
  if (covariance === null) return none(fit.problem ?? "the fit has no covariance");
  const places = names.map((name) => fit.covarianceNames.indexOf(name));
  const part = createMatrix(names.length, names.length);
  for (const [i, row] of places.entries()) {
    for (const [j, column] of places.entries())
      part.values[i * names.length + j] = entry(covariance, row, column);
  }
  const estimates = names.map((name) => fit.coefficients.find((one) => one.name === name)?.estimate ?? 0);
  const { factor } = cholesky(part);
  if (factor === null)
    return none("the covariance of these coefficients is singular: too few clusters or rows");
  const solved = factor.solve(estimates);
  const square = estimates.reduce((sum, estimate, index) => sum + estimate * (solved[index] ?? 0), 0);
  const statistic = kind === "F" ? square / names.length : square;
  const pValue =
    denominator === null
      ? chiSquareUpperTail(statistic, names.length)
      : fUpperTail(statistic, names.length, denominator);
  return Object.freeze({ statistic, kind, degreesOfFreedom, pValue, problem: null });
}

function firstMissing(fit: FittedCoefficients, names: readonly string[]): string | null {
  for (const name of names) {
    const coefficient = fit.coefficients.find((one) => one.name === name);
    if (coefficient === undefined) {
      throw invalidArgument("name", name, `one of ${fit.coefficients.map((one) => one.name).join(", ")}`);
    }
    if (coefficient.estimate === null)
      return fit.problem ?? `${name} was left out: it follows from other columns`;
  }
  return null;
}
