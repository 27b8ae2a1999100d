import {
  absent,
  type Block,
  boxSummary,
  type Cell,
  type ChartRow,
  createTable,
  heatmap,
} from "@refract/report";
import { differenceTable } from "./difference-table.ts";
import { dominanceBlocks } from "./dominance-blocks.ts";
import type { BaseWelfare, WelfareCell } from "./panel-welfare.ts";
import type { SchemeDifference } from "./scheme-differences.ts";
import { referenceScheme } from "./schemes.ts";

export interface WelfareResult {
  /** kebab-case, for ids. */
  readonly id: string;
  readonly title: string;
  readonly base: string;
  /** `share` outcomes are shown with three decimals. */
  readonly isShare: boolean;
  readonly found: BaseWelfare;
  readonly differences: readonly SchemeDifference[];
  /** Whether scores that nobody gave stand in the tables. */
  readonly hasFilledGaps: boolean;
  readonly models: readonly string[];
  readonly n: string;
}

/** The table, the spread, differences, dominance and the choices of one outcome in one population. */
export function welfareBlocks(result: WelfareResult): readonly Block[] {
  const { found, id, title, n } = result;
  const digits = result.isShare ? 3 : 2;
  const number = (name: string, heading: string) => ({
    name,
    title: heading,
    kind: "number" as const,
    digits,
  });
  const drawn = found.cells.flatMap(({ scheme, population, summary }): ChartRow[] =>
    summary.percentiles === null
      ? []
      : [{ scheme: scheme.title, population: population.title, ...summary.percentiles }],
  );
  const method =
    "panels drawn with replacement choose the model with the highest mean; welfare of a population is its members' mean for that model";
  return [
    ...(drawn.length === 0
      ? []
      : [
          boxSummary({
            id: `${id}-spread`,
            title: `${title}: ${result.base}`,
            caption:
              "Welfare over draws: box 25th to 75th percentile, line 5th to 95th, white mark the median.",
            method,
            n,
            data: drawn,
            category: { field: "scheme", title: "Who chooses" },
            low: "p5",
            lowerQuartile: "p25",
            median: { field: "p50", title: result.isShare ? "Share" : "Points" },
            upperQuartile: "p75",
            high: "p95",
            group: { field: "population", title: "For whom" },
          }),
        ]),
    createTable({
      id: `${id}-table`,
      title: `${title}: ${result.base}, every cell`,
      caption:
        "Dominated: sorted by size, every draw of representative panels of 100 is at least as high; said only where every draw of both has a welfare. Percentiles by linear interpolation.",
      n,
      columns: [
        { name: "population", title: "For whom", kind: "text" },
        { name: "scheme", title: "Who chooses", kind: "text" },
        { name: "members", title: "People", kind: "integer" },
        number("mean", "Mean"),
        number("p5", "5 %"),
        number("p25", "25 %"),
        number("p50", "50 %"),
        number("p75", "75 %"),
        number("p95", "95 %"),
        number("iqr", "IQR"),
        {
          name: "distinct",
          title: "Distinct",
          kind: "integer",
          description: "distinct values of welfare over the draws",
        },
        {
          name: "draws_without_welfare",
          title: "Draws without",
          kind: "integer",
          description: "draws whose model nobody of the population has scored",
        },
        { name: "dominated", title: "Dominated", kind: "flag" },
      ],
      rows: found.cells.map(cellRow),
    }),
    differenceTable(result),
    ...dominanceBlocks(result),
    heatmap({
      id: `${id}-choices`,
      title: `${title}: which model panels choose, ${result.base}`,
      caption: "Share of panels of a kind that choose a model.",
      method,
      n,
      data: found.choices.flatMap(({ schemeTitle, shares }) =>
        shares.flatMap((share, place): ChartRow[] => {
          const model = result.models[place];
          return share === 0 || model === undefined ? [] : [{ scheme: schemeTitle, model, share }];
        }),
      ),
      x: { field: "scheme", title: "" },
      y: { field: "model", title: "" },
      value: { field: "share", title: "Share", format: ".0%" },
      colours: "sequential",
      domain: [0, 1],
    }),
  ];
}

function cellRow({
  population,
  scheme,
  summary,
  drawsWithoutWelfare,
  dominated,
}: WelfareCell): readonly Cell[] {
  const start: readonly Cell[] = [population.title, scheme.title, population.rows.length];
  const isBest = scheme.name === referenceScheme;
  const flag =
    dominated ??
    absent(
      isBest
        ? "the scheme the others are held against"
        : "a draw without welfare on either side can't be compared",
    );
  if (summary.problem !== null) {
    const why = absent(summary.problem);
    return [...start, why, why, why, why, why, why, why, summary.distinct, drawsWithoutWelfare, flag];
  }
  const { p5, p25, p50, p75, p95 } = summary.percentiles;
  return [
    ...start,
    summary.mean,
    p5,
    p25,
    p50,
    p75,
    p95,
    summary.interquartileRange,
    summary.distinct,
    drawsWithoutWelfare,
    flag,
  ];
}
