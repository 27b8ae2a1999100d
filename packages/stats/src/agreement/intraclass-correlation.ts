import { fQuantile, fUpperTail } from "../distributions/f.ts";
import { invalidArgument, requireLength, requireLevel } from "../invalid-argument.ts";
import { randomRaterInterval } from "./random-rater-interval.ts";

/** Shrout and Fleiss's forms: 1 random raters for each unit, 2 random raters, 3 fixed raters; k for the mean of all raters. */
export type IntraclassForm = "ICC1" | "ICC2" | "ICC3" | "ICC1k" | "ICC2k" | "ICC3k";

export interface IntraclassCorrelation {
  /** At most 1; may be below 0. Null with a problem. */
  readonly value: number | null;
  /** F test of value = 0. Null where the error mean square is 0. */
  readonly fStatistic: number | null;
  readonly degreesOfFreedom: readonly [number, number];
  readonly pValue: number | null;
  /** [lower, upper]. Null where F is, and where a bound is no number: the reliability of a mean has none below. */
  readonly interval: readonly [number, number] | null;
}

export interface IntraclassCorrelations {
  readonly forms: Readonly<Record<IntraclassForm, IntraclassCorrelation>>;
  /** Mean squares between units, within units, between raters, and of the residual. */
  readonly meanSquares: {
    readonly units: number;
    readonly within: number;
    readonly raters: number;
    readonly residual: number;
  };
  readonly units: number;
  readonly raters: number;
  readonly problem: string | null;
}

/**
 * The six intraclass correlations with F tests and intervals.
 *
 * Sources: Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428; the interval of the second form is not theirs, see
 * `randomRaterInterval`.
 *
 * @param ratings complete block: one row a unit, one column a rater, at least 2 x 2
 * @param options level of the intervals, default 0.95
 * @throws RangeError for a block that isn't complete, rectangular, at least 2 x 2 and finite
 */
export function intraclassCorrelations(
  ratings: readonly (readonly number[])[],
  options: { readonly level?: number } = {},
): IntraclassCorrelations {
  const level = options.level ?? 0.95;
  requireLevel("level", level);
  requireBlock(ratings);
  const n = ratings.length;
  const k = ratings[0]?.length ?? 0;
  const { units, within, raters, residual } = meanSquaresOf(ratings, n, k);
  const upperPoint = (df1: number, df2: number): number => fQuantile(0.5 + level / 2, df1, df2);

  const constant = units === 0 && within === 0;
  const form = (
    value: number,
    error: number,
    df2: number,
    interval: (f: number) => readonly [number, number],
  ): IntraclassCorrelation => {
    const f = error > 0 ? units / error : null;
    // above 1 when the variance it divides by came out below 0
    const isNone = constant || !Number.isFinite(value) || value > 1 + 1e-12;
    return Object.freeze({
      value: isNone ? null : value,
      fStatistic: f,
      degreesOfFreedom: Object.freeze([n - 1, df2] as const),
      pValue: f === null ? null : fUpperTail(f, n - 1, df2),
      interval: f === null || isNone ? null : usable(interval(f)),
    });
  };

  const withinDf = n * (k - 1);
  const residualDf = (n - 1) * (k - 1);
  // An interval of F ratios [low, high] becomes one of correlations: single rating and mean of k ratings.
  const range = (f: number, df2: number): readonly [number, number] => [
    f / upperPoint(n - 1, df2),
    f * upperPoint(df2, n - 1),
  ];
  const single = (ratio: number): number => (ratio - 1) / (ratio + k - 1);
  const mean = (ratio: number): number => 1 - 1 / ratio;
  const both = (
    [low, high]: readonly [number, number],
    map: (bound: number) => number,
  ): readonly [number, number] => [map(low), map(high)];

  const icc2 = (units - residual) / (units + (k - 1) * residual + (k * (raters - residual)) / n);
  const icc2Interval = (): readonly [number, number] =>
    randomRaterInterval({ units, raters, residual, unitCount: n, raterCount: k, level });
  /** Spearman and Brown's; single ratings below -1 / (k - 1) have no mean of k. */
  const stepUp = (value: number): number =>
    value > -1 / (k - 1) ? (k * value) / (1 + (k - 1) * value) : Number.NEGATIVE_INFINITY;
  const icc2kInterval = (): readonly [number, number] => both(icc2Interval(), stepUp);

  const forms = Object.freeze({
    ICC1: form((units - within) / (units + (k - 1) * within), within, withinDf, (f) =>
      both(range(f, withinDf), single),
    ),
    ICC2: form(icc2, residual, residualDf, icc2Interval),
    ICC3: form((units - residual) / (units + (k - 1) * residual), residual, residualDf, (f) =>
      both(range(f, residualDf), single),
    ),
    ICC1k: form((units - within) / units, within, withinDf, (f) => both(range(f, withinDf), mean)),
    ICC2k: form((units - residual) / (units + (raters - residual) / n), residual, residualDf, icc2kInterval),
    ICC3k: form((units - residual) / units, residual, residualDf, (f) => both(range(f, residualDf), mean)),
  });
  const unbounded = Object.entries(forms).flatMap(([name, { value, fStatistic, interval }]) =>
    fStatistic !== null && (value === null || interval === null) ? [name] : [],
  );
  return Object.freeze({
    forms,
    meanSquares: Object.freeze({ units, within, raters, residual }),
    units: n,
    raters: k,
    problem: problemOf(constant, units, residual, unbounded),
  });
}

