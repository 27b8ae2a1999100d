import { type Numbers, requireFinite, requireWeights } from "../argument-checks.ts";
import { invalidArgument, requireLength, requireLevel, requireWhole } from "../invalid-argument.ts";
import { coefficientTable, type FittedCoefficients } from "./coefficients.ts";
import { columnLengths, divideColumns, isConstant, rescale } from "./column-scaling.ts";
import type { NamedMatrix } from "./design-matrix.ts";
import { type DesignColumns, independentDesign } from "./independent-design.ts";
import { type LogisticCovarianceChoice, logisticCovariance } from "./logistic-covariance.ts";
import { diagnoseLogistic, type NamedSeparation } from "./logistic-diagnosis.ts";
import { logisticFunction, maximizeLogistic } from "./logistic-newton.ts";

export interface LogisticOptions {
  /** One weight >= 0 a row, counted as that many rows. */
  readonly weights?: Numbers;
  /**
   * Strength of the penalty l2 / 2 x sum b^2 taken from the log-likelihood; 0 unless told. It is 1 / C of
   * scikit-learn. Constant columns are not penalized.
   */
  readonly l2?: number;
  /** `classical` (inverse information) unless told; HC2 and HC3 belong to least squares. */
  readonly covariance?: LogisticCovarianceChoice;
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
  /** 50 unless told. */
  readonly maximumIterations?: number;
}

export interface LogisticFit extends FittedCoefficients {
  /** Rows of positive weight. */
  readonly rows: number;
  readonly clusters: number | null;
  readonly logLikelihood: number | null;
  /** Of the model with a constant alone. */
  readonly nullLogLikelihood: number;
  /** McFadden's 1 - logLikelihood / nullLogLikelihood. */
  readonly pseudoRSquared: number | null;
  /** Probability of 1 in each row; null when there are no estimates. */
  readonly probabilities: Float64Array | null;
  /** Found separation, with names of the columns that cause it. */
  readonly separation: NamedSeparation | null;
  readonly iterations: number;
}

/**
 * Logistic regression by maximum likelihood, with an optional L2 penalty. Tests and intervals are normal.
 * When columns predict part of the response without error, finite estimates don't exist: the fit then names
 * the columns in `separation`, says so in `problem` and holds no estimates.
 *
 * @param response length n, 0 or 1 (or shares between)
 */
export function fitLogistic(
  design: NamedMatrix,
  response: Numbers,
  options: LogisticOptions = {},
): LogisticFit {
  const { weights, l2 = 0, level = 0.95, maximumIterations = 50 } = options;
  checkArguments(design, response, options);
  const used = usedRows(design.matrix.rows, weights);
  const columns = l2 > 0 ? allColumns(design) : independentDesign(design, [], used);
  const lengths = columnLengths(columns.matrix, used);
  const constant = columns.names.map((_, column) => isConstant(columns.matrix, column, used));
  const scaled = divideColumns(columns.matrix, lengths);
  const penalties = lengths.map((length, column) => (constant[column] === true ? 0 : l2 / length ** 2));
  const point = maximizeLogistic(scaled, response, weights, penalties, maximumIterations);
  const nullLogLikelihood = constantLogLikelihood(response, weights);
  const failure = diagnoseLogistic(columns, response, used, point, {
    penalized: l2 > 0,
    constantResponse: nullLogLikelihood === 0 && constant.includes(true),
  });
  const count = used.reduce((sum, value) => sum + value, 0);
  const residuals = residualsOf(response, weights, point.linear);
  const outcome =
    failure === null
      ? logisticCovariance(scaled, residuals, point.inverseInformation, used, options.covariance)
      : { covariance: null, clusters: null, problem: failure.problem };
  const covariance = outcome.covariance === null ? null : rescale(outcome.covariance, lengths);
  const estimates = failure === null ? point.estimates.map((value, j) => value / (lengths[j] ?? 1)) : null;
  const logLikelihood = failure === null ? point.logLikelihood : null;
  return Object.freeze({
    coefficients: coefficientTable(design.names, columns.kept, estimates, covariance, null, level),
    dropped: columns.dropped,
    covariance,
    covarianceNames: columns.names,
    degreesOfFreedom: null,
    level,
    problem: outcome.problem,
    rows: count,
    clusters: outcome.clusters,
    logLikelihood,
    nullLogLikelihood,
    pseudoRSquared:
      logLikelihood === null || nullLogLikelihood === 0 ? null : 1 - logLikelihood / nullLogLikelihood,
    probabilities: failure === null ? point.linear.map(logisticFunction) : null,
    separation: failure?.separation ?? null,
    iterations: point.iterations,
  });
}

function checkArguments(design: NamedMatrix, response: Numbers, options: LogisticOptions): void {
  const { weights, l2 = 0, level = 0.95, maximumIterations = 50 } = options;
  requireLevel("level", level);
  requireWhole("maximumIterations", maximumIterations, 1);
  if (!(l2 >= 0 && l2 < Number.POSITIVE_INFINITY)) throw invalidArgument("l2", l2, "a number >= 0");
  requireFinite("design", design.matrix.values);
  requireLength("response", response.length, design.matrix.rows);
  for (let row = 0; row < response.length; row += 1) {
    const value = response[row] ?? Number.NaN;
    if (!(value >= 0 && value <= 1)) throw invalidArgument(`response[${row}]`, value, "a number from 0 to 1");
  }
  if (weights !== undefined) requireWeights("weights", weights, response.length);
}

function usedRows(rows: number, weights: Numbers | undefined): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    weights === undefined || (weights[row] ?? 0) > 0 ? 1 : 0,
  );
}

/** A penalty makes dependent columns estimable, so none is left out. */
function allColumns(design: NamedMatrix): DesignColumns {
  return { ...design, kept: Array.from(design.names.keys()), dropped: [] };
}

function residualsOf(response: Numbers, weights: Numbers | undefined, linear: Float64Array): Float64Array {
  return linear.map((eta, row) => {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    return weight * ((response[row] ?? 0) - logisticFunction(eta));
  });
}

function constantLogLikelihood(response: Numbers, weights: Numbers | undefined): number {
  let total = 0;
  let ones = 0;
  for (let row = 0; row < response.length; row += 1) {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    total += weight;
    ones += weight * (response[row] ?? 0);
  }
  const share = ones / total;
  if (!(share > 0 && share < 1)) return 0;
  return ones * Math.log(share) + (total - ones) * Math.log1p(-share);
}
