import { type Chart, intervalPlot, lineChart } from "@refract/report";
import { type compareRankings, mean, quantile } from "@refract/stats";

/** What panels of one size made of the models. */
export interface PanelResults {
  /** People in a panel. */
  readonly size: number;
  /** Ranks of all models, one array a panel. */
  readonly ranks: readonly ArrayLike<number>[];
  /** Each panel's ranking beside that of all people. */
  readonly comparisons: readonly ReturnType<typeof compareRankings>[];
}

export interface PanelChartFacts {
  readonly models: readonly string[];
  readonly overallRanks: ArrayLike<number>;
  /** How panels are drawn and ranked. */
  readonly caption: string;
  readonly n: string;
  /** How many first models are counted. */
  readonly top: number;
}

/** Sizes whose ranks are drawn side by side: more hide each other. */
const mostSizes = 3;

/** Agreement by the size of the panel, and each model's range of ranks; none without panels. */
export function panelCharts(
  results: readonly PanelResults[],
  { models, overallRanks, caption, n, top }: PanelChartFacts,
): readonly Chart[] {
  if (results.length === 0) return [];
  const method = "rank centrality of random panels, each person with all battles";
  const agreement = results.flatMap(({ size, comparisons }) => {
    const taus = comparisons.flatMap(({ tau }) => (tau === null ? [] : [tau]));
    return taus.length === 0
      ? []
      : [{ people: size, tau: mean(taus), lower: quantile(taus, 0.05), upper: quantile(taus, 0.95) }];
  });
  const shared = results.map(({ size, comparisons }) => {
    const counts = comparisons.map(({ sharedTop }) => sharedTop);
    return {
      people: size,
      shared: mean(counts),
      lower: quantile(counts, 0.05),
      upper: quantile(counts, 0.95),
    };
  });
  const people = { field: "people", title: "People in the panel" };
  const band = { lower: "lower", upper: "upper" };
  const middle = Math.floor((results.length - 1) / 2);
  const shown = [...new Set([0, middle, results.length - 1])].slice(0, mostSizes);
  const titleOf = (size: number) => `${size} people`;
  return [
    ...(agreement.length === 0
      ? []
      : [
          lineChart({
            id: "panel-agreement",
            title: "Agreement of small panels with all people",
            caption: `Mean Kendall's tau between a panel's ranking and that of all people; the band holds 90 % of the panels. ${caption}`,
            method,
            n,
            data: agreement,
            x: people,
            y: { field: "tau", title: "Kendall's tau" },
            band,
            logarithmic: true,
          }),
        ]),
    lineChart({
      id: "panel-first-models",
      title: `How many of the first ${top} models small panels find`,
      caption: `Mean number of the first ${top} models of all people that are among the first ${top} of a panel; the band holds 90 % of the panels.`,
      method,
      n,
      data: shared,
      x: people,
      y: { field: "shared", title: `Of the first ${top}` },
      band,
      logarithmic: true,
    }),
    intervalPlot({
      id: "panel-rank-ranges",
      title: "Ranks by who is asked",
      caption:
        "Median rank over panels with the 5th and 95th percentiles; 1 is the top. Models in the order of all people.",
      method,
      n,
      data: shown.flatMap((place) => {
        const found = results[place];
        return models.map((model, item) => {
          const own = found?.ranks.map((ranking) => ranking[item] ?? 0) ?? [];
          return {
            model,
            rank_all: overallRanks[item] ?? 0,
            panel: titleOf(found?.size ?? 0),
            people: found?.size ?? 0,
            median: quantile(own, 0.5),
            lower: quantile(own, 0.05),
            upper: quantile(own, 0.95),
          };
        });
      }),
      category: { field: "model", title: "Model" },
      value: { field: "median", title: "Rank" },
      lower: "lower",
      upper: "upper",
      group: { field: "panel", title: "Panel" },
      domain: [1, Math.max(2, models.length)],
      groupOrder: shown.map((place) => titleOf(results[place]?.size ?? 0)),
      order: models
        .map((model, item) => ({ model, rank: overallRanks[item] ?? 0 }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ model }) => model),
    }),
  ];
}
