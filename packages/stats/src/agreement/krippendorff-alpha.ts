import { invalidArgument } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import { type Ratings, requireRatings } from "./ratings.ts";

/** How far two values are apart: Krippendorff's four levels of measurement. */
export type AlphaMetric = "nominal" | "ordinal" | "interval" | "ratio";

interface KrippendorffAlphaFigures {
  /** 1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement; null with a problem. */
  readonly alpha: number;
  /** Mean squared difference within units, D_o. Null when nothing can be paired. */
  readonly observedDisagreement: number;
  /** Mean squared difference between any two pairable values, D_e. Null when nothing can be paired. */
  readonly expectedDisagreement: number;
  /** Units with at least two values; the others say nothing about agreement and are left out. */
  readonly unitCount: number;
  /** Values in those units. */
  readonly valueCount: number;
}

export type KrippendorffAlpha = Outcome<
  KrippendorffAlphaFigures,
  "alpha" | "observedDisagreement" | "expectedDisagreement"
>;

/**
 * Krippendorff's alpha for any number of raters, with missing values.
 *
 * alpha = 1 - (n - 1) sum o_ck d²_ck / sum n_c n_k d²_ck over the coincidences o of values within units, to which a
 * unit of m values adds its ordered pairs divided by m - 1. d² is 1 for unequal values (nominal), the squared
 * difference of mid-ranks (ordinal: values in between plus half of both ends), of values (interval), or
 * ((c - k) / (c + k))² (ratio).
 *
 * Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section on any metric.
 *
 * @param ratings one row a unit, one column a rater; null is missing; rows may differ in length
 * @throws RangeError for values that are not finite, or below 0 with `ratio`
 */
export function krippendorffAlpha(ratings: Ratings, metric: AlphaMetric): KrippendorffAlpha {
  requireRatings("ratings", ratings);
  const units = ratings
    .map((row) => row.filter((value) => value !== null))
    .filter((values) => values.length >= 2);
  const values = units.flat();
  if (values.length === 0) {
    return Object.freeze({
      alpha: null,
      observedDisagreement: null,
      expectedDisagreement: null,
      unitCount: 0,
      valueCount: 0,
      problem: "no unit has two ratings",
    });
  }
  const spread = spreadOf(metric, values);
  let within = 0;
  for (const unit of units) within += spread(unit) / (unit.length - 1);
  const total = spread(values);
  const figures = {
    observedDisagreement: within / values.length,
    expectedDisagreement: total / (values.length * (values.length - 1)),
    unitCount: units.length,
    valueCount: values.length,
  };
  if (total === 0) {
    const problem = "all ratings are the same, so agreement can't be told from chance";
    return Object.freeze({ alpha: null, ...figures, problem });
  }
  return Object.freeze({ alpha: 1 - ((values.length - 1) * within) / total, ...figures, problem: null });
}

/** For a list of values, the sum of d² over its ordered pairs. */
type Spread = (values: readonly number[]) => number;

function spreadOf(metric: AlphaMetric, values: readonly number[]): Spread {
  switch (metric) {
    case "nominal":
      return nominalSpread;
    case "ordinal": {
      // Krippendorff's ordinal difference is the difference of mid-ranks among all pairable values.
      const midRanks = midRanksOf(values);
      return (list) => intervalSpread(list.map((value) => midRanks.get(value) ?? 0));
    }
    case "interval":
      return intervalSpread;
    case "ratio": {
      const negative = values.find((value) => value < 0);
      if (negative !== undefined) {
        throw invalidArgument("ratings", negative, "no value below 0 for the ratio metric");
      }
      return ratioSpread;
    }
  }
}

function countsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function midRanksOf(values: readonly number[]): Map<number, number> {
  const midRanks = new Map<number, number>();
  let below = 0;
  for (const [value, count] of [...countsOf(values)].sort(([a], [b]) => a - b)) {
    midRanks.set(value, below + count / 2);
    below += count;
  }
  return midRanks;
}

function nominalSpread(values: readonly number[]): number {
  let equal = 0;
  for (const count of countsOf(values).values()) equal += count * count;
  return values.length ** 2 - equal;
}

/** Twice n times the sum of squares about the mean, which is the sum over ordered pairs without forming them. */
function intervalSpread(values: readonly number[]): number {
  const first = values[0] ?? 0;
  if (values.every((value) => value === first)) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function ratioSpread(values: readonly number[]): number {
  const counts = [...countsOf(values)];
  let sum = 0;
  for (const [index, [value, count]] of counts.entries()) {
    for (const [other, otherCount] of counts.slice(0, index)) {
      sum += 2 * count * otherCount * ((value - other) / (value + other)) ** 2;
    }
  }
  return sum;
}
