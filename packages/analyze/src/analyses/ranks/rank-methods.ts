import {
  averageWinRate,
  type BradleyTerryFit,
  bootstrapBradleyTerry,
  bootstrapRanking,
  type ClusteredComparisons,
  type ComparisonCells,
  createRandom,
  eloLogistic,
  eloOnline,
  fitBradleyTerry,
  type RankInterval,
  type RankingReplicates,
  rankIntervals,
} from "@refract/stats";
import type { Mode } from "../../mode.ts";
import { centralityScores, publishedOrder } from "./centrality.ts";

/** One way of ranking, done: `estimates` with one number an item, or the reason why not. */
export interface RankResult {
  /** snake_case, for columns. */
  readonly id: string;
  readonly title: string;
  readonly estimates: ArrayLike<number> | null;
  readonly problem: string | null;
  /** The middle 90 % of resamples (of random orders for online Elo), or the reason why there is none. */
  readonly resampled: readonly RankInterval[] | null;
  readonly resamplingProblem: string | null;
  /** Resamples without an estimate. */
  readonly failed: number;
}

export interface RankMethodsOptions {
  readonly mode: Mode;
  readonly rounds: number;
  /** Random orders for online Elo. */
  readonly orders: number;
  readonly seed: (purpose: string) => string;
  /** Why resampling makes no sense here, or null. */
  readonly noResampling: string | null;
}

/** Battles one by one, for the running update. */
export interface BattleSequence {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly score: Float64Array;
}

/** Every way of ranking, each with its resamples: participants are drawn in `corrected` mode, single battles in `published` mode. */
export function rankEachWay(
  clustered: ClusteredComparisons,
  sequence: BattleSequence,
  fit: BradleyTerryFit,
  options: RankMethodsOptions,
): readonly RankResult[] {
  const { cells } = clustered;
  const source = options.mode === "published" ? cells : clustered;
  const order = publishedOrder(cells);
  const draws = { seed: options.seed("bootstrap"), replicates: options.rounds };
  const people = clustered.clusterCount;
  const centrality = (own: ComparisonCells) => centralityScores(own, options.mode, order);
  const result = (
    id: string,
    title: string,
    found: { readonly estimates: ArrayLike<number> | null; readonly problem: string | null },
    resample: () => RankingReplicates,
    { blocked = options.noResampling, drawsPeople = options.mode !== "published" } = {},
  ): RankResult => {
    const { estimates, problem } = found;
    const reason = problem ?? blocked;
    if (estimates === null || reason !== null)
      return { id, title, estimates, problem, resampled: null, resamplingProblem: reason, failed: 0 };
    const replicates = resample();
    const known = replicates.count >= 2;
    return {
      id,
      title,
      estimates,
      problem,
      resampled: known
        ? rankIntervals(estimates, replicates, {
            level: 0.9,
            top: 5,
            ...(drawsPeople ? { clusters: people } : {}),
          })
        : null,
      resamplingProblem: known ? null : "hardly any resample has an estimate",
      failed: replicates.failed,
    };
  };
  const { scores, problem } = centrality(cells);
  const elo = eloLogistic(cells);
  const eloShift = (elo.ratings?.[0] ?? 0) - (eloLogistic(cells, { lowest: null }).ratings?.[0] ?? 0);
  return [
    result("rank_centrality", "Rank centrality", { estimates: scores, problem }, () =>
      bootstrapRanking(source, (own) => centrality(own).scores, draws),
    ),
    result("bradley_terry", "Bradley-Terry", { estimates: fit.abilities, problem: fit.problem }, () =>
      fit.problem === null ? bootstrapBradleyTerry(source, fit, draws) : noReplicates(cells.itemCount),
    ),
    result("elo_logistic", "Elo, logistic", { estimates: elo.ratings, problem: elo.problem }, () =>
      bootstrapRanking(
        source,
        (own) => (options.mode === "published" ? eloLogistic(own).ratings : moved(own, eloShift)),
        draws,
      ),
    ),
    result(
      "elo_online",
      "Elo, online",
      { estimates: eloOf(cells.itemCount, sequence), problem: null },
      () => eloInRandomOrders(cells.itemCount, sequence, options.orders, options.seed("orders")),
      { blocked: null, drawsPeople: false },
    ),
    result("win_rate", "Average win rate", { estimates: winRates(cells), problem: null }, () =>
      bootstrapRanking(source, winRates, draws),
    ),
  ];
}

/** Bradley-Terry with each tie model; the two after Davidson differ in how they write the tie parameter only. */
export function fitEachTieModel(cells: ComparisonCells): readonly BradleyTerryFit[] {
  return (["half-win", "davidson", "newman"] as const).map((ties) => fitBradleyTerry(cells, { ties }));
}

/**
 * Ratings of a resample, moved as far as those of all data, whose lowest is then 800. As published each resample is moved to a lowest
 * of its own, which is lowest there by chance and lifts all others.
 */
function moved(drawn: ComparisonCells, shift: number): ArrayLike<number> | null {
  const { ratings } = eloLogistic(drawn, { lowest: null });
  return ratings === null ? null : ratings.map((rating) => rating + shift);
}

/** Null when an item met nobody. */
function winRates(cells: ComparisonCells): readonly number[] | null {
  const rates = averageWinRate(cells);
  const known = rates.filter((rate) => rate !== null);
  return known.length === rates.length ? known : null;
}

function eloOf(itemCount: number, sequence: BattleSequence): Float64Array {
  return eloOnline({ itemCount, ...sequence });
}

function eloInRandomOrders(
  itemCount: number,
  { first, second, score }: BattleSequence,
  orders: number,
  seed: string,
): RankingReplicates {
  const random = createRandom(seed).stream("orders");
  const values = new Float64Array(orders * itemCount);
  const order = Int32Array.from(first, (_, index) => index);
  for (let round = 0; round < orders; round += 1) {
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = random.integer(last + 1);
      const kept = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = kept;
    }
    const column = (own: Float64Array) => taken(own, order);
    const ratings = eloOf(itemCount, { first: column(first), second: column(second), score: column(score) });
    values.set(ratings, round * itemCount);
  }
  return { itemCount, count: orders, failed: 0, values };
}

/** A loop, since `Float64Array.from` with a function takes ten times as long. */
function taken(values: Float64Array, order: Int32Array): Float64Array {
  const result = new Float64Array(order.length);
  for (let place = 0; place < order.length; place += 1) result[place] = values[order[place] ?? 0] ?? 0;
  return result;
}

function noReplicates(itemCount: number): RankingReplicates {
  return { itemCount, count: 0, failed: 0, values: new Float64Array(0) };
}
