import { requireLength } from "../invalid-argument.ts";

/** Rows numbered by the group they belong to. */
export interface Clusters<Label = string | number> {
  /** Group of each row, from 0 in order of appearance. */
  readonly index: Uint32Array;
  readonly labels: readonly Label[];
  /** Rows of each group. */
  readonly sizes: Float64Array;
}

export function numberClusters<Label extends string | number>(
  labels: ArrayLike<Label>,
  rows: number,
  name: string,
): Clusters<Label> {
  requireLength(name, labels.length, rows);
  const places = new Map<Label, number>();
  const index = Uint32Array.from(labels, (label) => {
    const place = places.get(label) ?? places.size;
    places.set(label, place);
    return place;
  });
  const sizes = new Float64Array(places.size);
  for (const place of index) sizes[place] = (sizes[place] ?? 0) + 1;
  return Object.freeze({ index, labels: Object.freeze(Array.from(places.keys())), sizes });
}

/** Clusters with at least one row that is in use (not 0). */
export function countUsedClusters(clusters: Clusters, used: ArrayLike<number> | undefined): number {
  if (used === undefined) return clusters.labels.length;
  const found = new Set<number>();
  for (const [row, cluster] of clusters.index.entries()) if ((used[row] ?? 0) !== 0) found.add(cluster);
  return found.size;
}
