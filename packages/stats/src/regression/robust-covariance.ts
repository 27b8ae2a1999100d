import { inverseUpper } from "../linear-algebra/independent-columns.ts";
import { createMatrix, crossProduct, type Matrix, multiply } from "../linear-algebra/matrix.ts";
import type { Clusters } from "./clusters.ts";

/**
 * How standard errors are estimated.
 * - `classical`: one error variance for all rows.
 * - `HC0` (White 1980), `HC1` (HC0 x n / (n - p)), `HC2`, `HC3` (MacKinnon and White 1985): a variance a row.
 * - `CR0` (Liang and Zeger 1986), `CR1` (CR0 x G / (G - 1) x (n - 1) / (n - p)): rows of a cluster may be
 *   correlated, clusters may not. `CR3` (Bell and McCaffrey 2002) leaves out each cluster in turn: for few clusters, and
 *   columns that few of them have.
 */
export type CovarianceChoice =
  | { readonly kind: "classical" | "HC0" | "HC1" | "HC2" | "HC3" }
  | {
      readonly kind: "CR0" | "CR1" | "CR3";
      /** Cluster of each row. */
      readonly clusters: ArrayLike<string | number>;
    };

/** bread x (sum of score score') x bread over rows, each row's score being `factor[row]` x its columns. */
export function rowSandwich(matrix: Matrix, factors: Float64Array, bread: Matrix): Matrix {
  const squares = factors.map((factor) => factor * factor);
  return multiply(multiply(bread, crossProduct(matrix, squares)), bread);
}

/** The same over clusters: scores are summed in each cluster first. */
export function clusterSandwich(
  matrix: Matrix,
  factors: Float64Array,
  bread: Matrix,
  clusters: Clusters,
): Matrix {
  const { rows, columns, values } = matrix;
  const sums = createMatrix(clusters.labels.length, columns);
  for (let row = 0; row < rows; row += 1) {
    const factor = factors[row] ?? 0;
    if (factor === 0) continue;
    const target = (clusters.index[row] ?? 0) * columns;
    const source = row * columns;
    for (let j = 0; j < columns; j += 1) {
      sums.values[target + j] = (sums.values[target + j] ?? 0) + factor * (values[source + j] ?? 0);
    }
  }
  return multiply(multiply(bread, crossProduct(sums)), bread);
}

/** CR1's factor over CR0. */
export function clusterCorrection(clusters: number, rows: number, columns: number): number {
  return (clusters / (clusters - 1)) * ((rows - 1) / (rows - columns));
}

/** weight x x' (X' W X)^-1 x of each row, from the triangular factor of W^1/2 X: its pull on its own fit. */
export function leverages(matrix: Matrix, triangle: Matrix, weights?: ArrayLike<number>): Float64Array {
  const { rows, columns, values } = matrix;
  const inverse = inverseUpper(triangle).values;
  const result = new Float64Array(rows);
  const image = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    image.fill(0);
    for (let j = 0; j < columns; j += 1) {
      const value = values[row * columns + j] ?? 0;
      if (value === 0) continue;
      for (let k = j; k < columns; k += 1) {
        image[k] = (image[k] ?? 0) + value * (inverse[j * columns + k] ?? 0);
      }
    }
    let sum = 0;
    for (let k = 0; k < columns; k += 1) sum += (image[k] ?? 0) ** 2;
    result[row] = Math.min(1, sum * (weights === undefined ? 1 : (weights[row] ?? 0)));
  }
  return result;
}

export function scaleMatrix(matrix: Matrix, factor: number): Matrix {
  return createMatrix(
    matrix.rows,
    matrix.columns,
    matrix.values.map((value) => value * factor),
  );
}
