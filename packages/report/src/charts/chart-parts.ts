import type { Chart, ChartJson } from "../blocks.ts";
import { categoryColours, chartConfig } from "./chart-theme.ts";

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
    ...(field.format === undefined ? {} : { axis: { format: field.format } }),
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

/** Colour by a field; the same name has the same colour wherever the same domain is given. */
export function colourBy(field: ChartField, domain: readonly string[]): Json {
  return {
    field: field.field,
    type: "nominal",
    title: field.title,
    scale: {
      domain: [...domain],
      range: domain.map((_, place) => categoryColours[place % categoryColours.length] ?? "#8a8f98"),
    },
  };
}

/** The values of a field in the order they first stand in the rows. */
export function valuesOf(rows: readonly ChartRow[], field: string): readonly string[] {
  return [...new Set(rows.map((row) => String(row[field])))];
}

/** Height of a chart with a line per category, in pixels. */
export function heightFor(categories: number, perCategory = 20): number {
  return Math.max(80, categories * perCategory);
}

export const chartWidth = 520;
