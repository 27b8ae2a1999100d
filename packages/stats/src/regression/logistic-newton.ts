import type { Numbers } from "../argument-checks.ts";
import { firstBadPivot, invertFactor, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";
import { addOuterProduct, createMatrix, type Matrix, mirrorUpper } from "../linear-algebra/matrix.ts";

export interface LogisticPoint {
  readonly estimates: Float64Array;
  readonly linear: Float64Array;
  readonly logLikelihood: number;
  /** (information + penalty)^-1 at the estimates; null when it is singular. */
  readonly inverseInformation: Matrix | null;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Maximizes the logistic log-likelihood - sum penalty_j b_j^2 / 2 by Newton's method (iteratively reweighted
 * least squares), halving steps that would make it worse. Columns should be of similar length.
 */
export function maximizeLogistic(
  matrix: Matrix,
  response: Numbers,
  weights: Numbers | undefined,
  penalties: Float64Array,
  maximumIterations: number,
): LogisticPoint {
  const { rows, columns, values } = matrix;
  const estimates = new Float64Array(columns);
  const linear = new Float64Array(rows);
  const weightOf = (row: number): number => (weights === undefined ? 1 : (weights[row] ?? 0));

  const evaluate = (): { objective: number; logLikelihood: number } => {
    let logLikelihood = 0;
    for (let row = 0; row < rows; row += 1) {
      let eta = 0;
      for (let j = 0; j < columns; j += 1) eta += (values[row * columns + j] ?? 0) * (estimates[j] ?? 0);
      linear[row] = eta;
      logLikelihood += weightOf(row) * ((response[row] ?? 0) * eta - softplus(eta));
    }
    let penalty = 0;
    for (let j = 0; j < columns; j += 1) penalty += ((penalties[j] ?? 0) * (estimates[j] ?? 0) ** 2) / 2;
    return { objective: logLikelihood - penalty, logLikelihood };
  };

  /** Information (factored in place) and gradient at the current estimates. */
  const differentiate = (): { information: Matrix; gradient: Float64Array; factored: boolean } => {
    const information = createMatrix(columns, columns);
    const gradient = new Float64Array(columns);
    for (let row = 0; row < rows; row += 1) {
      const weight = weightOf(row);
      if (weight === 0) continue;
      const probability = logisticFunction(linear[row] ?? 0);
      const residual = weight * ((response[row] ?? 0) - probability);
      addOuterProduct(information, values, row * columns, weight * probability * (1 - probability));
      for (let j = 0; j < columns; j += 1) {
        gradient[j] = (gradient[j] ?? 0) + residual * (values[row * columns + j] ?? 0);
      }
    }
    for (let j = 0; j < columns; j += 1) {
      const at = j * columns + j;
      information.values[at] = (information.values[at] ?? 0) + (penalties[j] ?? 0);
      gradient[j] = (gradient[j] ?? 0) - (penalties[j] ?? 0) * (estimates[j] ?? 0);
    }
    mirrorUpper(information);
    return { information, gradient, factored: firstBadPivot(information.values, columns, 1e-13) === null };
  };

  let now = evaluate();
  let iterations = 0;
  let converged = false;
  let point = differentiate();
  while (!converged && point.factored && iterations < maximumIterations) {
    const step = Float64Array.from(point.gradient);
    solveInPlace(point.information.values, columns, step);
    const gain = step.reduce((sum, value, j) => sum + value * (point.gradient[j] ?? 0), 0);
    const before = now.objective;
    const start = Float64Array.from(estimates);
    for (let share = 1; share > 1e-8; share /= 2) {
      for (let j = 0; j < columns; j += 1) estimates[j] = (start[j] ?? 0) + share * (step[j] ?? 0);
      now = evaluate();
      if (now.objective >= before - 1e-12 * (1 + Math.abs(before))) break;
    }
    iterations += 1;
    // Newton's gain is twice what the step adds; it falls quadratically, so the estimates are exact by then.
    converged = gain <= 1e-14 * (1 + Math.abs(before));
    point = differentiate();
  }
  return {
    estimates,
    linear,
    logLikelihood: now.logLikelihood,
    inverseInformation: point.factored
      ? createMatrix(columns, columns, invertFactor(point.information.values, columns))
      : null,
    iterations,
    converged,
  };
}

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** 1 / (1 + e^-x). */
export function logisticFunction(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}
