import { normalQuantile } from "../distributions/normal.ts";
import { studentTQuantile, studentTTwoSided } from "../distributions/student-t.ts";
import { invalidArgument, requireLevel } from "../invalid-argument.ts";
import type { AddedVariance } from "./answerer-variance.ts";

/** Numbers of one cluster, added up. */
export interface ClusterSum {
  readonly sum: number;
  /** How many numbers there are; above 0. */
  readonly count: number;
}

export interface ClusteredMean {
  readonly mean: number;
  /** CR2 (Bell and McCaffrey 2002); 0 where all clusters have the same mean. */
  readonly standardError: number | null;
  /** Satterthwaite's, for clusters that are each as one number: at most clusters - 1, fewer where sizes differ. */
  readonly degreesOfFreedom: number | null;
  /** Student's t; Wilson's within the range where one is given. Null where clusters don't vary and have no range. */
  readonly interval: readonly [number, number] | null;
  /** Two-sided, of a mean of 0, by Student's t. */
  readonly pValue: number | null;
  readonly clusters: number;
  readonly problem: string | null;
}

export interface ClusteredMeanOptions {
  /** Least and greatest value that a number can have: the interval stays inside and allows for values that were not drawn. */
  readonly range?: readonly [least: number, greatest: number];
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
  /** Variance of the mean that clusters don't show: degrees of freedom are Satterthwaite's for both then. */
  readonly added?: AddedVariance;
}

/**
 * The mean of numbers that come in clusters, with an interval that holds for few clusters too.
 *
 * With a range the interval is Wilson's (1927) for the effective number of independent yes/no answers, mean (1 - mean) / squared
 * error, with Student's t for the normal quantile (Korn and Graubard 1998; Franco et al. 2019). Wilson's takes from the mean what it
 * says about the variance, so that t stands for the rest only: see `restOfVariance`. Clusters that don't vary count as one answer
 * each, so that no interval has zero width.
 */
export function clusteredMean(
  clusters: readonly ClusterSum[],
  options: ClusteredMeanOptions = {},
): ClusteredMean {
  const { range, level = 0.95 } = options;
  requireLevel("level", level);
  if (clusters.length === 0) throw invalidArgument("clusters.length", 0, "at least 1");
  let sum = 0;
  let total = 0;
  for (const cluster of clusters) {
    sum += cluster.sum;
    total += cluster.count;
  }
  if (!(total > 0)) throw invalidArgument("clusters", total, "counts above 0");
  const mean = sum / total;
  if (range !== undefined && !(mean >= range[0] - 1e-9 && mean <= range[1] + 1e-9))
    throw invalidArgument("clusters", mean, `a mean from ${range[0]} to ${range[1]}`);
  const facts = { mean, clusters: clusters.length };
  if (clusters.length < 2)
    return Object.freeze({
      ...facts,
      standardError: null,
      degreesOfFreedom: null,
      interval: null,
      pValue: null,
      problem: "one cluster: how sure a mean is shows between clusters",
    });
  const added = options.added ?? { squaredError: 0, degreesOfFreedom: 1 };
  const { squaredError, degreesOfFreedom } = together(errorOf(clusters, mean, total), added);
  const size = Math.max(...clusters.map((cluster) => Math.abs(cluster.sum / cluster.count)));
  if (Math.sqrt(squaredError) <= 1e-12 * size || size === 0)
    return Object.freeze({
      ...facts,
      standardError: 0,
      degreesOfFreedom,
      interval:
        range === undefined ? null : within(range, mean, clusters.length, normalQuantile(0.5 + level / 2)),
      pValue: null,
      problem: "all clusters have the same mean",
    });
  const standardError = Math.sqrt(squaredError);
  return Object.freeze({
    ...facts,
    standardError,
    degreesOfFreedom,
    interval:
      range === undefined
        ? unbounded(mean, standardError, studentTQuantile(0.5 + level / 2, degreesOfFreedom))
        : effective(range, mean, clusters, {
            ...{ squaredError, degreesOfFreedom, level, total },
            isAdded: added.squaredError > 0,
          }),
    pValue: studentTTwoSided(mean / standardError, degreesOfFreedom),
    problem: null,
  });
}

