import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { deriveSeed } from "../random.ts";
import { clusteredPearson } from "./clustered-pearson.ts";
import type { Correlation, CorrelationOptions } from "./correlation-result.ts";
import { kendall } from "./kendall.ts";
import { pearson } from "./pearson.ts";
import { spearman } from "./spearman.ts";

/** A named column; null (or NaN) is a missing value. */
export interface CorrelationColumn {
  readonly name: string;
  readonly values: ArrayLike<number | null>;
}

export interface CorrelationMatrix {
  readonly names: readonly string[];
  /** `cells[i][j]` compares columns i and j over the rows that both have; the matrix is symmetric. */
  readonly cells: readonly (readonly Correlation[])[];
}

export interface CorrelationMatrixOptions extends CorrelationOptions {
  /** `pearson` unless told. */
  readonly method?: Correlation["method"];
  /** Cluster of each row, such as its person, whole numbers from 0, and the seed of `clusteredPearson`. For Pearson's r only. */
  readonly clusters?: { readonly of: ArrayLike<number>; readonly seed: string };
}

/** Correlations of every pair of columns, each over its complete pairs. */
export function correlationMatrix(
  columns: readonly CorrelationColumn[],
  options: CorrelationMatrixOptions = {},
): CorrelationMatrix {
  const { method = "pearson", clusters, ...rest } = options;
  if (clusters !== undefined && method !== "pearson")
    throw invalidArgument("method", method, "pearson, where rows are clustered");
  const correlate = { pearson, spearman, kendall }[method];
  const length = columns[0]?.values.length ?? 0;
  for (const { name, values } of columns) requireLength(name, values.length, length);
  const cells: Correlation[][] = columns.map(() => []);
  for (const [i, left] of columns.entries()) {
    for (let j = 0; j <= i; j += 1) {
      const right = columns[j];
      if (right === undefined) throw invalidArgument("columns", j, "a column");
      const { x, y, rows } = completePairs(left.values, right.values);
      const cell =
        clusters === undefined || i === j
          ? correlate(x, y, rest)
          : clusteredPearson(
              x,
              y,
              rows.map((at) => clusters.of[at] ?? 0),
              { ...rest, seed: deriveSeed(clusters.seed, left.name, right.name) },
            );
      const row = cells[i];
      const mirrored = cells[j];
      if (row !== undefined) row[j] = cell;
      if (mirrored !== undefined) mirrored[i] = cell;
    }
  }
  return Object.freeze({
    names: Object.freeze(columns.map(({ name }) => name)),
    cells: Object.freeze(cells.map((row) => Object.freeze(row))),
  });
}

/** The pairs in which neither value is missing (null or NaN). */
export function completePairs(
  x: ArrayLike<number | null>,
  y: ArrayLike<number | null>,
): { readonly x: readonly number[]; readonly y: readonly number[]; readonly rows: readonly number[] } {
  requireLength("y", y.length, x.length);
  const keptX: number[] = [];
  const keptY: number[] = [];
  const rows: number[] = [];
  for (let index = 0; index < x.length; index += 1) {
    const first = x[index] ?? Number.NaN;
    const second = y[index] ?? Number.NaN;
    if (Number.isNaN(first) || Number.isNaN(second)) continue;
    keptX.push(first);
    keptY.push(second);
    rows.push(index);
  }
  return { x: keptX, y: keptY, rows };
}
