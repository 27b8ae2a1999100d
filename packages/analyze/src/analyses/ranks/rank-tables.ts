import { absent, type Cell, createTable, numberCell, type Table } from "@refract/report";
import {
  type AbilityInterval,
  type BradleyTerryFit,
  type ComparisonCells,
  kendall,
  ranksDescending,
  ranksFromIntervals,
  tiesJoined,
} from "@refract/stats";
import type { RankResult } from "./rank-methods.ts";

/** What the tables of ranks are made from. */
export interface RankFindings {
  readonly models: readonly string[];
  readonly cells: ComparisonCells;
  readonly n: string;
  /** Where two models meet: "in the same opening turn". */
  readonly place: string;
  /** Of rank centrality. */
  readonly prior: number;
  readonly results: readonly RankResult[];
  readonly intervals: readonly AbilityInterval[] | null;
  readonly intervalsProblem: string | null;
  readonly tieFits: readonly BradleyTerryFit[];
  /** What was drawn: "1,000 resamples of participants". */
  readonly resampling: string;
  /** What the ranks of the same table are. */
  readonly rankSets: string;
}

/** Battles of each model, and what came of them. */
export function battleTable({ models, cells, n, place }: RankFindings): Table {
  const totals = models.map(() => ({ wins: 0, losses: 0, ties: 0 }));
  const add = (item: number, wins: number, losses: number, ties: number): void => {
    const own = totals[item];
    if (own === undefined) return;
    own.wins += wins;
    own.losses += losses;
    own.ties += ties;
  };
  for (let cell = 0; cell < cells.low.length; cell += 1) {
    const won = cells.lowWins[cell] ?? 0;
    const lost = cells.highWins[cell] ?? 0;
    const tied = cells.ties[cell] ?? 0;
    add(cells.low[cell] ?? 0, won, lost, tied);
    add(cells.high[cell] ?? 0, lost, won, tied);
  }
  return createTable({
    id: "battles",
    title: "Battles of each model",
    caption: `Wins, losses and ties in battles against other models ${place}.`,
    n,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      { name: "battles", title: "Battles", kind: "number", digits: 0 },
      { name: "wins", title: "Wins", kind: "number", digits: 0 },
      { name: "losses", title: "Losses", kind: "number", digits: 0 },
      { name: "ties", title: "Ties", kind: "number", digits: 0 },
      { name: "win_share", title: "Won", kind: "percent" },
      { name: "tie_share", title: "Tied", kind: "percent" },
    ],
    rows: models.map((model, item) => {
      const { wins = 0, losses = 0, ties = 0 } = totals[item] ?? {};
      const battles = wins + losses + ties;
      const without = "nobody who compared it has a weight";
      return [
        model,
        battles,
        wins,
        losses,
        ties,
        numberCell(wins / battles, without),
        numberCell(ties / battles, without),
      ];
    }),
  });
}

/** One row a pair that met. */
export function pairTable({ models, cells, n }: RankFindings): Table {
  return createTable({
    id: "pairs",
    title: "Battles of each pair",
    caption: "How often each of two models won against the other.",
    n,
    columns: [
      { name: "model_a", title: "Model A", kind: "text" },
      { name: "model_b", title: "Model B", kind: "text" },
      { name: "a_wins", title: "A wins", kind: "number", digits: 0 },
      { name: "b_wins", title: "B wins", kind: "number", digits: 0 },
      { name: "ties", title: "Ties", kind: "number", digits: 0 },
    ],
    rows: Array.from(cells.low, (low, cell) => [
      models[low] ?? "",
      models[cells.high[cell] ?? 0] ?? "",
      cells.lowWins[cell] ?? 0,
      cells.highWins[cell] ?? 0,
      cells.ties[cell] ?? 0,
    ]),
    shown: 20,
  });
}

/** All ranks side by side, the best by rank centrality first. */
export function sideBySide(findings: RankFindings): Table {
  const { models, results, intervals, intervalsProblem, n } = findings;
  const ranks = results.map(({ estimates }) => (estimates === null ? null : ranksDescending(estimates)));
  const best =
    intervals === null
      ? null
      : ranksFromIntervals(
          intervals.map(({ lower }) => lower),
          intervals.map(({ upper }) => upper),
        );
  // the worst rank an interval allows is the best one of the same abilities upside down
  const worst =
    intervals === null
      ? null
      : ranksFromIntervals(
          intervals.map(({ upper }) => -upper),
          intervals.map(({ lower }) => -lower),
        ).map((rank) => models.length + 1 - rank);
  const without = intervalsProblem ?? "no interval";
  const order = models.map((_, item) => item);
  const leading = ranks.find((own) => own !== null);
  if (leading !== undefined && leading !== null)
    order.sort((one, other) => (leading[one] ?? 0) - (leading[other] ?? 0));
  return createTable({
    id: "ranks",
    title: "Models ranked in each way",
    caption:
      "Estimates and ranks, 1 the best. Bradley-Terry abilities are log odds against the mean of all models, with 95 % intervals by leaving out each participant in turn, Student's t; its rank interval says how many models are surely better and surely worse.",
    n,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      ...results.flatMap(({ id, title }) => [
        { name: id, title, kind: "number" as const, digits: id.startsWith("elo") ? 0 : 3 },
        { name: `${id}_rank`, title: "Rank", kind: "integer" as const },
      ]),
      { name: "bradley_terry_lower", title: "BT 2.5 %", kind: "number", digits: 3 },
      { name: "bradley_terry_upper", title: "BT 97.5 %", kind: "number", digits: 3 },
      { name: "bradley_terry_best_rank", title: "BT best rank", kind: "integer" },
      { name: "bradley_terry_worst_rank", title: "BT worst rank", kind: "integer" },
    ],
    rows: order.map((item): readonly Cell[] => [
      models[item] ?? "",
      ...results.flatMap(({ estimates, problem }, place) => [
        numberCell(estimates?.[item], problem ?? "no estimate"),
        numberCell(ranks[place]?.[item], problem ?? "no estimate"),
      ]),
      numberCell(intervals?.[item]?.lower, without),
      numberCell(intervals?.[item]?.upper, without),
      numberCell(best?.[item], without),
      numberCell(worst?.[item], without),
    ]),
  });
}

