import { type Numbers, requireFinite, requireWeights } from "../argument-checks.ts";
import { mean, skewness, standardDeviation } from "./moments.ts";
import { quantiles } from "./quantiles.ts";

/** What is usually said of a column of numbers. A null comes with its reason in `problem`. */
export interface Summary {
  readonly count: number;
  readonly mean: number | null;
  /** Divisor n - 1 (with weights: reliability weights). */
  readonly sampleDeviation: number | null;
  /** Divisor n. */
  readonly populationDeviation: number | null;
  readonly minimum: number | null;
  /** Quartiles of type 7. */
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly maximum: number | null;
  /** g1; null when all values are equal. */
  readonly skewness: number | null;
  readonly problem: string | null;
}

/** Summarizes finite numbers, optionally weighted (skewness is always unweighted). Takes an empty list too. */
export function summarize(values: Numbers, weights?: Numbers): Summary {
  requireFinite("values", values);
  const count = values.length;
  if (count === 0) {
    return Object.freeze({
      count,
      mean: null,
      sampleDeviation: null,
      populationDeviation: null,
      minimum: null,
      lowerQuartile: null,
      median: null,
      upperQuartile: null,
      maximum: null,
      skewness: null,
      problem: "there are no values",
    });
  }
  if (weights !== undefined) requireWeights("weights", weights, count);
  const weighting = weights === undefined ? {} : { weights };
  const present = Array.from(values).filter((_, index) => weights === undefined || (weights[index] ?? 0) > 0);
  const [lowerQuartile = null, middle = null, upperQuartile = null] = quantiles(
    values,
    [0.25, 0.5, 0.75],
    weighting,
  );
  const skew = skewness(values);
  return Object.freeze({
    count,
    mean: mean(values, weights),
    sampleDeviation: present.length > 1 ? standardDeviation(values, weighting) : null,
    populationDeviation: standardDeviation(values, { ...weighting, divisor: "population" }),
    minimum: present.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    lowerQuartile,
    median: middle,
    upperQuartile,
    maximum: present.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    skewness: skew,
    problem:
      present.length === 1
        ? "one value has no sample standard deviation and no skewness"
        : skew === null
          ? "all values are equal, so skewness is not defined"
          : null,
  });
}
