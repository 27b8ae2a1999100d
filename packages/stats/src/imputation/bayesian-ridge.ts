import { type Numbers, requireFinite } from "../argument-checks.ts";
import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { createMatrix, entry, type Matrix, mirrorUpper } from "../linear-algebra/matrix.ts";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";

export interface BayesianRidge {
  readonly intercept: number;
  /** One a column. */
  readonly coefficients: Float64Array;
  /** Estimated precision (1 / variance) of the noise. */
  readonly noisePrecision: number;
  /** Estimated precision of the coefficients' normal prior. */
  readonly weightPrecision: number;
  readonly iterations: number;
}

export interface BayesianRidgeOptions {
  /** Sum of absolute changes of the coefficients at which iteration stops. Default 1e-3. */
  readonly tolerance?: number;
  /** Default 300. */
  readonly maximumIterations?: number;
}

/** Shape and rate of both gamma priors: as good as flat. */
const priorShapeAndRate = 1e-6;

/**
 * Ridge regression with an intercept, both precisions estimated from the data by maximising the evidence.
 *
 * With G = X'X = V diag(e) V' of centred columns: b = V diag(1 / (e + l / a)) V'X'y, g = sum a e / (l + a e),
 * l = (g + 2c) / (b'b + 2c), a = (n - g + 2c) / (|y - Xb|² + 2c), c = 1e-6, repeated from a = 1 / var(y), l = 1.
 * The fixed point needs neither full rank nor more rows than columns.
 *
 * Sources: MacKay (1992), Neural Computation 4, 415-447; Tipping (2001), Journal of Machine Learning Research 1,
 * appendix A. Start, updates and stopping are those of scikit-learn's BayesianRidge, so that figures agree.
 *
 * @param predictors n rows
 * @param outcome n values
 * @throws RangeError for fewer than 1 row, unequal lengths, or values that are not finite
 */
export function bayesianRidge(
  predictors: Matrix,
  outcome: Numbers,
  options: BayesianRidgeOptions = {},
): BayesianRidge {
  if (predictors.rows < 1) throw invalidArgument("predictors.rows", predictors.rows, "at least 1");
  requireLength("outcome", outcome.length, predictors.rows);
  requireFinite("predictors.values", predictors.values);
  requireFinite("outcome", outcome);
  return fitBayesianRidge(predictors, Float64Array.from(outcome), options);
}

/** As {@link bayesianRidge}, without checks. */
export function fitBayesianRidge(
  predictors: Matrix,
  outcome: Float64Array,
  options: BayesianRidgeOptions = {},
): BayesianRidge {
  const { rows: n, columns: p } = predictors;
  const tolerance = options.tolerance ?? 1e-3;
  const maximumIterations = options.maximumIterations ?? 300;
  const { centred, means } = centreColumns(predictors);
  const outcomeMean = outcome.reduce((sum, value) => sum + value, 0) / n;
  const y = outcome.map((value) => value - outcomeMean);
  const { gram, moments } = crossProducts(centred, y);
  const { values, vectors } = symmetricEigen(gram);
  // Rounding can leave eigenvalues of a singular matrix just below 0.
  const spectrum = Float64Array.from(values, (value) => Math.max(0, value));
  const rotated = Float64Array.from(spectrum, (_, k) =>
    moments.reduce((sum, moment, j) => sum + entry(vectors, j, k) * moment, 0),
  );

  const variance = y.reduce((sum, value) => sum + value * value, 0) / n;
  let noisePrecision = 1 / (variance + Number.EPSILON);
  let weightPrecision = 1;
  let coefficients = new Float64Array(p);
  const solve = (): Float64Array<ArrayBuffer> => {
    const result = new Float64Array(p);
    const ratio = weightPrecision / noisePrecision;
    for (let k = 0; k < p; k += 1) {
      const scaled = (rotated[k] ?? 0) / ((spectrum[k] ?? 0) + ratio);
      for (let j = 0; j < p; j += 1) {
        result[j] = (result[j] ?? 0) + (vectors.values[j * p + k] ?? 0) * scaled;
      }
    }
    return result;
  };
  let iterations = 0;
  while (iterations < maximumIterations) {
    const previous = coefficients;
    coefficients = solve();
    const residual = residualSquares(centred, y, coefficients);
    let effective = 0;
    for (const value of spectrum) {
      effective += (noisePrecision * value) / (weightPrecision + noisePrecision * value);
    }
    const size = coefficients.reduce((sum, value) => sum + value * value, 0);
    weightPrecision = (effective + 2 * priorShapeAndRate) / (size + 2 * priorShapeAndRate);
    noisePrecision = (n - effective + 2 * priorShapeAndRate) / (residual + 2 * priorShapeAndRate);
    iterations += 1;
    const moved = coefficients.reduce((sum, value, j) => sum + Math.abs(value - (previous[j] ?? 0)), 0);
    if (iterations > 1 && moved < tolerance) break;
  }
  coefficients = solve();
  const offset = coefficients.reduce((sum, value, j) => sum + value * (means[j] ?? 0), 0);
  return Object.freeze({
    intercept: outcomeMean - offset,
    coefficients,
    noisePrecision,
    weightPrecision,
    iterations,
  });
}

function centreColumns({ rows, columns, values }: Matrix): { centred: Matrix; means: Float64Array } {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) means[j] = (means[j] ?? 0) + (values[i * columns + j] ?? 0);
  }
  for (let j = 0; j < columns; j += 1) means[j] = (means[j] ?? 0) / rows;
  const centred = createMatrix(rows, columns);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      centred.values[i * columns + j] = (values[i * columns + j] ?? 0) - (means[j] ?? 0);
    }
  }
  return { centred, means };
}

/** X'X and X'y in one pass. */
function crossProducts({ rows, columns, values }: Matrix, y: Float64Array) {
  const gram = createMatrix(columns, columns);
  const sums = gram.values;
  const moments = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    const start = row * columns;
    const target = y[row] ?? 0;
    for (let i = 0; i < columns; i += 1) {
      const value = values[start + i] ?? 0;
      moments[i] = (moments[i] ?? 0) + value * target;
      const offset = i * columns;
      for (let j = i; j < columns; j += 1) {
        sums[offset + j] = (sums[offset + j] ?? 0) + value * (values[start + j] ?? 0);
      }
    }
  }
  mirrorUpper(gram);
  return { gram, moments };
}

function residualSquares({ rows, columns, values }: Matrix, y: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    const start = row * columns;
    let rest = y[row] ?? 0;
    for (let j = 0; j < columns; j += 1) rest -= (values[start + j] ?? 0) * (b[j] ?? 0);
    sum += rest * rest;
  }
  return sum;
}
