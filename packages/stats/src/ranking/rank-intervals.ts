import { normalCdf } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import { requireLength, requireLevel, requireWhole } from "../invalid-argument.ts";
import { quantile } from "../summaries/quantiles.ts";
import { rankSets } from "./rank-sets.ts";
import type { RankingReplicates } from "./ranking-bootstrap.ts";
import { ranksDescending } from "./ranks.ts";

export interface RankInterval {
  readonly item: number;
  readonly estimate: number;
  /** 1 is the best; equal estimates share a rank. */
  readonly rank: number;
  /** Interval of the estimate, see `rankIntervals`; null with fewer than two replicates. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly median: number | null;
  /** Ranks not ruled out at `level`, or the middle `level` of resampled ones, rounded outwards; null likewise. */
  readonly bestRank: number | null;
  readonly worstRank: number | null;
  /** Share of replicates in which the item is among the first `top`; null likewise. */
  readonly topShare: number | null;
}

export interface RankIntervalOptions {
  /** 0.95 unless told. */
  readonly level?: number;
  /** For `topShare`; 1 unless told. */
  readonly top?: number;
  /** How many clusters were drawn from, where resamples are of clusters. */
  readonly clusters?: number;
  /** One an item, by leaving out each of the clusters (`jackknifeRanking`). */
  readonly standardErrors?: ArrayLike<number> | null;
}

/**
 * Estimates and ranks with intervals from resamples, in the order of the items.
 *
 * Resamples of `clusters` give ranks by `rankSets`, which hold for nearly equal items too. Their estimates' intervals are Student's t with
 * `standardErrors` where there are some; else percentiles that lie as much further out as few clusters need (Hesterberg 2015,
 * expanded percentiles): draws of n vary by (n - 1) / n too little, and normal tails are too short for Student's t.
 *
 * Without `clusters` estimates and ranks are plain percentiles; those of ranks are too narrow when items are nearly equal (Hall and
 * Miller 2009).
 */
export function rankIntervals(
  estimates: ArrayLike<number>,
  replicates: RankingReplicates,
  options: RankIntervalOptions = {},
): readonly RankInterval[] {
  const { itemCount, count, values } = replicates;
  const level = options.level ?? 0.95;
  const top = options.top ?? 1;
  requireLength("estimates", estimates.length, itemCount);
  requireLevel("level", level);
  requireWhole("top", top, 1);
  const ranks = ranksDescending(estimates);
  const replicateRanks = new Int32Array(values.length);
  for (let replicate = 0; replicate < count; replicate += 1) {
    const from = replicate * itemCount;
    replicateRanks.set(ranksDescending(values.subarray(from, from + itemCount)), from);
  }
  const { clusters, standardErrors = null } = options;
  const tail = expandedTail((1 - level) / 2, clusters);
  const sets =
    clusters === undefined || count < 2 ? null : rankSets(estimates, replicates, { level, clusters });
  const reach = clusters === undefined ? 0 : studentTQuantile(0.5 + level / 2, clusters - 1);
  return Object.freeze(
    Array.from({ length: itemCount }, (_, item): RankInterval => {
      const own = { item, estimate: estimates[item] ?? 0, rank: ranks[item] ?? 0 };
      if (count < 2) {
        const nothing = { lower: null, upper: null, median: null, bestRank: null, worstRank: null };
        return Object.freeze({ ...own, ...nothing, topShare: null });
      }
      const column = columnOf(values, itemCount, item);
      const sortedRanks = columnOf(replicateRanks, itemCount, item).sort();
      const error = clusters === undefined ? undefined : standardErrors?.[item];
      const set = sets?.[item];
      return Object.freeze({
        ...own,
        lower: error === undefined ? quantile(column, tail) : own.estimate - reach * error,
        upper: error === undefined ? quantile(column, 1 - tail) : own.estimate + reach * error,
        median: quantile(column, 0.5),
        bestRank: set?.bestRank ?? sortedRanks[Math.floor(tail * (count - 1))] ?? null,
        worstRank: set?.worstRank ?? sortedRanks[Math.ceil((1 - tail) * (count - 1))] ?? null,
        topShare: sortedRanks.filter((rank) => rank <= top).length / count,
      });
    }),
  );
}

function expandedTail(tail: number, clusters: number | undefined): number {
  if (clusters === undefined) return tail;
  requireWhole("clusters", clusters, 2);
  const reach = studentTQuantile(1 - tail, clusters - 1) * Math.sqrt(clusters / (clusters - 1));
  return normalCdf(-reach);
}

/** The best rank that intervals allow each item: one more than the number of items whose whole interval lies above its own. */
export function ranksFromIntervals(lower: ArrayLike<number>, upper: ArrayLike<number>): Int32Array {
  requireLength("upper", upper.length, lower.length);
  return Int32Array.from({ length: lower.length }, (_, item) => {
    let rank = 1;
    for (let other = 0; other < lower.length; other += 1) {
      if ((lower[other] ?? 0) > (upper[item] ?? 0)) rank += 1;
    }
    return rank;
  });
}

function columnOf(values: ArrayLike<number>, width: number, column: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column] ?? 0);
}
