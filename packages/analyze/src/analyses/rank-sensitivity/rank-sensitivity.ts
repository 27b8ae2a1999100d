import { createTable, numberCell } from "@refract/report";
import {
  type ComparisonCells,
  cellsOfClusters,
  compareRankings,
  createRandom,
  mean,
  quantile,
  ranksDescending,
} from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { clusteredBattles } from "../ranks/battles.ts";
import { centralityScores, publishedOrder } from "../ranks/centrality.ts";
import { battleNotices, countBattles, number } from "../ranks/describe-battles.ts";
import { battleNeeds, loadBattles } from "../ranks/load-battles.ts";
import { panelCharts } from "./panel-charts.ts";

const panelSizes = [10, 20, 50, 100, 200, 500, 1000] as const;
const panels = 100;
const top = 5;

export const rankSensitivity = defineAnalysis({
  id: "rank-sensitivity",
  title: "Ranks by small panels",
  description: "How far model ranks and the first five move when a small panel of people decides.",
  source: "Kirk et al. 2024, case study II (sensitivity to who is asked)",
  citation: "Kirk et al. 2024, arXiv:2404.16019",
  needs: battleNeeds,
  embeds: false,
  publishedQuirks: "rank centrality divides most win counts by another pair's total",
  async run(context) {
    const { data, mode } = context;
    const battles = await loadBattles(data);
    const { prior } = battles.source;
    const clustered = clusteredBattles(battles);
    const everyone = battles.people.map((_, person) => person);
    const cells = cellsOfClusters(clustered, everyone);
    const order = publishedOrder(cells);
    const scoresOf = (own: ComparisonCells) =>
      centralityScores(own, mode, order, prior).scores ?? new Float64Array(battles.models.length);
    const overall = scoresOf(cells);
    const overallRanks = ranksDescending(overall);
    const random = createRandom(context.seed("panels")).stream("panels");
    const sizes = panelSizes.filter((size) => size < everyone.length);
    const results = sizes.map((size) => {
      context.onProgress(`panels of ${size}`);
      const rankings = Array.from({ length: panels }, () =>
        scoresOf(cellsOfClusters(clustered, random.sample(everyone, size))),
      );
      return {
        size,
        ranks: rankings.map(ranksDescending),
        comparisons: rankings.map((own) => compareRankings(overall, own, { top })),
      };
    });
    const n = countBattles(battles);
    const caption = `${panels} panels of each size, drawn without replacement, each person with all battles; rank centrality with prior ${prior}, so that pairs that never met are even.`;
    const sizeTable = createTable({
      id: "panel-sizes",
      title: "Agreement of small panels with all people",
      caption,
      n,
      columns: [
        { name: "people", title: "People in the panel", kind: "integer" },
        { name: "tau", title: "Mean tau", kind: "number" },
        { name: "shared_top_five", title: "Of the first five (mean)", kind: "number" },
        { name: "same_first", title: "Same first model", kind: "percent" },
        { name: "same_top_five", title: "Same first five", kind: "percent" },
        { name: "largest_move", title: "Largest move (median)", kind: "number", digits: 0 },
      ],
      rows: results.map(({ size, ranks, comparisons }) => {
        const taus = comparisons.flatMap(({ tau }) => (tau === null ? [] : [tau]));
        const first = overallRanks.indexOf(1);
        const all = Math.min(top, battles.models.length);
        return [
          size,
          numberCell(taus.length === 0 ? null : mean(taus), comparisons[0]?.problem ?? "no order"),
          mean(comparisons.map(({ sharedTop }) => sharedTop)),
          ranks.filter((own) => own[first] === 1).length / panels,
          comparisons.filter(({ sharedTop }) => sharedTop >= all).length / panels,
          quantile(
            comparisons.map(({ largestMove }) => largestMove),
            0.5,
          ),
        ];
      }),
    });
    const modelTable = createTable({
      id: "panel-ranks",
      title: "Each model's ranks over small panels",
      caption,
      n,
      columns: [
        { name: "people", title: "People in the panel", kind: "integer" },
        { name: "model", title: "Model", kind: "text" },
        { name: "rank_all", title: "Rank of all", kind: "integer" },
        { name: "median", title: "Median rank", kind: "number", digits: 1 },
        { name: "lower", title: "5th percentile", kind: "number", digits: 1 },
        { name: "upper", title: "95th percentile", kind: "number", digits: 1 },
        { name: "top_five_share", title: "Among the first five", kind: "percent" },
      ],
      rows: results.flatMap(({ size, ranks }) =>
        battles.models.map((model, item) => {
          const own = ranks.map((ranking) => ranking[item] ?? 0);
          return [
            size,
            model,
            overallRanks[item] ?? 0,
            quantile(own, 0.5),
            quantile(own, 0.05),
            quantile(own, 0.95),
            own.filter((rank) => rank <= top).length / panels,
          ];
        }),
      ),
    });
    const [smallest] = sizeTable.rows;
    const charts = panelCharts(results, { models: battles.models, overallRanks, caption, n, top });
    return {
      summary:
        smallest === undefined
          ? `${counted(everyone.length, "person has", "people have")} battles, too few for a panel smaller than all.`
          : `Panels of ${String(smallest[0])} people share ${Number(smallest[2]).toFixed(1)} of the first five models with all people on average.`,
      provenance: {
        population: `${battles.source.people} (${number(everyone.length)})`,
        weights: "none",
        n,
        method: `${battles.source.rule}; rank centrality of ${panels} random panels of each size`,
        seed: sizes.length === 0 ? null : context.seed("panels"),
      },
      blocks: [
        ...battleNotices(battles, null),
        ...(smallest === undefined ? [] : [...charts, sizeTable, modelTable]),
      ],
    };
  },
});
