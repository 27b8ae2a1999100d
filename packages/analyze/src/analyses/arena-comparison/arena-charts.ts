import { type Chart, intervalPlot, scatterPlot } from "@refract/report";

/** A model's rank centrality over rounds in one arena. */
export interface ArenaStanding {
  readonly rank: number;
  readonly median: number;
  /** 5th and 95th percentiles. */
  readonly lower: number;
  readonly upper: number;
}

export interface ArenaModel {
  readonly model: string;
  readonly here: ArenaStanding;
  readonly there: ArenaStanding;
}

/** Ranks against ranks, and scores side by side with intervals. */
export function arenaCharts(
  models: readonly ArenaModel[],
  facts: { readonly n: string; readonly rounds: string; readonly battlesPerPair: number },
): readonly Chart[] {
  const { n, rounds, battlesPerPair } = facts;
  const method = `median rank centrality over ${rounds} rounds of ${battlesPerPair} battles a shared pair`;
  const order = [...models].sort((one, other) => one.here.rank - other.here.rank).map(({ model }) => model);
  return [
    scatterPlot({
      id: "arena-rank-pairs",
      title: "Ranks in both arenas",
      caption:
        "1 is the top of each arena. On the dashed line both agree; a model above it stands nearer the top here than there.",
      method,
      n,
      data: models.map(({ model, here, there }) => ({
        model,
        rank_here: here.rank,
        rank_there: there.rank,
        move: here.rank - there.rank,
      })),
      x: { field: "rank_there", title: "Rank in the other arena" },
      y: { field: "rank_here", title: "Rank here" },
      label: "model",
      ranks: true,
    }),
    intervalPlot({
      id: "arena-scores",
      title: "Scores in both arenas",
      caption:
        "Median with 5th and 95th percentiles over rounds; models in the order of this dataset. The line is the neutral share.",
      method,
      n,
      data: models.flatMap(({ model, here, there }) => [
        { model, arena: "here", ...here },
        { model, arena: "the other arena", ...there },
      ]),
      category: { field: "model", title: "Model" },
      value: { field: "median", title: "Share of the walk" },
      lower: "lower",
      upper: "upper",
      group: { field: "arena", title: "Battles" },
      groupOrder: ["here", "the other arena"],
      order,
      reference: 1 / models.length,
    }),
  ];
}
