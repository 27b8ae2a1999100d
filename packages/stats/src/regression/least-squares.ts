import { type Numbers, requireFinite, requireWeights } from "../argument-checks.ts";
import { fUpperTail } from "../distributions/f.ts";
import { requireLength, requireLevel } from "../invalid-argument.ts";
import { inverseCrossProduct, solveUpper } from "../linear-algebra/independent-columns.ts";
import { type Matrix, multiplyVector } from "../linear-algebra/matrix.ts";
import { coefficientTable, type FittedCoefficients } from "./coefficients.ts";
import type { NamedMatrix } from "./design-matrix.ts";
import { type IndependentDesign, independentDesign } from "./independent-design.ts";
import { leastSquaresCovariance } from "./least-squares-covariance.ts";
import type { CovarianceChoice } from "./robust-covariance.ts";

export interface LeastSquaresOptions {
  /** One weight >= 0 a row (inverse variances or sampling weights). Rows of weight 0 don't count. */
  readonly weights?: Numbers;
  /** `classical` unless told. */
  readonly covariance?: CovarianceChoice;
  /** `t` (the default) with n - p degrees of freedom, clusters - 1 for cluster-robust errors; or `normal`. */
  readonly inference?: "t" | "normal";
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
}

export interface LeastSquaresFit extends FittedCoefficients {
  /** Rows of positive weight. */
  readonly rows: number;
  readonly residualDegreesOfFreedom: number;
  /** Clusters of cluster-robust errors, else null. */
  readonly clusters: number | null;
  /** Square root of (weighted) squared residuals over residual degrees of freedom. */
  readonly residualStandardError: number | null;
  /** Around the (weighted) mean when the columns contain a constant, else around 0. Null if nothing varies. */
  readonly rSquared: number | null;
  readonly adjustedRSquared: number | null;
  /** Classical test that all columns but the constant have coefficient 0. */
  readonly fTest: {
    readonly statistic: number;
    readonly degreesOfFreedom: readonly [number, number];
    readonly pValue: number;
  } | null;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
}

/**
 * Ordinary or weighted least squares by Householder QR. Dependent columns are left out as in R's `lm`, the
 * later ones first, and listed in `dropped`.
 *
 * @param design n rows; see `buildDesign`
 * @param response length n, finite
 */
export function fitLeastSquares(
  design: NamedMatrix,
  response: Numbers,
  options: LeastSquaresOptions = {},
): LeastSquaresFit {
  const [fit] = fitLeastSquaresEach(design, [response], options);
  if (fit === undefined) throw new Error("one response gives one fit");
  return fit;
}

/** One fit for each response on the same design, which is factored once. */
export function fitLeastSquaresEach(
  design: NamedMatrix,
  responses: readonly Numbers[],
  options: LeastSquaresOptions = {},
): readonly LeastSquaresFit[] {
  const { rows } = design.matrix;
  const { weights, level = 0.95 } = options;
  requireLevel("level", level);
  requireFinite("design", design.matrix.values);
  for (const response of responses) {
    requireLength("response", response.length, rows);
    requireFinite("response", response);
  }
  if (weights !== undefined) requireWeights("weights", weights, rows);
  const scale = weights === undefined ? undefined : Float64Array.from(weights, Math.sqrt);
  const ones = new Float64Array(rows).fill(1);
  const independent = independentDesign(design, [ones, ...responses], scale);
  const total = weights === undefined ? rows : Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  // A constant is in the span of the columns when they explain the column of ones.
  const hasConstant = (independent.factor.remainders[0] ?? 0) < 1e-14 * total;
  const bread = inverseCrossProduct(independent.factor.triangle);
  return Object.freeze(
    responses.map((response, index) => {
      const projection = independent.factor.projections[index + 1] ?? new Float64Array(0);
      return fitOne(design, independent, response, projection, bread, hasConstant, options);
    }),
  );
}

