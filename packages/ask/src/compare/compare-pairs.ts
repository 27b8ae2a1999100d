import { mcNemarTest, percentileInterval } from "@refract/stats";
import { type ClusterSum, resampledMeans } from "../scores/interval.ts";

/** The points of two respondents in one scoring group. */
export interface PointPair {
  readonly cluster: string;
  readonly first: number;
  readonly second: number;
}

export interface PairDifference {
  /** Mean of the first minus mean of the second over shared groups. */
  readonly difference: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly groups: number;
  readonly clusters: number;
  readonly test: string;
  readonly pValue: number | null;
}

/** The difference of means over at least one pair, with its interval and test; pure. */
export function comparePairs(pairs: readonly PointPair[], seed: string): PairDifference {
  const sums = new Map<string, ClusterSum>();
  for (const { cluster, first, second } of pairs) {
    const known = sums.get(cluster) ?? { sum: 0, count: 0 };
    sums.set(cluster, { sum: known.sum + first - second, count: known.count + 1 });
  }
  const clusters = [...sums.values()];
  const counts = { groups: pairs.length, clusters: clusters.length };
  const difference = clusters.reduce((sum, one) => sum + one.sum, 0) / pairs.length;
  if (clusters.length < 2)
    return {
      difference,
      lower: null,
      upper: null,
      test: "all groups belong to one cluster",
      pValue: null,
      ...counts,
    };
  const values = resampledMeans(clusters, seed);
  const { lower, upper } = percentileInterval(values);
  const isBinary = pairs.every((pair) =>
    [pair.first, pair.second].every((points) => points === 0 || points === 1),
  );
  if (isBinary && clusters.length === pairs.length) {
    const { pValue } = mcNemarTest(
      pairs.filter(({ first, second }) => first > second).length,
      pairs.filter(({ first, second }) => first < second).length,
    );
    return { difference, lower, upper, test: "McNemar, exact", pValue, ...counts };
  }
  // Twice the smaller tail of the replicates around nought, with one added so that it is never nought (Davison and Hinkley 1997, 4.2).
  const below = values.filter((value) => value <= 0).length + 1;
  const above = values.filter((value) => value >= 0).length + 1;
  const pValue = Math.min(1, (2 * Math.min(below, above)) / (values.length + 1));
  return { difference, lower, upper, test: "paired cluster bootstrap", pValue, ...counts };
}
