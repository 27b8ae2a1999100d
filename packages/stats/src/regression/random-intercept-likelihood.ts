import type { Numbers } from "../argument-checks.ts";
import { cholesky } from "../linear-algebra/cholesky.ts";
import { inverseUpper } from "../linear-algebra/independent-columns.ts";
import { addOuterProduct, createMatrix, type Matrix, mirrorUpper } from "../linear-algebra/matrix.ts";
import type { Clusters } from "./clusters.ts";

/** `REML` allows for the estimated coefficients in the variances; `ML` compares models of different columns. */
export type MixedMethod = "REML" | "ML";

/** The likelihood at one variance ratio, with everything else at its best there. */
export interface ProfilePoint {
  /** Group variance / residual variance. */
  readonly ratio: number;
  readonly logLikelihood: number;
  readonly residualVariance: number;
  /** Coefficients of the orthonormal columns. */
  readonly rotated: Float64Array;
  /** (Q' V^-1 Q)^-1 of the orthonormal columns, V the covariance over the residual variance. */
  readonly rotatedCovariance: Matrix;
}

/**
 * Everything the likelihood of y = X b + u_group + e needs from n rows, so that one evaluation costs
 * p^2 for each distinct group size. With X = Q R, V = I + ratio Z Z' and the rows of a group split into their
 * mean and the deviations from it,
 *   Q' V^-1 Q = sum of deviations' products + sum over groups n_g / (1 + ratio n_g) mean mean'
 * (Searle, Casella and McCulloch 1992, section 6.3), and log |V| = sum log(1 + ratio n_g).
 */
export interface RandomInterceptData {
  readonly rows: number;
  readonly columns: number;
  /** Deviations' products of [Q, y], order columns + 1. */
  readonly within: Matrix;
  readonly sizes: readonly {
    readonly size: number;
    readonly groups: number;
    /** Sum over groups of this size of size x mean mean'. */
    readonly between: Matrix;
  }[];
  /** log |R|. */
  readonly logDeterminant: number;
  /** Means of [Q, y] of each group, one group a row. */
  readonly means: Matrix;
  /** R^-1, which takes coefficients of Q to coefficients of X. */
  readonly inverseTriangle: Matrix;
}

/** `triangle` is the R of `matrix` = Q R; `response` should already have its fit on the columns removed. */
export function prepareRandomIntercept(
  matrix: Matrix,
  triangle: Matrix,
  response: Numbers,
  groups: Clusters,
): RandomInterceptData {
  const { rows, columns, values } = matrix;
  const width = columns + 1;
  const inverseTriangle = inverseUpper(triangle);
  const rotated = new Float64Array(rows * width);
  const means = createMatrix(groups.labels.length, width);
  for (let row = 0; row < rows; row += 1) {
    const start = row * width;
    for (let j = 0; j < columns; j += 1) {
      const value = values[row * columns + j] ?? 0;
      if (value === 0) continue;
      for (let k = j; k < columns; k += 1) {
        rotated[start + k] =
          (rotated[start + k] ?? 0) + value * (inverseTriangle.values[j * columns + k] ?? 0);
      }
    }
    rotated[start + columns] = response[row] ?? 0;
    const group = groups.index[row] ?? 0;
    const share = 1 / (groups.sizes[group] ?? 1);
    for (let k = 0; k < width; k += 1) {
      const at = group * width + k;
      means.values[at] = (means.values[at] ?? 0) + share * (rotated[start + k] ?? 0);
    }
  }
  const within = createMatrix(width, width);
  for (let row = 0; row < rows; row += 1) {
    const start = row * width;
    const group = (groups.index[row] ?? 0) * width;
    for (let k = 0; k < width; k += 1) {
      rotated[start + k] = (rotated[start + k] ?? 0) - (means.values[group + k] ?? 0);
    }
    addOuterProduct(within, rotated, start, 1);
  }
  mirrorUpper(within);
  let logDeterminant = 0;
  for (let j = 0; j < columns; j += 1) {
    logDeterminant += Math.log(Math.abs(triangle.values[j * columns + j] ?? 0));
  }
  const sizes = betweenBySize(means, groups);
  return { rows, columns, within, sizes, logDeterminant, means, inverseTriangle };
}

function betweenBySize(means: Matrix, groups: Clusters): RandomInterceptData["sizes"] {
  const bySize = new Map<number, { size: number; groups: number; between: Matrix }>();
  for (const [group, size] of groups.sizes.entries()) {
    const held = bySize.get(size) ?? { size, groups: 0, between: createMatrix(means.columns, means.columns) };
    held.groups += 1;
    addOuterProduct(held.between, means.values, group * means.columns, size);
    bySize.set(size, held);
  }
  const sizes = Array.from(bySize.values());
  for (const { between } of sizes) mirrorUpper(between);
  return sizes;
}

/** The profile likelihood at a ratio >= 0; null when it can't be evaluated there. */
export function profileAt(
  data: RandomInterceptData,
  ratio: number,
  method: MixedMethod,
): ProfilePoint | null {
  const { rows, columns, within, sizes } = data;
  const width = columns + 1;
  const sum = createMatrix(width, width, Float64Array.from(within.values));
  let logDeterminantV = 0;
  for (const { size, groups, between } of sizes) {
    logDeterminantV += groups * Math.log1p(ratio * size);
    const factor = 1 / (1 + ratio * size);
    for (let at = 0; at < sum.values.length; at += 1) {
      sum.values[at] = (sum.values[at] ?? 0) + factor * (between.values[at] ?? 0);
    }
  }
  const normal = createMatrix(columns, columns);
  const right = new Float64Array(columns);
  for (let j = 0; j < columns; j += 1) {
    for (let k = 0; k < columns; k += 1) {
      normal.values[j * columns + k] = sum.values[j * width + k] ?? 0;
    }
    right[j] = sum.values[j * width + columns] ?? 0;
  }
  const { factor } = cholesky(normal);
  if (factor === null) return null;
  const rotated = factor.solve(right);
  let squares = sum.values[columns * width + columns] ?? 0;
  for (let j = 0; j < columns; j += 1) squares -= (rotated[j] ?? 0) * (right[j] ?? 0);
  const freedom = method === "REML" ? rows - columns : rows;
  const residualVariance = squares / freedom;
  if (!(residualVariance > 0)) return null;
  const correction = method === "REML" ? factor.logDeterminant + 2 * data.logDeterminant : 0;
  return {
    ratio,
    logLikelihood:
      -0.5 * (freedom * (Math.log(2 * Math.PI * residualVariance) + 1) + logDeterminantV + correction),
    residualVariance,
    rotated,
    rotatedCovariance: factor.inverse(),
  };
}
