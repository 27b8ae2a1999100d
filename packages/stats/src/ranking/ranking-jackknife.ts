import { type ClusteredComparisons, hasComparisons } from "./clustered-comparisons.ts";
import type { ComparisonCells } from "./comparison-cells.ts";

/**
 * Standard errors of any estimate of cells by leaving out each cluster (participant) in turn: the cluster jackknife (Tukey 1958;
 * MacKinnon, Nielsen and Webb 2023), for Student's t of clusters - 1 degrees of freedom. Resamples of some dozens of
 * clusters spread too little, as each is fitted to its own chance.
 *
 * @param estimate gets cells whose count arrays are used again and answers one number an item, or null
 * @returns null where there are fewer than two clusters, or the estimate doesn't exist without one of them
 */
export function jackknifeRanking(
  clustered: ClusteredComparisons,
  estimate: (cells: ComparisonCells) => ArrayLike<number> | null,
): Float64Array | null {
  const { cells, clusterCount, start, slot, count } = clustered;
  const width = cells.low.length;
  const counts = new Float64Array(3 * width);
  counts.set(cells.lowWins);
  counts.set(cells.highWins, width);
  counts.set(cells.ties, 2 * width);
  const left = counts.slice();
  const without: ComparisonCells = Object.freeze({
    ...cells,
    lowWins: left.subarray(0, width),
    highWins: left.subarray(width, 2 * width),
    ties: left.subarray(2 * width),
  });
  const found = estimate(without);
  if (found === null) return null;
  const whole = Float64Array.from(found);
  const squares = new Float64Array(cells.itemCount);
  let used = 0;
  for (let cluster = 0; cluster < clusterCount; cluster += 1) {
    if (!hasComparisons(clustered, cluster)) continue;
    used += 1;
    left.set(counts);
    for (let entry = start[cluster] ?? 0; entry < (start[cluster + 1] ?? 0); entry += 1) {
      const place = slot[entry] ?? 0;
      // what is left of weights after rounding is nothing
      const rest = (left[place] ?? 0) - (count[entry] ?? 0);
      left[place] = rest > 1e-9 * (counts[place] ?? 0) ? rest : 0;
    }
    const own = estimate(without);
    if (own === null) return null;
    for (let item = 0; item < squares.length; item += 1)
      squares[item] = (squares[item] ?? 0) + ((own[item] ?? 0) - (whole[item] ?? 0)) ** 2;
  }
  return used < 2 ? null : squares.map((sum) => Math.sqrt((sum * (used - 1)) / used));
}
