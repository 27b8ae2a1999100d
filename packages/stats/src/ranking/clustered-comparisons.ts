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
  const slotCount = 3 * cells.low.length;
  const keys = Float64Array.from(slots, (slot, index) => (cluster[index] ?? 0) * slotCount + slot);
  const order = Int32Array.from(keys, (_, index) => index).sort(
    (one, other) => (keys[one] ?? 0) - (keys[other] ?? 0),
  );
  const start = new Int32Array(clusterCount + 1);
  const slot: number[] = [];
  const count: number[] = [];
  let last = -1;
  for (const index of order) {
    const key = keys[index] ?? 0;
    const times = comparisons.weight === undefined ? 1 : (comparisons.weight[index] ?? 0);
    if (key === last) {
      count.push((count.pop() ?? 0) + times);
      continue;
    }
    last = key;
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
