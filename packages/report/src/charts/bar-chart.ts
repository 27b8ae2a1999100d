import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  chartWidth,
  colourBy,
  heightFor,
  nominal,
  quantitative,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";
import { type Facet, facets } from "./facets.ts";

export interface BarChartOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly category: ChartField;
  readonly value: ChartField;
  /** Bars of a category side by side, or on top of each other with `stacked`. */
  readonly group?: ChartField;
  readonly groupOrder?: readonly string[];
  readonly stacked?: boolean;
  /** Standing bars, for few categories with short names and an order of their own: ages, counts. */
  readonly vertical?: boolean;
  /** Order of the categories; that of the rows unless given. */
  readonly order?: readonly string[];
  readonly facet?: Facet;
}

/** Horizontal bars, one category a line so that long names stay readable; or standing ones. */
export function barChart(options: BarChartOptions): Chart {
  const { data, category, value, group } = options;
  const domain = options.order ?? valuesOf(data, category.field);
  const groups = group === undefined ? [] : (options.groupOrder ?? valuesOf(data, group.field));
  const isStacked = options.stacked === true;
  const lines = isStacked || groups.length === 0 ? 1 : groups.length;
  const along = quantitative(value, isStacked ? { stack: "zero" } : { stack: null });
  const colour = group === undefined ? {} : { color: colourBy(group, groups) };
  const offset = (channel: string) =>
    group === undefined || isStacked ? {} : { [channel]: nominal(group, groups) };
  const mark = { type: "bar", cornerRadiusEnd: 1 };
  if (options.vertical === true) {
    const angle = domain.some((name) => name.length > 8) ? -45 : 0;
    return vegaLiteChart(
      options,
      data,
      facets(options.facet, data, {
        width: Math.max(120, domain.length * (14 + 18 * lines)),
        height: 220,
        mark,
        encoding: {
          x: nominal(category, domain, { axis: { labelAngle: angle, title: category.title } }),
          y: along,
          ...colour,
          ...offset("xOffset"),
        },
      }),
    );
  }
  return vegaLiteChart(
    options,
    data,
    facets(options.facet, data, {
      width: options.facet === undefined ? chartWidth : chartWidth / 2,
      height: heightFor(domain.length, 8 + 14 * lines),
      mark,
      encoding: {
        y: nominal(category, domain, { axis: { title: null } }),
        x: along,
        ...colour,
        ...offset("yOffset"),
      },
    }),
  );
}
