import { type Cell, createTable, notice, numberCell } from "@refract/report";
import {
  averageWinRate,
  type ComparisonCells,
  cellsFromMatrix,
  compareRankings,
  comparisonCells,
  createRandom,
  quantile,
  ranksDescending,
  spearman,
} from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { clusteredBattles } from "../ranks/battles.ts";
import { centralityScores, publishedOrder } from "../ranks/centrality.ts";
import { countBattles, number } from "../ranks/describe-battles.ts";
import { battleNeeds, loadBattles } from "../ranks/load-battles.ts";
import { arenaCharts } from "./arena-charts.ts";
import { loadArena } from "./load-arena.ts";

const rounds = 1000;
const battlesPerPair = 80;

export const arenaComparison = defineAnalysis({
  id: "arena-comparison",
  title: "Beside another arena",
  description: "Ranks beside those from another arena's battles, on the pairs that both have.",
  source: "Kirk et al. 2024, case study II (comparison with LMSYS)",
  citation: "Kirk et al. 2024, arXiv:2404.16019; Zheng et al. 2023",
  needs: battleNeeds,
  embeds: false,
  publishedQuirks: "rank centrality divides most win counts by another pair's total",
  async run(context) {
    const { data, mode } = context;
    const battles = await loadBattles(data);
    const arena = await loadArena(data);
    const provenance = {
      population: `${battles.source.people} (${number(battles.people.length)})`,
      weights: "none",
      n: countBattles(battles),
      method: `${battles.source.rule}; ${number(rounds)} rounds of ${battlesPerPair} battles a shared pair, drawn with replacement; rank centrality`,
      // nothing is drawn until there are two arenas to draw from
      seed: null,
    };
    if (arena === null) {
      return {
        summary: "No other arena's battles were supplied.",
        provenance,
        blocks: [
          notice(
            "impossible",
            "Put the other arena's battles into the dataset's folder as arena/battles.csv (columns model_a, model_b, winner: model_a, model_b, tie or tie (bothbad)), and names that differ as arena/model_mapping.csv (columns arena_model, model).",
          ),
        ],
      };
    }
    const place = new Map(battles.models.map((model, item) => [model, item]));
    const item = (name: string | null) => place.get(name ?? "") ?? 0;
    const theirs = comparisonCells({
      itemCount: battles.models.length,
      first: arena.first.map(item),
      second: arena.second.map(item),
      score: arena.score,
      weight: arena.count,
    });
    const { models, ours, others } = shared(battles.models, clusteredBattles(battles).cells, theirs);
    if (models.length < 2) {
      return {
        summary: "The two arenas share no pair of models.",
        provenance,
        blocks: [
          notice(
            "impossible",
            "No pair of models has battles in both; arena/model_mapping.csv maps names that differ.",
          ),
        ],
      };
    }
    const here = drawnScores(ours, mode, battles.source.prior, context.seed("rounds"));
    const there = drawnScores(others, mode, battles.source.prior, context.seed("rounds of the arena"));
    const middle = (scores: readonly Float64Array[], share: number) =>
      models.map((_, own) =>
        quantile(
          scores.map((round) => round[own] ?? 0),
          share,
        ),
      );
    const [hereMedian, thereMedian] = [middle(here, 0.5), middle(there, 0.5)];
    const comparison = compareRankings(hereMedian, thereMedian);
    const rho = spearman(hereMedian, thereMedian);
    const hereRanks = ranksDescending(hereMedian);
    const thereRanks = ranksDescending(thereMedian);
    const columns = [here, there].flatMap((scores) => [middle(scores, 0.05), middle(scores, 0.95)]);
    const rates = [averageWinRate(ours), averageWinRate(others)];
    const n = `${counted(total(ours), "battle")} here, ${number(total(others))} there, ${counted(ours.low.length, "pair")}, ${counted(models.length, "model")}`;
    return {
      summary: `${counted(models.length, "model")} in ${counted(ours.low.length, "shared pair")}: Kendall's tau ${comparison.tau?.toFixed(2) ?? "undefined"}.`,
      provenance: {
        ...provenance,
        n,
        seed: [context.seed("rounds"), context.seed("rounds of the arena")].join("; "),
      },
      blocks: [
        createTable({
          id: "arenas",
          title: "Two arenas",
          caption: "Battles of shared pairs; both kinds of tie are merged.",
          n,
          columns: [
            { name: "battles_here", title: "Battles here", kind: "integer" },
            { name: "battles_there", title: "There", kind: "integer" },
            { name: "tie_share_here", title: "Ties here", kind: "percent" },
            { name: "tie_share_there", title: "There", kind: "percent" },
            { name: "tau", title: "Kendall's tau", kind: "number" },
            { name: "rho", title: "Spearman's rho", kind: "number" },
          ],
          rows: [
            [
              total(ours),
              total(others),
              sum(ours.ties) / total(ours),
              sum(others.ties) / total(others),
              numberCell(comparison.tau, comparison.problem ?? "no order"),
              numberCell(rho.coefficient, rho.problem ?? "no order"),
            ],
          ],
        }),
        ...arenaCharts(
          models.map((model, own) => ({
            model,
            here: {
              rank: hereRanks[own] ?? 0,
              median: hereMedian[own] ?? 0,
              lower: columns[0]?.[own] ?? 0,
              upper: columns[1]?.[own] ?? 0,
            },
            there: {
              rank: thereRanks[own] ?? 0,
              median: thereMedian[own] ?? 0,
              lower: columns[2]?.[own] ?? 0,
              upper: columns[3]?.[own] ?? 0,
            },
          })),
          { n, rounds: number(rounds), battlesPerPair },
        ),
        createTable({
          id: "arena-ranks",
          title: "Models in both arenas",
          caption: `Median rank centrality with 5th and 95th percentiles over ${number(rounds)} rounds of ${battlesPerPair} battles a pair; a move above 0 is a rank nearer the top there than here. Win rates are means over opponents, ties won by nobody.`,
          n,
          columns: [
            { name: "model", title: "Model", kind: "text" },
            { name: "here", title: "Here", kind: "number", digits: 3 },
            { name: "here_lower", title: "5 %", kind: "number", digits: 3 },
            { name: "here_upper", title: "95 %", kind: "number", digits: 3 },
            { name: "rank_here", title: "Rank", kind: "integer" },
            { name: "there", title: "There", kind: "number", digits: 3 },
            { name: "there_lower", title: "5 %", kind: "number", digits: 3 },
            { name: "there_upper", title: "95 %", kind: "number", digits: 3 },
            { name: "rank_there", title: "Rank", kind: "integer" },
            { name: "move", title: "Move", kind: "integer" },
            { name: "win_rate_here", title: "Win rate here", kind: "percent" },
            { name: "win_rate_there", title: "There", kind: "percent" },
          ],
          rows: models.map((model, own): readonly Cell[] => [
            model,
            hereMedian[own] ?? 0,
            columns[0]?.[own] ?? 0,
            columns[1]?.[own] ?? 0,
            hereRanks[own] ?? 0,
            thereMedian[own] ?? 0,
            columns[2]?.[own] ?? 0,
            columns[3]?.[own] ?? 0,
            thereRanks[own] ?? 0,
            comparison.moves[own] ?? 0,
            numberCell(rates[0]?.[own], "no battle"),
            numberCell(rates[1]?.[own], "no battle"),
          ]),
        }),
      ],
    };
  },
});

