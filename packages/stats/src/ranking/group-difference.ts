import { chiSquareUpperTail } from "../distributions/chi-square.ts";
import { invalidArgument, requireLength, requireWhole } from "../invalid-argument.ts";
import { cholesky } from "../linear-algebra/cholesky.ts";
import { createMatrix } from "../linear-algebra/matrix.ts";
import { createRandom } from "../random.ts";
import { betweenGroups, shuffleCodes } from "../resampling/between-groups.ts";
import type { BradleyTerryEstimate } from "./bradley-terry.ts";
import { outcomeSlopes } from "./bradley-terry-covariance.ts";
import { type ClusteredComparisons, hasComparisons } from "./clustered-comparisons.ts";

export interface GroupDifferenceOptions {
  readonly seed: string;
  /** 999 unless told. */
  readonly permutations?: number;
}

export type GroupDifference =
  | {
      readonly problem: null;
      /** (N - 1) times Pillai's trace of the people's scores. */
      readonly statistic: number;
      /** (groups - 1) (items - 1). */
      readonly degreesOfFreedom: number;
      /** Share of permutations, the data itself counted in, whose statistic is at least as large. */
      readonly pValue: number;
      /** From the chi-square distribution: for many clusters in each group. */
      readonly chiSquarePValue: number;
      readonly permutations: number;
    }
  | {
      readonly problem: string;
      readonly statistic: null;
      readonly degreesOfFreedom: null;
      readonly pValue: null;
      readonly chiSquarePValue: null;
      readonly permutations: 0;
    };

/**
 * Whether groups of clusters (people) differ in their abilities: a score test of abilities of each group's own against the pooled fit
 * (Rao 1948), with people as units.
 *
 * At the pooled fit each person's derivatives of the likelihood by the abilities are summed to one score. Under the hypothesis
 * these are exchangeable between groups whatever a person's comparisons have in common, so that their multivariate analysis of variance
 * (Pillai 1955) is a test, and its permutation p-value holds for groups of any size. A Wald test with clustered covariances needs
 * far more people a group than there are items.
 *
 * @param fit Of all of `clustered`, without a prior.
 * @param group The group of each cluster, whole numbers from 0.
 * @throws RangeError on a group that is no whole number, or a list of another length than there are clusters.
 */
export function bradleyTerryGroupTest(
  clustered: ClusteredComparisons,
  fit: BradleyTerryEstimate,
  group: ArrayLike<number>,
  options: GroupDifferenceOptions,
): GroupDifference {
  const permutations = options.permutations ?? 999;
  requireLength("group", group.length, clustered.clusterCount);
  requireWhole("permutations", permutations, 1);
  if (fit.prior.kind !== "none") throw invalidArgument("fit.prior.kind", fit.prior.kind, "none");
  const width = fit.abilities.length - 1;
  const used: number[] = [];
  const groups: number[] = [];
  for (let cluster = 0; cluster < clustered.clusterCount; cluster += 1) {
    const own = group[cluster] ?? -1;
    if (!Number.isInteger(own) || own < 0) {
      throw invalidArgument(`group[${cluster}]`, own, "a whole number of at least 0");
    }
    if (!hasComparisons(clustered, cluster)) continue;
    used.push(cluster);
    groups.push(own);
  }
  const levels = [...new Set(groups)];
  if (levels.length < 2)
    return failed(`there are ${levels.length} groups with comparisons, at least two are needed`);
  const codes = Int32Array.from(groups, (own) => levels.indexOf(own));
  const scores = whitened(clusterScores(clustered, fit, used), width, used.length);
  if (scores === null) {
    return failed(
      `${used.length} people are too few to tell apart ${fit.abilities.length} items in each group`,
    );
  }
  const between = betweenGroups(scores, width, codes, levels.length);
  const statistic = (used.length - 1) * between.exactly(codes);
  const random = createRandom(options.seed).stream("group-difference");
  const shuffled = codes.slice();
  let asLarge = 1;
  for (let round = 0; round < permutations; round += 1) {
    shuffleCodes(shuffled, random.integer);
    // sums in another order differ in the last digits
    if ((used.length - 1) * between.nearly(shuffled) >= statistic * (1 - 1e-12)) asLarge += 1;
  }
  const degreesOfFreedom = (levels.length - 1) * width;
  return Object.freeze({
    problem: null,
    statistic,
    degreesOfFreedom,
    pValue: asLarge / (permutations + 1),
    chiSquarePValue: chiSquareUpperTail(statistic, degreesOfFreedom),
    permutations,
  });
}

function failed(problem: string): GroupDifference {
  return Object.freeze({
    problem,
    statistic: null,
    degreesOfFreedom: null,
    pValue: null,
    chiSquarePValue: null,
    permutations: 0,
  });
}

/** One row a cluster: its derivatives by all abilities but the last, which follows from the others. */
function clusterScores(
  { start, slot, count, cells }: ClusteredComparisons,
  fit: BradleyTerryEstimate,
  used: readonly number[],
): Float64Array {
  const width = fit.abilities.length - 1;
  const { lead } = outcomeSlopes(cells, fit);
  const scores = new Float64Array(used.length * width);
  const add = (place: number, item: number, value: number): void => {
    if (item < width) scores[place + item] = (scores[place + item] ?? 0) + value;
  };
  for (const [row, cluster] of used.entries()) {
    for (let entry = start[cluster] ?? 0; entry < (start[cluster + 1] ?? 0); entry += 1) {
      const own = slot[entry] ?? 0;
      const cell = own % cells.low.length;
      const slope = (count[entry] ?? 0) * (lead[own] ?? 0);
      add(row * width, cells.low[cell] ?? 0, slope);
      add(row * width, cells.high[cell] ?? 0, -slope);
    }
  }
  return scores;
}

/** Rows z = L^-1 s with L L' = sum of s s', so that sums of squares are forms in its inverse; null when that has none. */
function whitened(scores: Float64Array, width: number, count: number): Float64Array | null {
  const products = createMatrix(width, width);
  for (let row = 0; row < count; row += 1) {
    for (let one = 0; one < width; one += 1) {
      const value = scores[row * width + one] ?? 0;
      if (value === 0) continue;
      for (let other = 0; other <= one; other += 1) {
        const place = one * width + other;
        products.values[place] = (products.values[place] ?? 0) + value * (scores[row * width + other] ?? 0);
      }
    }
  }
  const { factor } = cholesky(products);
  if (factor === null) return null;
  const lower = factor.lower.values;
  const white = scores.slice();
  for (let row = 0; row < count; row += 1) {
    for (let place = 0; place < width; place += 1) {
      let left = white[row * width + place] ?? 0;
      for (let before = 0; before < place; before += 1) {
        left -= (lower[place * width + before] ?? 0) * (white[row * width + before] ?? 0);
      }
      white[row * width + place] = left / (lower[place * width + place] ?? 1);
    }
  }
  return white;
}
