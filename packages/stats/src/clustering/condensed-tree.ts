import { createDisjointSets } from "./disjoint-sets.ts";
import type { SpanningEdge } from "./mutual-reachability-tree.ts";

/** A cluster of the condensed tree: born when its parent splits into two large enough, losing points until it splits or ends. */
export interface CondensedCluster {
  readonly parent: number | null;
  /** Density 1 / distance at which it appears; 0 for the root. */
  readonly birth: number;
  /** Clusters it splits into: none, two, or more where several part at the same distance. */
  readonly children: readonly number[];
  /** Sum over its points of (density at which they leave - birth). */
  readonly stability: number;
  /** Highest density at which something leaves it. */
  readonly death: number;
}

export interface CondensedTree {
  /** The root is first; children come after their parents. */
  readonly clusters: readonly CondensedCluster[];
  /** For each point the cluster it falls out of, and the density at which it does. */
  readonly clusterOf: Int32Array;
  readonly density: Float64Array;
}

/**
 * Condenses the single-link hierarchy of a spanning tree: splits in which a side has fewer than `minimumSize` points
 * are points falling out of a cluster that goes on. Everything at one distance merges at once, so the result doesn't
 * depend on the order of points (core distances make equal distances common).
 *
 * Source: Campello, Moulavi, Zimek & Sander (2015), ACM Transactions on Knowledge Discovery from Data 10(1), section 4.
 *
 * @param edges of the spanning tree, ascending
 */
export function condenseTree(edges: readonly SpanningEdge[], minimumSize: number): CondensedTree {
  const count = edges.length + 1;
  const merges = mergeUpwards(edges, count);
  const clusters: Draft[] = [{ parent: null, birth: 0, children: [], stability: 0, death: 0 }];
  const clusterOf = new Int32Array(count);
  const density = new Float64Array(count);
  const sizeOf = (node: number): number => (node < count ? 1 : (merges[node - count]?.size ?? 0));
  /** All points of a node leave a cluster. */
  const leave = (node: number, cluster: number, lambda: number): void => {
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next < count) {
        clusterOf[next] = cluster;
        density[next] = lambda;
      } else {
        open.push(...(merges[next - count]?.parts ?? []));
      }
    }
  };
  const stack = [{ node: count + merges.length - 1, cluster: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const merge = merges[top.node - count];
    const draft = clusters[top.cluster];
    if (merge === undefined || draft === undefined) continue;
    const lambda = merge.distance > 0 ? 1 / merge.distance : Number.POSITIVE_INFINITY;
    const large = merge.parts.filter((part) => sizeOf(part) >= minimumSize);
    const [only] = large;
    let leaving = merge.size;
    if (large.length === 1 && only !== undefined) {
      stack.push({ node: only, cluster: top.cluster });
      leaving -= sizeOf(only);
    }
    // Equal points leave at infinite density; infinity less infinity is no stability.
    if (lambda > draft.birth) draft.stability += (lambda - draft.birth) * leaving;
    draft.death = Math.max(draft.death, lambda);
    for (const part of merge.parts) {
      if (sizeOf(part) < minimumSize) {
        leave(part, top.cluster, lambda);
      } else if (large.length > 1) {
        const cluster = clusters.length;
        draft.children.push(cluster);
        clusters.push({ parent: top.cluster, birth: lambda, children: [], stability: 0, death: 0 });
        stack.push({ node: part, cluster });
      }
    }
  }
  return { clusters, clusterOf, density };
}

interface Draft {
  readonly parent: number | null;
  readonly birth: number;
  readonly children: number[];
  stability: number;
  death: number;
}

/** Nodes (points, or count + an earlier merge) that become one at a distance. */
interface Merge {
  readonly distance: number;
  readonly size: number;
  readonly parts: readonly number[];
}

/** The single-link hierarchy, one merge for everything that is joined at the same distance. */
function mergeUpwards(edges: readonly SpanningEdge[], count: number): readonly Merge[] {
  const sets = createDisjointSets(count);
  const nodeOf = Int32Array.from({ length: count }, (_, point) => point);
  const merges: Merge[] = [];
  let start = 0;
  while (start < edges.length) {
    const distance = edges[start]?.distance ?? 0;
    let end = start;
    while (end < edges.length && edges[end]?.distance === distance) end += 1;
    const level = edges.slice(start, end);
    const parts = new Set<number>();
    const nodeAt = (point: number): number => nodeOf[sets.find(point)] ?? 0;
    for (const { first, second } of level) parts.add(nodeAt(first)).add(nodeAt(second));
    // A point of each part, to find where it went once all edges of this distance are in.
    const pointOf = new Map(
      level.flatMap(({ first, second }) => [first, second].map((p) => [nodeAt(p), p] as const)),
    );
    for (const { first, second } of level) sets.join(first, second);
    const together = Map.groupBy(parts, (part) => sets.find(pointOf.get(part) ?? 0));
    for (const [root, joined] of together) {
      const size = joined.reduce(
        (sum, node) => sum + (node < count ? 1 : (merges[node - count]?.size ?? 0)),
        0,
      );
      nodeOf[root] = count + merges.length;
      merges.push({ distance, size, parts: joined });
    }
    start = end;
  }
  return merges;
}