/** Medians and the middle 90 % of resamples, a row a model and way of ranking. */
export function resampledTable({ models, results, resampling, rankSets, n }: RankFindings): Table {
  return createTable({
    id: "resampled-ranks",
    title: "How far ranks move by chance",
    caption: `Median of resamples and ${resampling}; ${rankSets}. For online Elo both are the middle 90 % over random orders of the same battles, which shows how much the order decides and not how much who took part.`,
    n,
    columns: [
      { name: "method", title: "Way of ranking", kind: "text" },
      { name: "model", title: "Model", kind: "text" },
      { name: "median", title: "Median", kind: "number", digits: 3 },
      { name: "lower", title: "from (90 %)", kind: "number", digits: 3 },
      { name: "upper", title: "to (90 %)", kind: "number", digits: 3 },
      { name: "rank", title: "Rank", kind: "integer" },
      { name: "best_rank", title: "Best rank", kind: "integer" },
      { name: "worst_rank", title: "Worst rank", kind: "integer" },
      { name: "top_five_share", title: "Among the first five", kind: "percent" },
    ],
    rows: results.flatMap(({ title, estimates, resampled, resamplingProblem }) => {
      const ranks = estimates === null ? null : ranksDescending(estimates);
      const reason = resamplingProblem ?? "no estimate";
      return models.map((model, item): readonly Cell[] => {
        const own = resampled?.[item];
        return [
          title,
          model,
          numberCell(own?.median, reason),
          numberCell(own?.lower, reason),
          numberCell(own?.upper, reason),
          numberCell(ranks?.[item], reason),
          numberCell(own?.bestRank, reason),
          numberCell(own?.worstRank, reason),
          numberCell(own?.topShare, reason),
        ];
      });
    }),
    shown: models.length,
  });
}

/** Kendall's tau-b between every two ways of ranking. */
export function agreementTable({ results, n }: RankFindings): Table {
  return createTable({
    id: "agreement",
    title: "Agreement of the ways of ranking",
    caption: "Kendall's tau-b between estimates: 1 is the same order, 0 unrelated.",
    n,
    columns: [
      { name: "method", title: "Way of ranking", kind: "text" },
      ...results.map(({ id, title }) => ({ name: id, title, kind: "number" as const })),
    ],
    rows: results.map(({ title, estimates, problem }) => [
      title,
      ...results.map((other): Cell => {
        if (estimates === null || other.estimates === null)
          return absent(problem ?? other.problem ?? "no estimate");
        const tau = kendall(tiesJoined(estimates), tiesJoined(other.estimates));
        return numberCell(tau.coefficient, tau.problem ?? "no order");
      }),
    ]),
  });
}

/** Abilities under each way of treating ties. */
export function tieTable({ models, tieFits, n }: RankFindings): Table {
  const parameters = tieFits
    .flatMap(({ ties, tieParameter }) =>
      tieParameter === null
        ? []
        : [`${ties === "davidson" ? "Davidson" : "Newman"} v = ${tieParameter.toFixed(3)}`],
    )
    .join(", ");
  return createTable({
    id: "tie-models",
    title: "Bradley-Terry under each treatment of ties",
    caption: `Abilities (log odds against the mean) with a tie as half a win each way, and with ties as an outcome of their own after Davidson (1970) and Newman (2023), who write the same model differently${parameters === "" ? "" : `: ${parameters}`}.`,
    n,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      ...tieFits.flatMap(({ ties }) => [
        { name: ties.replace("-", "_"), title: ties, kind: "number" as const, digits: 3 },
        { name: `${ties.replace("-", "_")}_rank`, title: "Rank", kind: "integer" as const },
      ]),
    ],
    rows: models.map((model, item) => [
      model,
      ...tieFits.flatMap(({ abilities, ranks, problem }) => [
        numberCell(abilities?.[item], problem ?? "no estimate"),
        numberCell(ranks?.[item], problem ?? "no estimate"),
      ]),
    ]),
  });
}
