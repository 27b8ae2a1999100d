import type { Chart, ChartJson } from "../blocks.ts";
import { categoryColour, chartConfig } from "./chart-theme.ts";

/** What every chart says of itself. */
export interface ChartFacts {
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in words. */
  readonly caption: string;
  readonly method: string;
  readonly n: string;
}

export type ChartRow = Readonly<Record<string, string | number | boolean>>;

/** An axis: the row's field, the words beside it and how its numbers are set (d3 format, `.0%` for shares). */
export interface ChartField {
  readonly field: string;
  readonly title: string;
  readonly format?: string;
}

type Json = { readonly [key: string]: ChartJson };

/** A Vega-Lite chart with its rows inside. */
export function vegaLiteChart(facts: ChartFacts, rows: readonly ChartRow[], spec: Json): Chart {
  const { id, title, caption, method, n } = facts;
  return Object.freeze({
    kind: "chart",
    id,
    title,
    caption,
    method,
    n,
    language: "vega-lite",
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      description: caption,
      config: chartConfig,
      data: { values: rows },
      ...spec,
    },
    data: rows,
  });
}

/** A numeric axis. `zero: false` lets the axis begin where the data do. */
export function quantitative(field: ChartField, more: Json = {}): Json {
  return {
    field: field.field,
    type: "quantitative",
    title: field.title,
    axis: {
      tickCount: 6,
      // half a percent is a tick too where all are small, and must not read as the whole one beside it
      ...(field.format === undefined ? {} : { format: field.format === ".0%" ? ".1~%" : field.format }),
    },
    ...more,
  };
}

/** Categories in a fixed order: that of `domain`, else of the rows. */
export function nominal(field: ChartField, domain: readonly string[] | undefined, more: Json = {}): Json {
  return {
    field: field.field,
    type: "nominal",
    title: field.title,
    sort: domain === undefined ? null : [...domain],
    ...more,
  };
}

/** Letters in a line above a chart. */
const lettersInLine = 56;
/** What a name takes beside its letters: the symbol and a gap, in letters. */
const besideName = 5;

/** Names stand above the chart in as many columns as fit: beside it they would make it too wide for a small screen. */
function legendFor(domain: readonly string[]): Json {
  const longest = Math.max(1, ...domain.map((name) => name.length)) + besideName;
  return { orient: "top", columns: Math.max(1, Math.floor(lettersInLine / longest)) };
}

/** Colour by a field; the same name has the same colour wherever the same domain is given. */
export function colourBy(field: ChartField, domain: readonly string[]): Json {
  return {
    field: field.field,
    type: "nominal",
    title: field.title,
    // without a limit of its own Vega leaves names out beyond thirty
    legend: { ...legendFor(domain), symbolLimit: 0 },
    scale: {
      domain: [...domain],
      range: domain.map((_, place) => categoryColour(place)),
    },
  };
}

/** The values of a field in the order they first stand in the rows. */
export function valuesOf(rows: readonly ChartRow[], field: string): readonly string[] {
  return [...new Set(rows.map((row) => String(row[field])))];
}

/** Ticks of a logarithmic axis: 1, 2 and 5 of every power of ten between the ends of the rows, or the ends themselves. */
export function logarithmicTicks(rows: readonly ChartRow[], field: string): readonly number[] {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const row of rows) {
    const value = Number(row[field]);
    if (!(value > 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most === 0) return [];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power += 1) {
    for (const step of [1, 2, 5]) {
      const tick = Number(`${step}e${power}`);
      if (tick >= least && tick <= most) ticks.push(tick);
    }
  }
  return ticks.length < 2 ? [...new Set([least, most])] : ticks;
}

/** Height of a chart with a line per category, in pixels. */
export function heightFor(categories: number, perCategory = 20): number {
  return Math.max(80, categories * perCategory);
}

export const chartWidth = 340;
