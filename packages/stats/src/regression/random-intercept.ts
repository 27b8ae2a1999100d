import { type Numbers, requireFinite } from "../argument-checks.ts";
import { chiSquareUpperTail } from "../distributions/chi-square.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { invalidArgument, requireLength, requireLevel } from "../invalid-argument.ts";
import { solveUpper } from "../linear-algebra/independent-columns.ts";
import { type Matrix, multiply, multiplyVector, transpose } from "../linear-algebra/matrix.ts";
import { findMinimum } from "../optimization/minimum.ts";
import { findRoot } from "../optimization/root.ts";
import { jackknifeCovariance } from "./cluster-jackknife.ts";
import { type Clusters, numberClusters } from "./clusters.ts";
import { coefficientTable, type FittedCoefficients } from "./coefficients.ts";
import type { NamedMatrix } from "./design-matrix.ts";
import { type IndependentDesign, independentDesign } from "./independent-design.ts";
import { jackknifeCorrelationInterval } from "./intraclass-jackknife.ts";
import {
  type MixedMethod,
  type ProfilePoint,
  prepareRandomIntercept,
  profileAt,
  type RandomInterceptData,
} from "./random-intercept-likelihood.ts";
import { scaleMatrix } from "./robust-covariance.ts";

export interface RandomInterceptOptions {
  /** `REML` unless told. */
  readonly method?: MixedMethod;
  /**
   * `model` (the default) trusts the model: nothing but a level hangs together within a group, and tests are normal. `jackknife`
   * leaves out each group in turn, with Student's t of groups - 1 degrees of freedom; see `jackknifeCovariance`.
   */
  readonly errors?: "model" | "jackknife";
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
}

/** The predicted intercept of one group (best linear unbiased predictor). */
export interface GroupEffect<Label> {
  readonly group: Label;
  readonly rows: number;
  readonly effect: number;
  /** Of the effect given the coefficients and variances: group variance / (1 + ratio rows), its root. */
  readonly standardError: number;
}

export interface RandomInterceptFit<Label = string | number> extends FittedCoefficients {
  readonly method: MixedMethod;
  readonly rows: number;
  readonly groups: number;
  readonly groupVariance: number | null;
  readonly residualVariance: number | null;
  /**
   * Group variance as part of both, 0 to 1, with its profile likelihood interval; with errors by jackknife, that of
   * `jackknifeCorrelationInterval` unless the variance is 0.
   */
  readonly intraclassCorrelation: {
    readonly estimate: number;
    readonly interval: readonly [number, number];
  } | null;
  readonly logLikelihood: number | null;
  /**
   * Likelihood ratio against the model without group intercepts. Half the chi-square tail with 1 degree of
   * freedom, as a variance can't be negative (Self and Liang 1987).
   */
  readonly groupTest: { readonly statistic: number; readonly pValue: number } | null;
  /** In order of first appearance. */
  readonly effects: readonly GroupEffect<Label>[];
}

/**
 * Linear model with a normal random intercept a group (Laird and Ware 1982): rows of one participant share a
 * level of their own. The likelihood is profiled over one number, the variance ratio; time grows with
 * n p^2. Tests and intervals of coefficients are normal, so they are for many groups, unless `errors` are by jackknife.
 *
 * @param design n rows; see `buildDesign`
 * @param response length n, finite
 * @param groups group of each row
 */
export function fitRandomIntercept<Label extends string | number>(
  design: NamedMatrix,
  response: Numbers,
  groups: ArrayLike<Label>,
  options: RandomInterceptOptions = {},
): RandomInterceptFit<Label> {
  const { method = "REML", errors = "model", level = 0.95 } = options;
  const { rows } = design.matrix;
  requireLevel("level", level);
  requireLength("response", response.length, rows);
  requireFinite("response", response);
  requireFinite("design", design.matrix.values);
  if (rows === 0) throw invalidArgument("design.matrix.rows", 0, "at least 1");
  const clusters = numberClusters(groups, rows, "groups");
  const independent = independentDesign(design, [response]);
  const { triangle, projections } = independent.factor;
  const start = solveUpper(triangle, projections[0] ?? []);
  const fitted = multiplyVector(independent.matrix, start);
  const residuals = fitted.map((value, row) => (response[row] ?? 0) - value);
  const problem = whyNot(independent, response, residuals, clusters);
  if (problem !== null) return withoutFit(design, independent, clusters, method, level, problem);
  const data = prepareRandomIntercept(independent.matrix, triangle, residuals, clusters);
  const best = maximize(data, method);
  const none = profileAt(data, 0, method);
  // At the last ratio of the grid the likelihood is still rising: nothing is left inside groups.
  if (best === null || none === null || Math.log(best.ratio) > largestLogRatio - 0.5) {
    const text = "columns and groups together explain the response exactly";
    return withoutFit(design, independent, clusters, method, level, text);
  }
  const shift = multiplyVector(data.inverseTriangle, best.rotated);
  const estimates = start.map((value, j) => value + (shift[j] ?? 0));
  const within = multiplyVector(independent.matrix, shift);
  const rest = residuals.map((residual, row) => residual - (within[row] ?? 0));
  const covariance =
    errors === "model"
      ? rotateBack(data, best)
      : jackknifeCovariance(independent.matrix, rest, clusters, { ratio: best.ratio });
  const groupVariance = best.ratio * best.residualVariance;
  const variances = { group: groupVariance, residual: best.residualVariance };
  const leftOut = errors === "model" ? null : jackknifeCorrelationInterval(rest, clusters, variances, level);
  const degreesOfFreedom = errors === "model" ? null : clusters.labels.length - 1;
  const statistic = Math.max(0, 2 * (best.logLikelihood - none.logLikelihood));
  return Object.freeze({
    coefficients: coefficientTable(
      design.names,
      independent.kept,
      estimates,
      covariance,
      degreesOfFreedom,
      level,
    ),
    dropped: independent.dropped,
    covariance,
    covarianceNames: independent.names,
    degreesOfFreedom,
    level,
    problem: null,
    method,
    rows,
    groups: clusters.labels.length,
    groupVariance,
    residualVariance: best.residualVariance,
    intraclassCorrelation: Object.freeze({
      estimate: best.ratio / (1 + best.ratio),
      interval: leftOut ?? correlationInterval(data, best, method, level),
    }),
    logLikelihood: best.logLikelihood,
    groupTest: Object.freeze({
      statistic,
      pValue: statistic === 0 ? 1 : chiSquareUpperTail(statistic, 1) / 2,
    }),
    effects: groupEffects(data, best, clusters),
  });
}

