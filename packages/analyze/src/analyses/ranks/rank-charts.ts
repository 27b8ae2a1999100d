import { type Chart, heatmap, intervalPlot } from "@refract/report";
import { ranksDescending, winMatrix } from "@refract/stats";
import type { RankFindings } from "./rank-tables.ts";

/** Intervals of Bradley-Terry and of resampled rank centrality, and who beats whom; those that could be computed. */
export function rankCharts({
  models,
  cells,
  results,
  intervals,
  resampling,
  prior,
  n,
}: RankFindings): readonly Chart[] {
  const charts: Chart[] = [];
  const centrality = results.find(({ id }) => id === "rank_centrality");
  const ranks = ranksDescending(centrality?.estimates ?? new Float64Array(models.length));
  const order = models
    .map((model, item) => ({ model, rank: ranks[item] ?? 0 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ model }) => model);
  if (intervals !== null) {
    charts.push(
      intervalPlot({
        id: "bradley-terry-intervals",
        title: "Bradley-Terry abilities",
        caption:
          "Log odds of winning against the mean of all models, with 95 % intervals clustered by participant.",
        method: "Bradley-Terry by maximum likelihood, a tie half a win each way",
        n,
        data: intervals.map(({ item, ability, lower, upper }) => ({
          model: models[item] ?? "",
          ability,
          lower,
          upper,
        })),
        category: { field: "model", title: "Model" },
        value: { field: "ability", title: "Ability (log odds)" },
        lower: "lower",
        upper: "upper",
        order,
        reference: 0,
      }),
    );
  }
  const resampled = centrality?.resampled ?? null;
  if (resampled !== null) {
    charts.push(
      intervalPlot({
        id: "rank-centrality-intervals",
        title: "Rank centrality",
        caption: `Median of resamples and ${resampling}; the line is the neutral share.`,
        method: `pairwise rank centrality with prior ${prior}`,
        n,
        data: resampled.flatMap(({ item, median, lower, upper }) =>
          median === null || lower === null || upper === null
            ? []
            : [{ model: models[item] ?? "", score: median, lower, upper }],
        ),
        category: { field: "model", title: "Model" },
        value: { field: "score", title: "Share of the walk" },
        lower: "lower",
        upper: "upper",
        order,
        reference: 1 / models.length,
      }),
    );
  }
  const wins = winMatrix(cells, { ties: "none" });
  charts.push(
    heatmap({
      id: "win-shares",
      title: "Who beats whom",
      caption:
        "Share of the battles against the model of the column that the model of the row won; ties are won by nobody.",
      method: "wins over battles of each pair",
      n,
      data: Array.from(cells.low, (low, cell) => {
        const high = cells.high[cell] ?? 0;
        const total = (cells.lowWins[cell] ?? 0) + (cells.highWins[cell] ?? 0) + (cells.ties[cell] ?? 0);
        return [
          { winner: low, loser: high, total },
          { winner: high, loser: low, total },
        ];
      })
        .flat()
        .filter(({ total }) => total > 0)
        .map(({ winner, loser, total }) => ({
          winner: models[winner] ?? "",
          loser: models[loser] ?? "",
          share: (wins[winner * models.length + loser] ?? 0) / total,
        })),
      x: { field: "loser", title: "against" },
      y: { field: "winner", title: "" },
      value: { field: "share", title: "Won", format: ".0%" },
      colours: "sequential",
      domain: [0, 1],
      xOrder: order,
      yOrder: order,
    }),
  );
  return charts;
}