const sum = (counts: Float64Array): number => counts.reduce((all, count) => all + count, 0);
const total = (cells: ComparisonCells): number => sum(cells.lowWins) + sum(cells.highWins) + sum(cells.ties);

/** The pairs that both have, and the models in them. */
function shared(names: readonly string[], one: ComparisonCells, other: ComparisonCells) {
  const key = (cells: ComparisonCells, cell: number) =>
    (cells.low[cell] ?? 0) * names.length + (cells.high[cell] ?? 0);
  const keysOf = (cells: ComparisonCells) => new Set(Array.from(cells.low, (_, cell) => key(cells, cell)));
  const there = keysOf(other);
  const both = new Set([...keysOf(one)].filter((own) => there.has(own)));
  const kept = names
    .map((_, item) => item)
    .filter((item) =>
      [...both].some((own) => Math.floor(own / names.length) === item || own % names.length === item),
    );
  const place = new Map(kept.map((item, own) => [item, own]));
  const part = (cells: ComparisonCells): ComparisonCells => {
    const wins = new Float64Array(kept.length ** 2);
    const ties = new Float64Array(kept.length ** 2);
    for (let cell = 0; cell < cells.low.length; cell += 1) {
      if (!both.has(key(cells, cell))) continue;
      const low = place.get(cells.low[cell] ?? 0) ?? 0;
      const high = place.get(cells.high[cell] ?? 0) ?? 0;
      wins[low * kept.length + high] = cells.lowWins[cell] ?? 0;
      wins[high * kept.length + low] = cells.highWins[cell] ?? 0;
      ties[low * kept.length + high] = cells.ties[cell] ?? 0;
    }
    return cellsFromMatrix(kept.length, wins, ties);
  };
  return kept.length < 2
    ? { models: [], ours: one, others: other }
    : { models: kept.map((item) => names[item] ?? ""), ours: part(one), others: part(other) };
}

/** Rank centrality of each round: the same number of battles from every pair, so that no pair counts more. */
function drawnScores(
  cells: ComparisonCells,
  mode: "corrected" | "published",
  prior: number,
  seed: string,
): readonly Float64Array[] {
  const random = createRandom(seed).stream("rounds");
  const order = publishedOrder(cells);
  const size = cells.low.length;
  return Array.from({ length: rounds }, () => {
    const drawn = {
      ...cells,
      lowWins: new Float64Array(size),
      highWins: new Float64Array(size),
      ties: new Float64Array(size),
    };
    for (let cell = 0; cell < size; cell += 1) {
      const won = cells.lowWins[cell] ?? 0;
      const lost = cells.highWins[cell] ?? 0;
      const all = won + lost + (cells.ties[cell] ?? 0);
      for (let battle = 0; battle < battlesPerPair; battle += 1) {
        const at = random.next() * all;
        const into = at < won ? drawn.lowWins : at < won + lost ? drawn.highWins : drawn.ties;
        into[cell] = (into[cell] ?? 0) + 1;
      }
    }
    return centralityScores(drawn, mode, order, prior).scores ?? new Float64Array(cells.itemCount);
  });
}