function whyNot(
  independent: IndependentDesign,
  response: Numbers,
  residuals: Float64Array,
  clusters: Clusters,
): string | null {
  const rows = residuals.length;
  const rank = independent.kept.length;
  if (clusters.labels.length < 2) return "one group: its intercept can't be told from the fixed one";
  if (clusters.labels.length === rows) {
    return "every group has one row, so group and residual variance can't be told apart";
  }
  if (rows <= rank) return `${rows} rows and ${rank} independent columns leave no degrees of freedom`;
  let size = 0;
  let rest = 0;
  for (let row = 0; row < rows; row += 1) {
    size = Math.max(size, Math.abs(response[row] ?? 0));
    rest = Math.max(rest, Math.abs(residuals[row] ?? 0));
  }
  if (rest <= 1e-12 * size || size === 0) return "the columns explain the response exactly";
  return null;
}

/** Logs of the ratios looked at first: the likelihood may have more than one peak. */
const grid = Array.from({ length: 41 }, (_, index) => -18 + index * 0.9);
const largestLogRatio = 18;

function maximize(data: RandomInterceptData, method: MixedMethod): ProfilePoint | null {
  const deviance = (logRatio: number): number =>
    -(profileAt(data, Math.exp(logRatio), method)?.logLikelihood ?? Number.NEGATIVE_INFINITY);
  const values = grid.map(deviance);
  const least = values.indexOf(Math.min(...values));
  const low = grid[Math.max(0, least - 1)] ?? 0;
  const high = grid[Math.min(grid.length - 1, least + 1)] ?? 0;
  const found = profileAt(data, Math.exp(findMinimum(deviance, low, high, 1e-9).x), method);
  const zero = profileAt(data, 0, method);
  if (found === null || zero === null) return found ?? zero;
  return zero.logLikelihood >= found.logLikelihood - 1e-9 ? zero : found;
}

/** Ratios at which twice the log-likelihood falls by the chi-square quantile, as intraclass correlations. */
function correlationInterval(
  data: RandomInterceptData,
  best: ProfilePoint,
  method: MixedMethod,
  level: number,
): readonly [number, number] {
  const drop = normalQuantile(1 - (1 - level) / 2) ** 2;
  const excess = (correlation: number): number => {
    const point = profileAt(data, correlation / (1 - correlation), method);
    return point === null ? drop : 2 * (best.logLikelihood - point.logLikelihood) - drop;
  };
  const middle = best.ratio / (1 + best.ratio);
  const highest = 1 - 1e-9;
  const lower = excess(0) <= 0 ? 0 : findRoot(excess, 0, middle);
  const upper = excess(highest) <= 0 ? 1 : findRoot(excess, middle, highest);
  return Object.freeze([lower, upper] as const);
}

/** Covariance of the coefficients of X: residual variance x R^-1 (Q' V^-1 Q)^-1 R^-T. */
function rotateBack(data: RandomInterceptData, point: ProfilePoint): Matrix {
  const { inverseTriangle } = data;
  const rotated = multiply(multiply(inverseTriangle, point.rotatedCovariance), transpose(inverseTriangle));
  return scaleMatrix(rotated, point.residualVariance);
}

function groupEffects<Label>(
  data: RandomInterceptData,
  point: ProfilePoint,
  clusters: Clusters<Label>,
): readonly GroupEffect<Label>[] {
  const { columns, means } = data;
  const width = columns + 1;
  return Object.freeze(
    clusters.labels.map((group, index) => {
      const rows = clusters.sizes[index] ?? 0;
      let residual = means.values[index * width + columns] ?? 0;
      for (let j = 0; j < columns; j += 1) {
        residual -= (means.values[index * width + j] ?? 0) * (point.rotated[j] ?? 0);
      }
      const shrinkage = (point.ratio * rows) / (1 + point.ratio * rows);
      const variance = (point.ratio * point.residualVariance) / (1 + point.ratio * rows);
      return Object.freeze({ group, rows, effect: shrinkage * residual, standardError: Math.sqrt(variance) });
    }),
  );
}

function withoutFit<Label>(
  design: NamedMatrix,
  independent: IndependentDesign,
  clusters: Clusters<Label>,
  method: MixedMethod,
  level: number,
  problem: string,
): RandomInterceptFit<Label> {
  return Object.freeze({
    coefficients: coefficientTable(design.names, independent.kept, null, null, null, level),
    dropped: independent.dropped,
    covariance: null,
    covarianceNames: independent.names,
    degreesOfFreedom: null,
    level,
    problem,
    method,
    rows: design.matrix.rows,
    groups: clusters.labels.length,
    groupVariance: null,
    residualVariance: null,
    intraclassCorrelation: null,
    logLikelihood: null,
    groupTest: null,
    effects: Object.freeze([]),
  });
}
