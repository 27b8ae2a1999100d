import type { ClusteredComparisons } from "./clustered-comparisons.ts";
import { type ComparisonCells, emptyPairsRemoved } from "./comparison-cells.ts";

/**
 * The comparisons of some clusters, who are numbered anew: what `clusterComparisons` gives for them alone, without looking at each
 * comparison again. All items stay.
 */
export function partOfClusters(
  { cells, clusterCount, start, slot, count }: ClusteredComparisons,
  isKept: (cluster: number) => boolean,
): ClusteredComparisons {
  const cellCount = cells.low.length;
  const kept: number[] = [];
  let entries = 0;
  const placeOf = new Int32Array(cellCount).fill(-1);
  for (let cluster = 0; cluster < clusterCount; cluster += 1) {
    if (!isKept(cluster)) continue;
    kept.push(cluster);
    const end = start[cluster + 1] ?? 0;
    entries += end - (start[cluster] ?? 0);
    for (let entry = start[cluster] ?? 0; entry < end; entry += 1)
      placeOf[(slot[entry] ?? 0) % cellCount] = 0;
  }
  let ownCount = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (placeOf[cell] === -1) continue;
    placeOf[cell] = ownCount;
    ownCount += 1;
  }
  const isPresent = (_: number, cell: number) => placeOf[cell] !== -1;
  const sums = new Float64Array(3 * ownCount);
  const part = {
    start: new Int32Array(kept.length + 1),
    slot: new Int32Array(entries),
    count: new Float64Array(entries),
  };
  let to = 0;
  for (const [place, cluster] of kept.entries()) {
    const end = start[cluster + 1] ?? 0;
    for (let entry = start[cluster] ?? 0; entry < end; entry += 1) {
      const from = slot[entry] ?? 0;
      const cell = from % cellCount;
      const own = ((from - cell) / cellCount) * ownCount + (placeOf[cell] ?? 0);
      const times = count[entry] ?? 0;
      part.slot[to] = own;
      part.count[to] = times;
      sums[own] = (sums[own] ?? 0) + times;
      to += 1;
    }
    part.start[place + 1] = to;
  }
  return Object.freeze({
    cells: Object.freeze({
      itemCount: cells.itemCount,
      low: cells.low.filter(isPresent),
      high: cells.high.filter(isPresent),
      lowWins: sums.slice(0, ownCount),
      highWins: sums.slice(ownCount, 2 * ownCount),
      ties: sums.slice(2 * ownCount),
    }),
    clusterCount: kept.length,
    ...part,
  });
}

/** The comparisons of some clusters counted by pair; a cluster that is named twice counts twice. Pairs without any have no cell. */
export function cellsOfClusters(
  { cells, start, slot, count }: ClusteredComparisons,
  clusters: readonly number[],
): ComparisonCells {
  const cellCount = cells.low.length;
  const sums = new Float64Array(3 * cellCount);
  for (const cluster of clusters) {
    const end = start[cluster + 1] ?? 0;
    for (let entry = start[cluster] ?? 0; entry < end; entry += 1) {
      const place = slot[entry] ?? 0;
      sums[place] = (sums[place] ?? 0) + (count[entry] ?? 0);
    }
  }
  return emptyPairsRemoved({
    itemCount: cells.itemCount,
    low: cells.low,
    high: cells.high,
    lowWins: sums.subarray(0, cellCount),
    highWins: sums.subarray(cellCount, 2 * cellCount),
    ties: sums.subarray(2 * cellCount),
  });
}
