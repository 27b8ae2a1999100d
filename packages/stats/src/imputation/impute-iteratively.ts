import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";
import { fitBayesianRidge } from "./bayesian-ridge.ts";

export interface ImputationOptions {
  /** Passes over all columns. Default 10. */
  readonly maximumRounds?: number;
  /**
   * A round that moves no value by this share of the largest observed one ends it. Default 1e-3, as in scikit-learn;
   * 0 always runs all rounds.
   */
  readonly tolerance?: number;
  /** Imputed values are cut to this range (1 to 100 for ratings, 0 to 1 for shares). Not cut unless given. */
  readonly range?: { readonly minimum: number; readonly maximum: number };
}

export interface Imputation {
  /** The table with its gaps filled; NaN only where a whole column was empty. */
  readonly filled: Matrix;
  readonly rounds: number;
  /** Whether the last round moved values by less than the tolerance. */
  readonly converged: boolean;
  /** Values that were filled in. */
  readonly imputed: number;
  /** Columns without one observed value, left empty. */
  readonly emptyColumns: readonly number[];
  /** Set when columns are empty, or the rounds ended before convergence; what could be filled is filled. */
  readonly problem: string | null;
}

/**
 * Fills the gaps of a table by chained regressions: start at column means, then, column by column (fewest missing
 * first, ties in order), regress the observed values on all other columns by Bayesian ridge and predict the missing
 * ones; repeat.
 *
 * Sources: van Buuren & Groothuis-Oudshoorn (2011), Journal of Statistical Software 45(3), for the chained equations;
 * single, deterministic imputation with the order, start and stopping of scikit-learn's IterativeImputer. Imputed
 * values carry no noise: variances of a filled table are too small.
 *
 * @param table missing values are NaN; rows without any observed value are filled too
 * @throws RangeError for infinite values, a range that is no range, fewer than 1 round
 */
export function imputeIteratively(table: Matrix, options: ImputationOptions = {}): Imputation {
  const { rows, columns } = table;
  const maximumRounds = options.maximumRounds ?? 10;
  requireWhole("maximumRounds", maximumRounds, 1);
  const { minimum, maximum } = options.range ?? {
    minimum: Number.NEGATIVE_INFINITY,
    maximum: Number.POSITIVE_INFINITY,
  };
  if (!(minimum < maximum)) {
    throw invalidArgument("range", `${minimum} to ${maximum}`, "a minimum below the maximum");
  }
  const filled = createMatrix(rows, columns, Float64Array.from(table.values));
  const gaps = Array.from({ length: columns }, (_, column) => gapsOf(table, column));
  const emptyColumns = gaps.flatMap((missing, column) => (missing.length === rows ? [column] : []));
  const used = gaps.flatMap((missing, column) => (missing.length < rows ? [column] : []));
  let largest = 0;
  for (const column of used) largest = Math.max(largest, fillWithMean(filled, column, gaps[column] ?? []));

  const order = used
    .filter((column) => (gaps[column]?.length ?? 0) > 0)
    .sort((a, b) => (gaps[a]?.length ?? 0) - (gaps[b]?.length ?? 0));
  const limit = (options.tolerance ?? 1e-3) * largest;
  let rounds = 0;
  let converged = order.length === 0 || used.length < 2;
  while (!converged && rounds < maximumRounds) {
    rounds += 1;
    const before = Float64Array.from(filled.values);
    for (const column of order) {
      imputeColumn(filled, column, used, gaps[column] ?? [], minimum, maximum);
    }
    converged = largestRowChange(filled, before, used) < limit;
  }
  return Object.freeze({
    filled,
    rounds,
    converged,
    imputed: order.reduce((sum, column) => sum + (gaps[column]?.length ?? 0), 0),
    emptyColumns: Object.freeze(emptyColumns),
    problem: problemOf(emptyColumns.length, converged, rounds),
  });
}

function problemOf(empty: number, converged: boolean, rounds: number): string | null {
  if (empty > 0) return `${empty} ${empty === 1 ? "column has" : "columns have"} no observed value`;
  return converged ? null : `values were still moving after ${rounds} rounds`;
}

/** Rows where a column is missing. */
function gapsOf({ rows, columns, values }: Matrix, column: number): Int32Array {
  const missing: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const value = values[row * columns + column] ?? 0;
    if (Number.isNaN(value)) missing.push(row);
    else if (!Number.isFinite(value)) {
      throw invalidArgument(
        `table row ${row}, column ${column}`,
        value,
        "a finite number, or NaN where missing",
      );
    }
  }
  return Int32Array.from(missing);
}

/** Puts the column's mean into its gaps and returns its largest absolute observed value. */
function fillWithMean({ rows, columns, values }: Matrix, column: number, gaps: ArrayLike<number>): number {
  let sum = 0;
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    const value = values[row * columns + column] ?? 0;
    if (Number.isNaN(value)) continue;
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = sum / (rows - gaps.length);
  for (let index = 0; index < gaps.length; index += 1) values[(gaps[index] ?? 0) * columns + column] = mean;
  return largest;
}

function imputeColumn(
  filled: Matrix,
  column: number,
  used: readonly number[],
  gaps: ArrayLike<number>,
  minimum: number,
  maximum: number,
): void {
  const { rows, columns, values } = filled;
  const others = Int32Array.from(used.filter((other) => other !== column));
  const width = others.length;
  const training = createMatrix(rows - gaps.length, width);
  const outcome = new Float64Array(training.rows);
  let gap = 0;
  let target = 0;
  for (let row = 0; row < rows; row += 1) {
    if (gap < gaps.length && gaps[gap] === row) {
      gap += 1;
      continue;
    }
    for (let j = 0; j < width; j += 1) {
      training.values[target * width + j] = values[row * columns + (others[j] ?? 0)] ?? 0;
    }
    outcome[target] = values[row * columns + column] ?? 0;
    target += 1;
  }
  const { intercept, coefficients } = fitBayesianRidge(training, outcome);
  for (let index = 0; index < gaps.length; index += 1) {
    const row = gaps[index] ?? 0;
    let prediction = intercept;
    for (let j = 0; j < width; j += 1) {
      prediction += (coefficients[j] ?? 0) * (values[row * columns + (others[j] ?? 0)] ?? 0);
    }
    values[row * columns + column] = Math.min(maximum, Math.max(minimum, prediction));
  }
}

/** The largest sum, over a row, of absolute changes: the norm by which scikit-learn stops. */
function largestRowChange(
  { rows, columns, values }: Matrix,
  before: Float64Array,
  used: readonly number[],
): number {
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (const column of used) {
      const place = row * columns + column;
      sum += Math.abs((values[place] ?? 0) - (before[place] ?? 0));
    }
    largest = Math.max(largest, sum);
  }
  return largest;
}
