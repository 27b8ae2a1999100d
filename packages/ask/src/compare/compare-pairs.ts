import {
  type AddedVariance,
  type ClusterSum,
  clusteredMean,
  mcNemarTest,
  signFlipTest,
} from "@refract/stats";

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

/** From this many clusters on Student's t is as good as counting signs. */
const manyClusters = 40;

/**
 * The difference of means over at least one pair, with its interval and test; pure.
 *
 * Tests below 40 clusters are exact: the clusters' differences are given all signs, so that p is never below 2 / 2^clusters. Where something
 * moves all clusters together Student's test counts that too, and p is the larger of both.
 *
 * @param added what clusters don't show, such as the choice of people whose answers one side is the mean of
 */
export function comparePairs(
  pairs: readonly PointPair[],
  added: AddedVariance | null = null,
): PairDifference {
  const sums = new Map<string, ClusterSum>();
  let isWithinOne = true;
  let isBinary = true;
  for (const { cluster, first, second } of pairs) {
    const known = sums.get(cluster) ?? { sum: 0, count: 0 };
    sums.set(cluster, { sum: known.sum + first - second, count: known.count + 1 });
    for (const points of [first, second]) {
      if (!(points >= 0 && points <= 1)) isWithinOne = false;
      if (points !== 0 && points !== 1) isBinary = false;
    }
  }
  const clusters = [...sums.values()];
  const counts = { groups: pairs.length, clusters: clusters.length };
  if (clusters.length < 2)
    return {
      difference: clusteredMean(clusters).mean,
      lower: null,
      upper: null,
      test: "all groups belong to one cluster",
      pValue: null,
      ...counts,
    };
  const isAdded = added !== null && added.squaredError > 0;
  const found = clusteredMean(clusters, {
    ...(isWithinOne ? { range: [-1, 1] } : {}),
    ...(isAdded ? { added } : {}),
  });
  const isUnvaried = found.standardError === 0;
  const interval = isUnvaried && isWithinOne ? withoutVariation(found.mean, clusters.length) : found.interval;
  const test = testOf(pairs, clusters, { isBinary, isUnvaried, pValue: found.pValue });
  return {
    difference: found.mean,
    lower: interval?.[0] ?? null,
    upper: interval?.[1] ?? null,
    ...(isAdded ? overPeopleToo(found.pValue, test) : test),
    ...counts,
  };
}

/** Student's, but no p below what so few clusters allow. */
function overPeopleToo(
  pValue: number | null,
  { pValue: least }: Pick<PairDifference, "pValue">,
): Pick<PairDifference, "test" | "pValue"> {
  const test = "Student's t over clusters and people";
  return { test, pValue: pValue === null || least === null ? null : Math.max(pValue, least) };
}

function testOf(
  pairs: readonly PointPair[],
  clusters: readonly ClusterSum[],
  found: { readonly isBinary: boolean; readonly isUnvaried: boolean; readonly pValue: number | null },
): Pick<PairDifference, "test" | "pValue"> {
  if (found.isBinary && clusters.length === pairs.length) return exactMcNemar(pairs);
  if (clusters.length < manyClusters || found.isUnvaried) return signFlips(clusters);
  return { test: "Student's t over clusters", pValue: found.pValue };
}

/**
 * What a difference from -1 to 1 can be when every cluster drawn had the same: others may be anywhere, but they are at most the
 * share that so many draws would miss in one case of 40 (Clopper and Pearson 1934).
 */
function withoutVariation(difference: number, clusters: number): readonly [number, number] {
  const unseen = 1 - 0.025 ** (1 / clusters);
  return [difference - unseen * (difference + 1), difference + unseen * (1 - difference)];
}

function exactMcNemar(pairs: readonly PointPair[]): Pick<PairDifference, "test" | "pValue"> {
  const { pValue } = mcNemarTest(
    pairs.filter(({ first, second }) => first > second).length,
    pairs.filter(({ first, second }) => first < second).length,
  );
  return { test: "McNemar, exact", pValue: pValue ?? 1 };
}

function signFlips(clusters: readonly ClusterSum[]): Pick<PairDifference, "test" | "pValue"> {
  const differing = clusters.map(({ sum }) => sum).filter((sum) => sum !== 0);
  // more clusters come here only when all have the same difference
  const pValue =
    differing.length > manyClusters ? 2 / 2 ** differing.length : (signFlipTest(differing).pValue ?? 1);
  return { test: "sign flips, exact", pValue };
}
