import {
  absent,
  type Block,
  type Cell,
  type ChartRow,
  type Column,
  createTable,
  intervalPlot,
  numberCell,
} from "@refract/report";
import type { MeanInterval, WeightedMean } from "./weighted-means.ts";
import type { WeightedRank } from "./weighted-ranks.ts";

const counting = { equal: "Everybody the same", weighted: "Weighted" } as const;

/** Mean scores of models before and after, as a table and a chart. */
export function scoreBlocks(means: readonly WeightedMean[], n: string): readonly Block[] {
  const method =
    "means of opening scores; linearised variance clustered by person, Student's t; weights as given";
  const places = means.map((own) => rankOf(own, means));
  const points = means.flatMap(({ model, unweighted, weighted }): ChartRow[] => [
    ...point(model, counting.equal, unweighted),
    ...(weighted === null ? [] : point(model, counting.weighted, weighted)),
  ]);
  return [
    createTable({
      id: "scores",
      title: "Mean scores, weighted and not",
      caption:
        "Means of opening scores with 95 % intervals by leaving out each person in turn, Student's t. The interval of the difference knows that both means are of the same people.",
      n,
      columns: [
        { name: "model", title: "Model", kind: "text" },
        { name: "responses", title: "Responses", kind: "integer" },
        { name: "people", title: "People", kind: "integer" },
        { name: "effective_people", title: "Effective people", kind: "number", digits: 1 },
        ...intervalColumns("unweighted", "Unweighted"),
        ...intervalColumns("weighted", "Weighted"),
        ...intervalColumns("difference", "Difference"),
        { name: "unweighted_rank", title: "Rank, unweighted", kind: "integer" },
        { name: "weighted_rank", title: "Rank, weighted", kind: "integer" },
      ],
      rows: means.map(
        (
          { model, responses, people, effectivePeople, unweighted, weighted, difference },
          place,
        ): readonly Cell[] => [
          model,
          responses,
          people,
          numberCell(effectivePeople, noWeight),
          ...intervalCells(unweighted),
          ...intervalCells(weighted),
          ...intervalCells(difference),
          places[place]?.unweighted ?? absent(noWeight),
          numberCell(places[place]?.weighted, noWeight),
        ],
      ),
    }),
    ...(points.length === 0
      ? []
      : [
          intervalPlot({
            id: "score-intervals",
            title: "Mean scores, weighted and not",
            caption: "Mean opening score of each model with 95 % intervals, by how people count.",
            method,
            n,
            data: points,
            category: { field: "model", title: "Model" },
            value: { field: "value", title: "Mean score" },
            lower: "lower",
            upper: "upper",
            group: { field: "counting", title: "People count" },
            groupOrder: [counting.equal, counting.weighted],
          }),
        ]),
  ];
}

/** Ranks of models before and after, as a table and a chart. */
export function rankBlocks(
  ranks: readonly WeightedRank[],
  intervalsProblem: string | null,
  resampling: string,
  n: string,
  prior: number,
): readonly Block[] {
  const without = intervalsProblem ?? "no interval";
  const number = (name: string, title: string): Column => ({ name, title, kind: "number", digits: 4 });
  const integer = (name: string, title: string): Column => ({ name, title, kind: "integer" });
  const side = (name: string, title: string): readonly Column[] => [
    number(name, title),
    number(`${name}_lower`, "2.5 %"),
    number(`${name}_upper`, "97.5 %"),
    integer(`${name}_rank`, "Rank"),
    integer(`${name}_best`, "best"),
    integer(`${name}_worst`, "worst"),
  ];
  const points = ranks.flatMap(({ model, unweighted, weighted }): ChartRow[] =>
    [[counting.equal, unweighted] as const, [counting.weighted, weighted] as const].flatMap(
      ([name, { estimate, lower, upper }]) =>
        lower === null || upper === null ? [] : [{ model, counting: name, value: estimate, lower, upper }],
    ),
  );
  return [
    createTable({
      id: "ranks",
      title: "Ranks, weighted and not",
      caption: `Rank centrality (share of a walk over battles, 1 is the best rank) with ${resampling}. A gain of 2 is from rank 5 to rank 3 by weighting; its interval is the middle 95 % of resamples that are the same for both, and holds 0 in nearly all samples whose weights mean nothing. Weights are not fitted anew.`,
      n,
      columns: [
        { name: "model", title: "Model", kind: "text" },
        ...side("unweighted", "Unweighted"),
        ...side("weighted", "Weighted"),
        integer("gain", "Places gained"),
        integer("gain_lower", "2.5 %"),
        integer("gain_upper", "97.5 %"),
      ],
      rows: ranks.map(({ model, unweighted, weighted, gain, gainLower, gainUpper }): readonly Cell[] => [
        model,
        ...[unweighted, weighted].flatMap(({ estimate, lower, upper, rank, bestRank, worstRank }) => [
          estimate,
          numberCell(lower, without),
          numberCell(upper, without),
          rank,
          numberCell(bestRank, without),
          numberCell(worstRank, without),
        ]),
        gain,
        numberCell(gainLower, without),
        numberCell(gainUpper, without),
      ]),
    }),
    ...(points.length === 0
      ? []
      : [
          intervalPlot({
            id: "rank-intervals",
            title: "Rank centrality, weighted and not",
            caption: `Share of a walk over battles with ${resampling}; the line is the neutral share.`,
            method: `pairwise rank centrality with prior ${prior}`,
            n,
            data: points,
            category: { field: "model", title: "Model" },
            value: { field: "value", title: "Share of the walk" },
            lower: "lower",
            upper: "upper",
            group: { field: "counting", title: "People count" },
            groupOrder: [counting.equal, counting.weighted],
            reference: 1 / ranks.length,
          }),
        ]),
  ];
}

const noWeight = "nobody who scored it has a weight";

function rankOf(own: WeightedMean, all: readonly WeightedMean[]) {
  const above = all.filter(({ unweighted }) => unweighted.mean > own.unweighted.mean).length;
  const weighted = own.weighted;
  return {
    unweighted: above + 1,
    weighted:
      weighted === null
        ? null
        : all.filter((other) => other.weighted !== null && other.weighted.mean > weighted.mean).length + 1,
  };
}

function intervalColumns(name: string, title: string): readonly Column[] {
  return [
    { name, title, kind: "number" },
    { name: `${name}_lower`, title: "from", kind: "number" },
    { name: `${name}_upper`, title: "to", kind: "number" },
  ];
}

function intervalCells(own: MeanInterval | null): readonly Cell[] {
  const one = "one person has no interval";
  return own === null
    ? [absent(noWeight), absent(noWeight), absent(noWeight)]
    : [own.mean, numberCell(own.lower, one), numberCell(own.upper, one)];
}

function point(model: string, name: string, { mean, lower, upper }: MeanInterval): ChartRow[] {
  return lower === null || upper === null ? [] : [{ model, counting: name, value: mean, lower, upper }];
}
