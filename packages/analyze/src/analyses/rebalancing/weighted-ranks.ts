import {
  bootstrapRanking,
  type ClusteredComparisons,
  type ComparisonCells,
  jackknifeRanking,
  type RankInterval,
  type RankingReplicates,
  rankCentrality,
  rankIntervals,
  ranksDescending,
} from "@refract/stats";
import { type Battles, clusteredBattles } from "../ranks/battles.ts";
import { fewPeople } from "../ranks/rank-methods.ts";

/** A model's rank with everybody counting the same, and weighted. */
export interface WeightedRank {
  readonly model: string;
  readonly unweighted: RankInterval;
  readonly weighted: RankInterval;
  /** Places gained by weighting: 2 is from rank 5 to rank 3. */
  readonly gain: number;
  /** The middle 95 % of the gain over resamples that are the same for both, as whole places rounded outwards; null without. */
  readonly gainLower: number | null;
  readonly gainUpper: number | null;
}

export type WeightedRanks =
  | {
      readonly ranks: readonly WeightedRank[];
      readonly intervalsProblem: string | null;
      readonly problem: null;
    }
  | { readonly ranks: null; readonly intervalsProblem: null; readonly problem: string };

/**
 * Rank centrality of battles, weighted by person and not, over the same resamples of people with all their battles. Weights
 * go with their people and are not fitted anew.
 *
 * @returns by weighted rank, first is best
 */
export function weightedRanks(
  battles: Battles,
  weights: Float64Array,
  options: { readonly rounds: number; readonly seed: string; readonly prior: number },
): WeightedRanks {
  const sides = [clusteredBattles(battles), clusteredBattles(battles, weights)].map((source) => ({
    source,
    estimate: rankCentrality(source.cells, { prior: options.prior }),
  }));
  const [plain, own] = sides;
  if (plain === undefined || own === undefined) throw new Error("two sides are compared");
  if (plain.estimate.scores === null || own.estimate.scores === null)
    return {
      ranks: null,
      intervalsProblem: null,
      problem: plain.estimate.problem ?? own.estimate.problem ?? "no rank",
    };
  const isResampled = battles.people.length >= 2;
  const replicates = [plain, own].map(({ source }) =>
    isResampled ? resampled(source, options) : nothing(source.cells.itemCount),
  );
  const [plainReplicates, ownReplicates] = replicates;
  if (plainReplicates === undefined || ownReplicates === undefined)
    throw new Error("two sides are resampled");
  const people = battles.people.length;
  const intervalsOf = (
    { source, estimate }: typeof plain,
    drawn: RankingReplicates,
  ): readonly RankInterval[] =>
    rankIntervals(estimate.scores ?? [], drawn, {
      ...(isResampled ? { clusters: people } : {}),
      standardErrors: people < fewPeople ? jackknifeRanking(source, centralityWith(options.prior)) : null,
    });
  const unweighted = intervalsOf(plain, plainReplicates);
  const weighted = intervalsOf(own, ownReplicates);
  const isPaired = plainReplicates.failed === 0 && ownReplicates.failed === 0 && isResampled;
  const gains = isPaired ? rankGains(plainReplicates, ownReplicates) : null;
  return {
    problem: null,
    intervalsProblem: isPaired
      ? null
      : isResampled
        ? "some resamples have no ranks, so that they make no pairs"
        : "one person cannot be resampled",
    ranks: battles.models
      .flatMap((model, item): readonly WeightedRank[] => {
        const [before, after] = [unweighted[item], weighted[item]];
        if (before === undefined || after === undefined) return [];
        const sorted = gains?.[item]?.toSorted() ?? new Float64Array();
        return [
          {
            model,
            unweighted: before,
            weighted: after,
            gain: before.rank - after.rank,
            gainLower: sorted[Math.floor(0.025 * (sorted.length - 1))] ?? null,
            gainUpper: sorted[Math.ceil(0.975 * (sorted.length - 1))] ?? null,
          },
        ];
      })
      .toSorted((a, b) => a.weighted.rank - b.weighted.rank || (a.model < b.model ? -1 : 1)),
  };
}

function resampled(
  source: ClusteredComparisons,
  { rounds, seed, prior }: { readonly rounds: number; readonly seed: string; readonly prior: number },
): RankingReplicates {
  return bootstrapRanking(source, centralityWith(prior), { seed, replicates: rounds });
}

function centralityWith(prior: number): (cells: ComparisonCells) => Float64Array | null {
  return (cells) => rankCentrality(cells, { prior }).scores;
}

function nothing(itemCount: number): RankingReplicates {
  return { itemCount, count: 0, failed: 0, values: new Float64Array() };
}

/** For each item the places gained in each replicate. */
function rankGains(before: RankingReplicates, after: RankingReplicates): readonly Float64Array[] {
  const { itemCount, count } = before;
  const gains = Array.from({ length: itemCount }, () => new Float64Array(count));
  for (let replicate = 0; replicate < count; replicate += 1) {
    const part = ({ values }: RankingReplicates) =>
      ranksDescending(values.subarray(replicate * itemCount, (replicate + 1) * itemCount));
    const [plain, own] = [part(before), part(after)];
    for (const [item, column] of gains.entries()) column[replicate] = (plain[item] ?? 0) - (own[item] ?? 0);
  }
  return gains;
}
