import { factorInPlace, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";
import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";
import type { Clusters } from "./clusters.ts";

/**
 * Covariance of the coefficients by leaving out each group in turn, at the fitted variances: CR3 of Bell and McCaffrey (2002), the
 * cluster jackknife (MacKinnon, Nielsen and Webb 2023). It holds when rows of a group have more in common than a level, such as a
 * person's own taste for each model, and when groups differ in how far their values spread.
 *
 * Without group g the coefficients move by (X' V^-1 X - X_g' V_g^-1 X_g)^-1 X_g' V_g^-1 e_g, so that a group costs p^3. Where
 * nobody else has a column, the move is taken from the whole X' V^-1 X.
 *
 * @param residuals y - X b
 * @param ratio group variance / residual variance
 * @returns null for fewer than two groups or a singular X' V^-1 X
 */
export function jackknifeCovariance(
  matrix: Matrix,
  residuals: Float64Array,
  clusters: Clusters,
  ratio: number,
): Matrix | null {
  const { columns } = matrix;
  const groups = clusters.labels.length;
  const square = columns * columns;
  const information = new Float64Array(groups * square);
  const scores = new Float64Array(groups * columns);
  const totals = new Float64Array(groups * columns);
  const sums = new Float64Array(groups);
  for (let row = 0; row < matrix.rows; row += 1) {
    const group = clusters.index[row] ?? 0;
    const residual = residuals[row] ?? 0;
    sums[group] = (sums[group] ?? 0) + residual;
    addRow(matrix, row, residual, {
      information: information.subarray(group * square, (group + 1) * square),
      score: scores.subarray(group * columns, (group + 1) * columns),
      total: totals.subarray(group * columns, (group + 1) * columns),
    });
  }
  const whole = new Float64Array(square);
  for (let group = 0; group < groups; group += 1) {
    // V^-1 of a group is I - shrink 1 1'
    const shrink = ratio / (1 + ratio * (clusters.sizes[group] ?? 0));
    for (let i = 0; i < columns; i += 1) {
      const total = totals[group * columns + i] ?? 0;
      const at = group * columns + i;
      scores[at] = (scores[at] ?? 0) - shrink * total * (sums[group] ?? 0);
      for (let j = 0; j <= i; j += 1) {
        const cell = group * square + i * columns + j;
        information[cell] = (information[cell] ?? 0) - shrink * total * (totals[group * columns + j] ?? 0);
        whole[i * columns + j] = (whole[i * columns + j] ?? 0) + (information[cell] ?? 0);
      }
    }
  }
  const wholeFactor = whole.slice();
  if (groups < 2 || !factorInPlace(wholeFactor, columns)) return null;
  const covariance = createMatrix(columns, columns);
  const without = new Float64Array(square);
  for (let group = 0; group < groups; group += 1) {
    for (let cell = 0; cell < square; cell += 1)
      without[cell] = (whole[cell] ?? 0) - (information[group * square + cell] ?? 0);
    const move = scores.slice(group * columns, (group + 1) * columns);
    solveInPlace(isLeftWhole(without, whole, columns) ? without : wholeFactor, columns, move);
    for (let i = 0; i < columns; i += 1)
      for (let j = 0; j < columns; j += 1)
        covariance.values[i * columns + j] =
          (covariance.values[i * columns + j] ?? 0) +
          ((groups - 1) / groups) * (move[i] ?? 0) * (move[j] ?? 0);
  }
  return covariance;
}

/** Factors what is left; false where a column is next to empty without the group. */
function isLeftWhole(without: Float64Array, whole: Float64Array, columns: number): boolean {
  if (!factorInPlace(without, columns)) return false;
  for (let i = 0; i < columns; i += 1)
    if ((without[i * columns + i] ?? 0) ** 2 < 1e-9 * (whole[i * columns + i] ?? 0)) return false;
  return true;
}

function addRow(
  { columns, values }: Matrix,
  row: number,
  residual: number,
  into: { readonly information: Float64Array; readonly score: Float64Array; readonly total: Float64Array },
): void {
  for (let i = 0; i < columns; i += 1) {
    const value = values[row * columns + i] ?? 0;
    if (value === 0) continue;
    into.total[i] = (into.total[i] ?? 0) + value;
    into.score[i] = (into.score[i] ?? 0) + value * residual;
    for (let j = 0; j <= i; j += 1)
      into.information[i * columns + j] =
        (into.information[i * columns + j] ?? 0) + value * (values[row * columns + j] ?? 0);
  }
}