function fitOne(
  design: NamedMatrix,
  independent: IndependentDesign,
  response: Numbers,
  projection: Float64Array,
  bread: Matrix,
  hasConstant: boolean,
  options: LeastSquaresOptions,
): LeastSquaresFit {
  const { weights, covariance: choice = { kind: "classical" }, inference = "t", level = 0.95 } = options;
  const { matrix, kept, names, dropped } = independent;
  const estimates = solveUpper(independent.factor.triangle, projection);
  const fitted = multiplyVector(matrix, estimates);
  const residuals = fitted.map((value, row) => (response[row] ?? 0) - value);
  const spread = variation(response, residuals, weights, hasConstant);
  const rank = kept.length;
  const freedom = spread.rows - rank;
  const exact = spread.residual <= spread.rows * (1e-14 * spread.size) ** 2;
  const robust = leastSquaresCovariance(independent, residuals, bread, spread, choice, weights);
  const problem =
    freedom <= 0
      ? `${spread.rows} rows and ${rank} independent columns leave no degrees of freedom for errors`
      : exact
        ? spread.total <= spread.rows * (1e-14 * spread.size) ** 2
          ? "the response is the same in every row, so there is nothing to test"
          : "the columns explain the response exactly, so there is nothing to test"
        : robust.problem;
  const covariance = problem === null ? robust.covariance : null;
  const degreesOfFreedom =
    inference === "normal" ? null : robust.clusters === null ? freedom : robust.clusters - 1;
  const usable = degreesOfFreedom === null || degreesOfFreedom > 0 ? degreesOfFreedom : null;
  const rSquared =
    spread.total > spread.rows * (1e-14 * spread.size) ** 2 ? 1 - spread.residual / spread.total : null;
  const constant = hasConstant ? 1 : 0;
  return Object.freeze({
    coefficients: coefficientTable(design.names, kept, estimates, covariance, usable, level),
    dropped,
    covariance,
    covarianceNames: names,
    degreesOfFreedom: usable,
    level,
    problem,
    rows: spread.rows,
    residualDegreesOfFreedom: freedom,
    clusters: robust.clusters,
    residualStandardError: freedom > 0 ? Math.sqrt(spread.residual / freedom) : null,
    rSquared,
    adjustedRSquared:
      rSquared === null || freedom <= 0 ? null : 1 - ((1 - rSquared) * (spread.rows - constant)) / freedom,
    fTest: problem === null ? overallTest(spread, rank - constant, freedom) : null,
    fitted,
    residuals,
  });
}

/** Sums of squares of a fit. */
interface Variation {
  /** Rows of positive weight. */
  readonly rows: number;
  readonly residual: number;
  readonly total: number;
  /** Largest absolute response times the root of the largest weight: what rounding is judged by. */
  readonly size: number;
}

function variation(
  response: Numbers,
  residuals: Float64Array,
  weights: Numbers | undefined,
  hasConstant: boolean,
): Variation {
  let rows = 0;
  let sumOfWeights = 0;
  let sum = 0;
  let size = 0;
  let residual = 0;
  const weightOf = (row: number): number => (weights === undefined ? 1 : (weights[row] ?? 0));
  for (let row = 0; row < residuals.length; row += 1) {
    const weight = weightOf(row);
    if (weight === 0) continue;
    rows += 1;
    sumOfWeights += weight;
    sum += weight * (response[row] ?? 0);
    size = Math.max(size, Math.abs(response[row] ?? 0) * Math.sqrt(weight));
    residual += weight * (residuals[row] ?? 0) ** 2;
  }
  const center = hasConstant ? sum / sumOfWeights : 0;
  let total = 0;
  for (let row = 0; row < residuals.length; row += 1) {
    total += weightOf(row) * ((response[row] ?? 0) - center) ** 2;
  }
  return { rows, residual, total, size };
}

function overallTest(spread: Variation, columns: number, freedom: number): LeastSquaresFit["fTest"] {
  if (columns < 1) return null;
  const statistic = Math.max(0, spread.total - spread.residual) / columns / (spread.residual / freedom);
  return Object.freeze({
    statistic,
    degreesOfFreedom: Object.freeze([columns, freedom] as const),
    pValue: fUpperTail(statistic, columns, freedom),
  });
}