function errorOf(clusters: readonly ClusterSum[], mean: number, total: number) {
  let squares = 0;
  let pull = 0;
  for (const { sum, count } of clusters) {
    const part = count / total;
    // a cluster's residual is too small by its pull on the mean
    squares += (sum - count * mean) ** 2 / (1 - part);
    pull += part ** 2 / (1 - part);
  }
  // Satterthwaite's degrees of freedom of that quadratic form, trace² / trace of the square, when cluster means have equal variances
  let trace = 0;
  let parts = 0;
  let pulls = 0;
  let squaredPulls = 0;
  let diagonal = 0;
  for (const { count } of clusters) {
    const part = count / total;
    const weight = 1 / (1 - part);
    const own = weight * part;
    trace += (weight - 2 * own + pull) * part ** 2;
    parts += part ** 2;
    pulls += own * part ** 2;
    squaredPulls += own ** 2 * part ** 2;
    diagonal += ((weight - 2 * own + pull) ** 2 - (pull - 2 * own) ** 2) * part ** 4;
  }
  const square =
    diagonal + (pull * parts) ** 2 + 2 * squaredPulls * parts - 4 * pull * pulls * parts + 2 * pulls ** 2;
  return { squaredError: squares / total ** 2, degreesOfFreedom: trace ** 2 / square };
}

/** Two independent parts of a squared error (Satterthwaite 1946). */
function together(own: AddedVariance, added: AddedVariance): AddedVariance {
  if (!(added.squaredError > 0)) return own;
  const squaredError = own.squaredError + added.squaredError;
  const degreesOfFreedom =
    squaredError ** 2 /
    (own.squaredError ** 2 / own.degreesOfFreedom + added.squaredError ** 2 / added.degreesOfFreedom);
  return { squaredError, degreesOfFreedom };
}

function unbounded(mean: number, standardError: number, deviations: number): readonly [number, number] {
  return Object.freeze([mean - deviations * standardError, mean + deviations * standardError] as const);
}

/** Wilson's interval for the effective number of answers. */
function effective(
  range: readonly [number, number],
  mean: number,
  clusters: readonly ClusterSum[],
  error: {
    readonly squaredError: number;
    readonly degreesOfFreedom: number;
    readonly level: number;
    readonly total: number;
    readonly isAdded: boolean;
  },
): readonly [number, number] {
  const width = range[1] - range[0];
  const share = (mean - range[0]) / width;
  const answers = (share * (1 - share) * width ** 2) / error.squaredError;
  const parts = clusters.reduce((sum, { count }) => sum + (count / error.total) ** 2, 0);
  // variance between clusters as part of what zeros and ones of this mean would have
  const spread = (1 - parts) / (parts * answers);
  // the mean says nothing of a variance that is not between clusters
  const rest = error.isAdded ? 1 : restOfVariance(share, spread);
  const tail = 0.5 + error.level / 2;
  const deviations =
    rest > 1e-9 ? studentTQuantile(tail, Math.min(1e9, error.degreesOfFreedom / rest)) : normalQuantile(tail);
  return within(range, mean, answers, deviations);
}

/**
 * How unsure an estimated variance is once the mean is known, as part of what it is for normal numbers: (kurtosis - 1 - skewness²) / 2,
 * for kurtosis 3 of the normal distribution. By Pearson's (1916) inequality it is 0 only for numbers of two values, whose variance
 * follows from their mean. The moments are those of the Beta distribution of this mean and spread; 1 for a small spread.
 *
 * @param spread variance / (mean (1 - mean)), from 0 to 1
 */
function restOfVariance(mean: number, spread: number): number {
  if (spread >= 1) return 0;
  const size = 1 / spread - 1;
  const product = mean * (1 - mean) * size ** 2;
  const gap = ((1 - 2 * mean) * size) ** 2;
  const squaredSkewness = (4 * gap * (size + 1)) / ((size + 2) ** 2 * product);
  const excess = (6 * (gap * (size + 1) - product * (size + 2))) / (product * (size + 2) * (size + 3));
  return Math.min(1, Math.max(0, (excess + 2 - squaredSkewness) / 2));
}

/** Wilson's interval of a mean in a range, for so many independent yes/no answers. */
function within(
  [least, greatest]: readonly [number, number],
  mean: number,
  answers: number,
  deviations: number,
): readonly [number, number] {
  const width = greatest - least;
  const share = Math.min(1, Math.max(0, (mean - least) / width));
  const spread = deviations * Math.sqrt((share * (1 - share)) / answers + (deviations / (2 * answers)) ** 2);
  const scale = 1 + deviations ** 2 / answers;
  const middle = share + deviations ** 2 / (2 * answers);
  return Object.freeze([
    share === 0 ? least : Math.max(least, least + (width * (middle - spread)) / scale),
    share === 1 ? greatest : Math.min(greatest, least + (width * (middle + spread)) / scale),
  ] as const);
}
