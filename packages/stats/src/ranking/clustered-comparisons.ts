import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { type ComparisonCells, indexedCells } from "./comparison-cells.ts";
import { type Comparisons, checkComparisons } from "./comparisons.ts";

/**
 * Comparisons counted by cell within clusters, such as participants: what intervals and resampling need of them. Cluster c has the
 * entries from `start[c]` to `start[c + 1]`.
 */
export interface ClusteredComparisons {
  /** All clusters together. */
  readonly cells: ComparisonCells;
  readonly clusterCount: number;
  readonly start: Int32Array;
  /** The cell where the lower item won, plus the number of cells where the higher one did, plus twice that for a tie. */
  readonly slot: Int32Array;
  /** Comparisons of this cluster with that outcome. */
  readonly count: Float64Array;
}

/**
 * Counts comparisons by cell and cluster. `cluster` has one whole number from 0 a comparison; clusters are numbered without holes
 * (a number that never occurs is a cluster without comparisons and is resampled as such).
 */
export function clusterComparisons(
  comparisons: Comparisons,
  cluster: ArrayLike<number>,
): ClusteredComparisons {
  checkComparisons(comparisons);
  requireLength("cluster", cluster.length, comparisons.first.length);
  let clusterCount = 0;
  for (let index = 0; index < cluster.length; index += 1) {
    const id = cluster[index] ?? -1;
    if (!Number.isInteger(id) || id < 0) {
      throw invalidArgument(`cluster[${index}]`, id, "a whole number of at least 0");
    }
    clusterCount = Math.max(clusterCount, id + 1);
  }
  const { cells, slots } = indexedCells(comparisons);
  const order = orderedBy(cluster, clusterCount, orderedBy(slots, 3 * cells.low.length));
  const start = new Int32Array(clusterCount + 1);
  const slot: number[] = [];
  const count: number[] = [];
  let last = -1;
  for (const index of order) {
    const times = comparisons.weight === undefined ? 1 : (comparisons.weight[index] ?? 0);
    if (last !== -1 && cluster[index] === cluster[last] && slots[index] === slots[last]) {
      count.push((count.pop() ?? 0) + times);
      continue;
    }
    last = index;
    slot.push(slots[index] ?? 0);
    count.push(times);
    const row = (cluster[index] ?? 0) + 1;
    start[row] = (start[row] ?? 0) + 1;
  }
  for (let row = 0; row < clusterCount; row += 1) start[row + 1] = (start[row + 1] ?? 0) + (start[row] ?? 0);
  return Object.freeze({
    cells,
    clusterCount,
    start,
    slot: Int32Array.from(slot),
    count: Float64Array.from(count),
  });
}

/** Whether a cluster has a comparison that counts: one whose weight is 0 says nothing. */
export function hasComparisons({ start, count }: ClusteredComparisons, cluster: number): boolean {
  for (let entry = start[cluster] ?? 0; entry < (start[cluster + 1] ?? 0); entry += 1) {
    if ((count[entry] ?? 0) > 0) return true;
  }
  return false;
}

/** The places of `values`, whole numbers from 0 below `end`, in their order; equal ones as in `before` (a counting sort). */
function orderedBy(
  values: ArrayLike<number>,
  end: number,
  before: Int32Array = Int32Array.from({ length: values.length }, (_, index) => index),
): Int32Array {
  const next = new Int32Array(end + 1);
  for (let index = 0; index < values.length; index += 1) {
    const after = (values[index] ?? 0) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let value = 0; value < end; value += 1) next[value + 1] = (next[value + 1] ?? 0) + (next[value] ?? 0);
  const order = new Int32Array(values.length);
  for (let place = 0; place < before.length; place += 1) {
    const index = before[place] ?? 0;
    const value = values[index] ?? 0;
    const to = next[value] ?? 0;
    order[to] = index;
    next[value] = to + 1;
  }
  return order;
}