function usable(interval: readonly [number, number]): readonly [number, number] | null {
  const [lower, upper] = interval;
  return Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper
    ? Object.freeze([lower, upper] as const)
    : null;
}

function problemOf(
  constant: boolean,
  units: number,
  residual: number,
  unbounded: readonly string[],
): string | null {
  if (constant) return "all ratings are the same, so there is no variance to divide";
  if (units === 0) return "the units' means are all the same, so the means of k ratings have no reliability";
  if (residual === 0) return "raters differ by constants only, so F is unbounded and there is no interval";
  if (unbounded.length > 0)
    return `units differ too little from each other for a value and an interval of ${unbounded.join(", ")}`;
  return null;
}

function requireBlock(ratings: readonly (readonly number[])[]): void {
  const width = ratings[0]?.length ?? 0;
  if (ratings.length < 2) throw invalidArgument("ratings.length", ratings.length, "at least 2 units");
  if (width < 2) throw invalidArgument("ratings[0].length", width, "at least 2 raters");
  for (const [row, values] of ratings.entries()) {
    requireLength(`ratings[${row}]`, values.length, width);
    for (const [column, value] of values.entries()) {
      if (!Number.isFinite(value)) {
        throw invalidArgument(`ratings[${row}][${column}]`, value, "a finite number");
      }
    }
  }
}

function meanSquaresOf(ratings: readonly (readonly number[])[], n: number, k: number) {
  const grand = ratings.flat().reduce((sum, value) => sum + value, 0) / (n * k);
  const unitMeans = ratings.map((row) => row.reduce((sum, value) => sum + value, 0) / k);
  const raterMeans = Array.from(
    { length: k },
    (_, rater) => ratings.reduce((sum, row) => sum + (row[rater] ?? 0), 0) / n,
  );
  const squares = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + (value - grand) ** 2, 0);
  let withinSum = 0;
  let residualSum = 0;
  let size = Math.abs(grand);
  for (const [unit, row] of ratings.entries()) {
    for (const [rater, value] of row.entries()) {
      const deviation = value - (unitMeans[unit] ?? 0);
      withinSum += deviation ** 2;
      residualSum += (deviation - (raterMeans[rater] ?? 0) + grand) ** 2;
      size = Math.max(size, Math.abs(value));
    }
  }
  // Sums of squares that are rounding only are 0: a constant rating must not look like a perfect test.
  const noise = n * k * (size * 8 * Number.EPSILON) ** 2;
  const clean = (sum: number): number => (sum <= noise ? 0 : sum);
  return {
    units: clean(k * squares(unitMeans)) / (n - 1),
    within: clean(withinSum) / (n * (k - 1)),
    raters: clean(n * squares(raterMeans)) / (k - 1),
    residual: clean(residualSum) / ((n - 1) * (k - 1)),
  };
}
