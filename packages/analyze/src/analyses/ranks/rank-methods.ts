import {
  averageWinRate,
  type BradleyTerryFit,
  bootstrapRankings,
  bradleyTerryRefit,
  type ClusteredComparisons,
  type ComparisonCells,
  createRandom,
  eloLogistic,
  eloOnline,
  fitBradleyTerry,
  jackknifeRanking,
  type RankInterval,
  type RankingEstimate,
  type RankingReplicates,
  type ResamplingSource,
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
  /** Intervals of 90 % (the middle of random orders for online Elo), or the reason why there are none. */
  readonly resampled: readonly RankInterval[] | null;
  readonly resamplingProblem: string | null;
  /** Resamples without an estimate. */
  readonly failed: number;
}

export interface RankMethodsOptions {
  readonly mode: Mode;
  /** Of rank centrality. */
  readonly prior: number;
  readonly rounds: number;
  /** Random orders for online Elo. */
  readonly orders: number;
  readonly seed: (purpose: string) => string;
  /** Why resampling makes no sense here, or null. */
  readonly noResampling: string | null;
}

/** Below this many people errors are by leaving out each of them; from there on resamples spread as they should. */
export const fewPeople = 200;

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
  const centrality = (own: ComparisonCells) => centralityScores(own, options.mode, order, options.prior);
  const { scores, problem } = centrality(cells);
  // as published the lowest is 800; it is lowest by chance too, so that no interval holds for the distance to it
  const anchor = options.mode === "published" ? {} : { lowest: null };
  const elo = eloLogistic(cells, anchor);
  const methods: readonly RankMethod[] = [
    {
      id: "rank_centrality",
      title: "Rank centrality",
      estimates: scores,
      problem,
      resample: (own) => centrality(own).scores,
    },
    {
      id: "bradley_terry",
      title: "Bradley-Terry",
      estimates: fit.abilities,
      problem: fit.problem,
      resample: fit.problem === null ? bradleyTerryRefit(source, fit) : () => null,
    },
    {
      id: "elo_logistic",
      title: "Elo, logistic",
      estimates: elo.ratings,
      problem: elo.problem,
      resample: (own) => eloLogistic(own, anchor).ratings,
    },
    {
      id: "elo_online",
      title: "Elo, online",
      estimates: eloOnline({ itemCount: cells.itemCount, ...sequence }),
      problem: null,
      resample: null,
    },
    {
      id: "win_rate",
      title: "Average win rate",
      estimates: winRates(cells),
      problem: null,
      resample: winRates,
    },
  ];
  const resampled = resampledEach(methods, source, options);
  return methods.map((method) => {
    const { id, title, estimates, problem } = method;
    const reason = problem ?? (method.resample === null ? null : options.noResampling);
    if (estimates === null || reason !== null)
      return { id, title, estimates, problem, resampled: null, resamplingProblem: reason, failed: 0 };
    const replicates =
      resampled.get(id) ??
      eloInRandomOrders(cells.itemCount, sequence, options.orders, options.seed("orders"));
    const known = replicates.count >= 2;
    const drawsPeople = method.resample !== null && options.mode !== "published";
    const isSmall = drawsPeople && clustered.clusterCount < fewPeople;
    return {
      id,
      title,
      estimates,
      problem,
      resampled: known
        ? rankIntervals(estimates, replicates, {
            level: 0.9,
            top: 5,
            ...(drawsPeople ? { clusters: clustered.clusterCount } : {}),
            standardErrors:
              isSmall && method.resample !== null ? jackknifeRanking(clustered, method.resample) : null,
          })
        : null,
      resamplingProblem: known ? null : "hardly any resample has an estimate",
      failed: replicates.failed,
    };
  });
}

interface RankMethod {
  readonly id: string;
  readonly title: string;
  readonly estimates: ArrayLike<number> | null;
  readonly problem: string | null;
  /** Null for online Elo, whose order is what is drawn. */
  readonly resample: RankingEstimate | null;
}

/** Resamples are drawn once for all methods that have an estimate of all data. */
function resampledEach(
  methods: readonly RankMethod[],
  source: ResamplingSource,
  options: RankMethodsOptions,
): ReadonlyMap<string, RankingReplicates> {
  if (options.noResampling !== null) return new Map();
  const wanted = methods.flatMap(({ id, estimates, problem, resample }) =>
    estimates === null || problem !== null || resample === null ? [] : [{ id, resample }],
  );
  const replicates = bootstrapRankings(
    source,
    wanted.map(({ resample }) => resample),
    { seed: options.seed("bootstrap"), replicates: options.rounds },
  );
  return new Map(
    wanted.flatMap(({ id }, place) => {
      const own = replicates[place];
      return own === undefined ? [] : [[id, own] as const];
    }),
  );
}

/** Bradley-Terry with each tie model; the two after Davidson differ in how they write the tie parameter only. */
export function fitEachTieModel(cells: ComparisonCells): readonly BradleyTerryFit[] {
  return (["half-win", "davidson", "newman"] as const).map((ties) => fitBradleyTerry(cells, { ties }));
}

/** Null when an item met nobody. */
function winRates(cells: ComparisonCells): readonly number[] | null {
  const rates = averageWinRate(cells);
  const known = rates.filter((rate) => rate !== null);
  return known.length === rates.length ? known : null;
}

function eloInRandomOrders(
  itemCount: number,
  sequence: BattleSequence,
  orders: number,
  seed: string,
): RankingReplicates {
  const random = createRandom(seed).stream("orders");
  const values = new Float64Array(orders * itemCount);
  const order = Int32Array.from(sequence.first.keys());
  for (let round = 0; round < orders; round += 1) {
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = random.integer(last + 1);
      const kept = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = kept;
    }
    const ratings = eloOnline({ itemCount, ...sequence }, { order });
    values.set(ratings, round * itemCount);
  }
  return { itemCount, count: orders, failed: 0, values };
}
