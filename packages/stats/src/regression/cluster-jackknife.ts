import type { Numbers } from "../argument-checks.ts";
import { factorInPlace, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";
import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";
import type { Clusters } from "./clusters.ts";

export interface JackknifeOptions {
  /** Weight of each row, as in the fit; 1 unless told. */
  readonly weights?: Numbers | undefined;
  /** Variance of the clusters' intercepts / residual variance; 0 (least squares) unless told. */
  readonly ratio?: number;
}

/**
 * Covariance of the coefficients by leaving out each cluster in turn, at the fitted variances: CR3 of Bell and McCaffrey (2002), the
 * cluster jackknife (MacKinnon, Nielsen and Webb 2023). It holds when rows of a cluster have more in common than a level, such as a
 * person's own taste for each model, when clusters differ in how far their values spread, and where few clusters have a column.
 *
 * Without cluster g the coefficients move by (X' V^-1 X - X_g' V_g^-1 X_g)^-1 X_g' V_g^-1 e_g, so that a cluster costs p^3. Where
 * nobody else has a column, the move is taken from the whole X' V^-1 X.
 *
 * @param residuals y - X b
 * @returns null for fewer than two clusters or a singular X' V^-1 X
 */
export function jackknifeCovariance(
  matrix: Matrix,
  residuals: Float64Array,
  clusters: Clusters,
  { weights, ratio = 0 }: JackknifeOptions = {},
): Matrix | null {
  const { columns } = matrix;
  const rowsOf = rowsByCluster(clusters);
  const groups = rowsOf.length;
  const own = { information: new Float64Array(columns * columns), score: new Float64Array(columns) };
  const whole = new Float64Array(columns * columns);
  const sumOf = (rows: Int32Array) => sumCluster(matrix, residuals, rows, weights, ratio, own);
  for (const rows of rowsOf) {
    sumOf(rows);
    for (let cell = 0; cell < whole.length; cell += 1)
      whole[cell] = (whole[cell] ?? 0) + (own.information[cell] ?? 0);
  }
  const wholeFactor = whole.slice();
  if (groups < 2 || !factorInPlace(wholeFactor, columns)) return null;
  const covariance = createMatrix(columns, columns);
  const without = new Float64Array(whole.length);
  let moving = 0;
  for (const rows of rowsOf) {
    sumOf(rows);
    if (own.information.every((value) => value === 0)) continue;
    moving += 1;
    for (let cell = 0; cell < whole.length; cell += 1)
      without[cell] = (whole[cell] ?? 0) - (own.information[cell] ?? 0);
    const move = own.score;
    solveInPlace(isLeftWhole(without, whole, columns) ? without : wholeFactor, columns, move);
    for (let i = 0; i < columns; i += 1)
      for (let j = 0; j < columns; j += 1)
        covariance.values[i * columns + j] =
          (covariance.values[i * columns + j] ?? 0) + (move[i] ?? 0) * (move[j] ?? 0);
  }
  if (moving < 2) return null;
  for (let cell = 0; cell < covariance.values.length; cell += 1)
    covariance.values[cell] = ((covariance.values[cell] ?? 0) * (moving - 1)) / moving;
  return covariance;
}

export function rowsByCluster({ index, sizes }: Clusters): readonly Int32Array[] {
  const rows = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(sizes.length);
  for (const [row, cluster] of index.entries()) {
    const own = rows[cluster];
    const place = filled[cluster] ?? 0;
    if (own !== undefined) own[place] = row;
    filled[cluster] = place + 1;
  }
  return rows;
}

/** X' V^-1 X (lower triangle) and X' V^-1 e of one cluster. */
export function sumCluster(
  { columns, values }: Matrix,
  residuals: Float64Array,
  rows: Int32Array,
  weights: Numbers | undefined,
  ratio: number,
  into: { readonly information: Float64Array; readonly score: Float64Array },
): void {
  const { information, score } = into;
  information.fill(0);
  score.fill(0);
  const totals = new Float64Array(columns);
  let residualSum = 0;
  for (const row of rows) {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    const residual = residuals[row] ?? 0;
    residualSum += residual;
    for (let i = 0; i < columns; i += 1) {
      const value = values[row * columns + i] ?? 0;
      if (value === 0) continue;
      totals[i] = (totals[i] ?? 0) + value;
      score[i] = (score[i] ?? 0) + weight * value * residual;
      for (let j = 0; j <= i; j += 1)
        information[i * columns + j] =
          (information[i * columns + j] ?? 0) + weight * value * (values[row * columns + j] ?? 0);
    }
  }
  if (ratio === 0) return;
  // V^-1 of a cluster is I - shrink 1 1'
  const shrink = ratio / (1 + ratio * rows.length);
  for (let i = 0; i < columns; i += 1) {
    const total = totals[i] ?? 0;
    score[i] = (score[i] ?? 0) - shrink * total * residualSum;
    for (let j = 0; j <= i; j += 1)
      information[i * columns + j] = (information[i * columns + j] ?? 0) - shrink * total * (totals[j] ?? 0);
  }
}

/** Factors what is left; false where a column is next to empty without the cluster. */
export function isLeftWhole(without: Float64Array, whole: Float64Array, columns: number): boolean {
  if (!factorInPlace(without, columns)) return false;
  for (let i = 0; i < columns; i += 1)
    if ((without[i * columns + i] ?? 0) ** 2 < 1e-9 * (whole[i * columns + i] ?? 0)) return false;
  return true;
}
