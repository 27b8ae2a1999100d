import { type Numbers, requireFinite } from "../argument-checks.ts";
import { fUpperTail } from "../distributions/f.ts";
import { requireLength } from "../invalid-argument.ts";
import { cholesky } from "../linear-algebra/cholesky.ts";
import { createMatrix } from "../linear-algebra/matrix.ts";
import { numberClusters } from "./clusters.ts";
import type { WaldTest } from "./contrast.ts";

/** Rows of a two-way layout. Levels are whole numbers from 0. */
export interface TwoWayRows {
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
  readonly values: Numbers;
  /** Cluster of each row, such as its person. */
  readonly clusters: ArrayLike<string | number>;
}

/**
 * Wald's test that two factors don't interact, with errors clustered (CR1): the same F as `fitLeastSquares` with both factors, their
 * interaction and CR1 gives, from cell means. Rows touch one cell each, so time grows with the rows and with the cells a cluster
 * touches, not with rows x cells².
 *
 * Contrasts are differences of differences against the first cell row and column in which most cells occur; those that need a
 * cell without rows are left out.
 */
export function interactionTest(rows: TwoWayRows): WaldTest {
  const count = rows.values.length;
  requireLength("first", rows.first.length, count);
  requireLength("second", rows.second.length, count);
  requireLength("clusters", rows.clusters.length, count);
  requireFinite("values", rows.values);
  const none = (problem: string): WaldTest =>
    Object.freeze({ statistic: null, kind: "F", degreesOfFreedom: [], pValue: null, problem });
  const layout = layoutOf(rows);
  const { means, counts, columns } = layout;
  const contrasts = contrastsOf(layout);
  if (contrasts.length === 0) return none("no two levels of one factor meet the same two of the other");
  const { index, labels } = numberClusters(rows.clusters, count, "clusters");
  const clusters = labels.length;
  if (clusters <= contrasts.length)
    return none(`${clusters} clusters are too few for ${contrasts.length} contrasts`);
  const cells = counts.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  if (count <= cells) return none("there are no more rows than cells");

  // sums of residuals by cluster and cell, sparse
  const sums: Map<number, number>[] = Array.from({ length: clusters }, () => new Map());
  for (let row = 0; row < count; row += 1) {
    const cell = (rows.first[row] ?? 0) * columns + (rows.second[row] ?? 0);
    const own = sums[index[row] ?? 0];
    own?.set(cell, (own.get(cell) ?? 0) + (rows.values[row] ?? 0) - (means[cell] ?? 0));
  }
  const touching = new Map<number, { readonly contrast: number; readonly sign: number }[]>();
  for (const [contrast, parts] of contrasts.entries()) {
    for (const { cell, sign } of parts) {
      const known = touching.get(cell) ?? [];
      known.push({ contrast, sign });
      touching.set(cell, known);
    }
  }
  const covariance = createMatrix(contrasts.length, contrasts.length);
  const score = new Float64Array(contrasts.length);
  for (const own of sums) {
    score.fill(0);
    const moved: number[] = [];
    for (const [cell, sum] of own) {
      for (const { contrast, sign } of touching.get(cell) ?? []) {
        if (score[contrast] === 0) moved.push(contrast);
        score[contrast] = (score[contrast] ?? 0) + (sign * sum) / (counts[cell] ?? 1);
      }
    }
    const distinct = [...new Set(moved)];
    for (const i of distinct) {
      for (const j of distinct) {
        const at = i * contrasts.length + j;
        covariance.values[at] = (covariance.values[at] ?? 0) + (score[i] ?? 0) * (score[j] ?? 0);
      }
    }
  }
  const correction = (clusters / (clusters - 1)) * ((count - 1) / (count - cells));
  for (let at = 0; at < covariance.values.length; at += 1)
    covariance.values[at] = (covariance.values[at] ?? 0) * correction;
  const { factor } = cholesky(covariance);
  if (factor === null) return none("the covariance of the contrasts is singular: too few clusters or rows");
  const estimates = contrasts.map((parts) =>
    parts.reduce((sum, { cell, sign }) => sum + sign * (means[cell] ?? 0), 0),
  );
  const solved = factor.solve(estimates);
  const square = estimates.reduce((sum, estimate, at) => sum + estimate * (solved[at] ?? 0), 0);
  const statistic = square / contrasts.length;
  return Object.freeze({
    statistic,
    kind: "F",
    degreesOfFreedom: [contrasts.length, clusters - 1],
    pValue: fUpperTail(statistic, contrasts.length, clusters - 1),
    problem: null,
  });
}

interface Layout {
  readonly lines: number;
  readonly columns: number;
  readonly means: Float64Array;
  readonly counts: Float64Array;
}

function layoutOf({ first, second, values }: TwoWayRows): Layout {
  let lines = 0;
  let columns = 0;
  for (let row = 0; row < values.length; row += 1) {
    lines = Math.max(lines, (first[row] ?? 0) + 1);
    columns = Math.max(columns, (second[row] ?? 0) + 1);
  }
  const means = new Float64Array(lines * columns);
  const counts = new Float64Array(lines * columns);
  for (let row = 0; row < values.length; row += 1) {
    const cell = (first[row] ?? 0) * columns + (second[row] ?? 0);
    means[cell] = (means[cell] ?? 0) + (values[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  for (let cell = 0; cell < means.length; cell += 1)
    if ((counts[cell] ?? 0) > 0) means[cell] = (means[cell] ?? 0) / (counts[cell] ?? 1);
  return { lines, columns, means, counts };
}

type ContrastParts = readonly { readonly cell: number; readonly sign: number }[];

function contrastsOf({ lines, columns, counts }: Layout): readonly ContrastParts[] {
  const occurs = (line: number, column: number) => (counts[line * columns + column] ?? 0) > 0;
  const all = (length: number) => Array.from({ length }, (_, place) => place);
  const fullest = (places: readonly number[], filled: (place: number) => number) =>
    places.reduce((best, place) => (filled(place) > filled(best) ? place : best), 0);
  const line0 = fullest(all(lines), (line) => all(columns).filter((column) => occurs(line, column)).length);
  const column0 = fullest(all(columns), (column) => all(lines).filter((line) => occurs(line, column)).length);
  return all(lines).flatMap((line) =>
    all(columns).flatMap((column): ContrastParts[] =>
      line !== line0 &&
      column !== column0 &&
      occurs(line, column) &&
      occurs(line, column0) &&
      occurs(line0, column) &&
      occurs(line0, column0)
        ? [
            [
              { cell: line * columns + column, sign: 1 },
              { cell: line * columns + column0, sign: -1 },
              { cell: line0 * columns + column, sign: -1 },
              { cell: line0 * columns + column0, sign: 1 },
            ],
          ]
        : [],
    ),
  );
}
