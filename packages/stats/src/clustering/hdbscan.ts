import { requireWhole } from "../invalid-argument.ts";
import { type CondensedTree, condenseTree } from "./condensed-tree.ts";
import { coreDistances } from "./core-distances.ts";
import { selectByExcessOfMass } from "./excess-of-mass.ts";
import { labelByAppearance } from "./labels.ts";
import { mutualReachabilityTree } from "./mutual-reachability-tree.ts";
import { requireVectors, type Vectors } from "./vectors.ts";

export interface HdbscanOptions {
  /** Points a cluster needs, at least 2. PRISM: 80 for prompts, 20 for self-descriptions. */
  readonly minimumClusterSize: number;
  /**
   * Points, itself included, within a point's core distance. minimumClusterSize unless given, as in scikit-learn;
   * the Python package hdbscan doesn't count the point itself, so its default is one more.
   */
  readonly minimumSamples?: number;
}

export interface HdbscanResult {
  /** Cluster of each point, numbered from 0 in order of first appearance; -1 for outliers. */
  readonly labels: Int32Array;
  /** How firmly each point belongs: its density over the highest in its cluster, 0 for outliers. From 0 to 1. */
  readonly probabilities: Float64Array;
  readonly clusterCount: number;
  readonly outliers: number;
  readonly problem: string | null;
}

/**
 * Clusters of differing density, and outliers (HDBSCAN, Euclidean distance, excess of mass).
 *
 * Time grows with the square of the number of points (10,000 points of 20 dimensions take seconds), memory with the number times minimumSamples.
 *
 * Equal distances are merged at once; other programs merge them one by one in an arbitrary order, which can move single
 * points at the border of two clusters.
 *
 * Sources: Campello, Moulavi & Sander (2013), PAKDD; McInnes & Healy (2017), ICDM Workshops.
 *
 * @throws RangeError for coordinates that are not finite or sizes out of range
 */
export function hdbscan(vectors: Vectors, options: HdbscanOptions): HdbscanResult {
  const { minimumClusterSize } = options;
  const minimumSamples = options.minimumSamples ?? minimumClusterSize;
  requireWhole("minimumClusterSize", minimumClusterSize, 2);
  requireWhole("minimumSamples", minimumSamples, 1);
  const count = requireVectors("vectors", vectors);
  const needed = Math.max(minimumClusterSize, minimumSamples);
  if (count < needed) {
    return Object.freeze({
      labels: new Int32Array(count).fill(-1),
      probabilities: new Float64Array(count),
      clusterCount: 0,
      outliers: count,
      problem: `${count} points are fewer than the ${needed} a cluster needs`,
    });
  }
  const core = coreDistances(vectors, count, minimumSamples);
  const tree = condenseTree(mutualReachabilityTree(vectors, core), minimumClusterSize);
  const clusterOf = selectedClusterOf(tree);
  const { labels, clusterCount } = labelByAppearance(count, (point) => clusterOf(point));
  const probabilities = Float64Array.from({ length: count }, (_, point) => {
    const cluster = clusterOf(point);
    if (cluster === null) return 0;
    const death = tree.clusters[cluster]?.death ?? 0;
    const density = tree.density[point] ?? 0;
    return death === 0 || density >= death ? 1 : density / death;
  });
  return Object.freeze({
    labels,
    probabilities,
    clusterCount,
    outliers: labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0),
    problem: clusterCount === 0 ? "no two groups of points stand apart" : null,
  });
}

/** For each point the selected cluster it is in or fell out of a part of; null for outliers. */
function selectedClusterOf(tree: CondensedTree): (point: number) => number | null {
  const selected = selectByExcessOfMass(tree);
  // Parents come before children, so one pass hands the selection down.
  const home: (number | null)[] = [];
  for (const [cluster, { parent }] of tree.clusters.entries()) {
    home.push(selected.has(cluster) ? cluster : parent === null ? null : (home[parent] ?? null));
  }
  return (point) => home[tree.clusterOf[point] ?? 0] ?? null;
}
