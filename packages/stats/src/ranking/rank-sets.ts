import { normalQuantile } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import { quantile } from "../summaries/quantiles.ts";
import type { RankingReplicates } from "./ranking-bootstrap.ts";

/** Ranks that an item can have; 1 is the best. */
export interface RankSet {
  readonly bestRank: number;
  readonly worstRank: number;
}

/**
 * For each item the ranks that are not ruled out at `level`: it is behind those that are surely better and before those that are surely
 * worse (Mogstad, Romano, Shaikh and Wilhelm 2024, marginal confidence sets). Another item is surely better when the difference
 * exceeds c of its standard deviations over resamples of clusters, with c the quantile of the largest of the item's differences in
 * a resample. Sets hold the true rank in at least that share of samples however close items are, where percentiles of resampled ranks
 * don't; they hold it in more where items are close.
 *
 * c is wider by Student's t and n / (n - 1) for few clusters, as percentiles are (Hesterberg 2015).
 *
 * @param replicates at least two
 */
export function rankSets(
  estimates: ArrayLike<number>,
  replicates: RankingReplicates,
  { level, clusters }: { readonly level: number; readonly clusters: number },
): readonly RankSet[] {
  const { itemCount, count, values } = replicates;
  const tail = 0.5 + level / 2;
  const wider =
    (studentTQuantile(tail, clusters - 1) / normalQuantile(tail)) * Math.sqrt(clusters / (clusters - 1));
  const largest = new Float64Array(count);
  const moves = new Float64Array(count * itemCount);
  for (let replicate = 0; replicate < count; replicate += 1)
    for (let item = 0; item < itemCount; item += 1) {
      const place = replicate * itemCount + item;
      moves[place] = (values[place] ?? 0) - (estimates[item] ?? 0);
    }
  return Array.from({ length: itemCount }, (_, item): RankSet => {
    const errors = Array.from({ length: itemCount }, (_, other) =>
      differenceError(moves, itemCount, item, other),
    );
    largest.fill(0);
    for (const [other, error] of errors.entries()) {
      if (!(error > 0)) continue;
      for (let replicate = 0; replicate < count; replicate += 1) {
        const from = replicate * itemCount;
        const size = Math.abs((moves[from + item] ?? 0) - (moves[from + other] ?? 0)) / error;
        if (size > (largest[replicate] ?? 0)) largest[replicate] = size;
      }
    }
    const reach = wider * quantile(largest, level);
    let [better, worse] = [0, 0];
    for (const [other, error] of errors.entries()) {
      const lead = (estimates[other] ?? 0) - (estimates[item] ?? 0);
      if (lead > reach * error) better += 1;
      if (-lead > reach * error) worse += 1;
    }
    return { bestRank: 1 + better, worstRank: itemCount - worse };
  });
}

/** Standard deviation of a difference over replicates. */
function differenceError(moves: Float64Array, itemCount: number, one: number, other: number): number {
  const count = moves.length / itemCount;
  let [sum, squares] = [0, 0];
  for (let from = 0; from < moves.length; from += itemCount) {
    const move = (moves[from + one] ?? 0) - (moves[from + other] ?? 0);
    sum += move;
    squares += move * move;
  }
  return Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1));
}
