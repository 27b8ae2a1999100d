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

export interface BarChartOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly category: ChartField;
  readonly value: ChartField;
  /** Bars of a category side by side, or on top of each other with `stacked`. */
  readonly group?: ChartField;
  readonly groupOrder?: readonly string[];
  readonly stacked?: boolean;
  /** Order of the categories; that of the rows unless given. */
  readonly order?: readonly string[];
}

/** Horizontal bars, one category a line: long names stay readable. */
export function barChart(options: BarChartOptions): Chart {
  const { data, category, value, group } = options;
  const domain = options.order ?? valuesOf(data, category.field);
  const groups = group === undefined ? [] : (options.groupOrder ?? valuesOf(data, group.field));
  const lines = options.stacked === true || groups.length === 0 ? 1 : groups.length;
  return vegaLiteChart(options, data, {
    width: chartWidth,
    height: heightFor(domain.length, 8 + 14 * lines),
    mark: { type: "bar", cornerRadiusEnd: 1 },
    encoding: {
      y: nominal({ ...category, title: category.title }, domain, { axis: { title: null } }),
      x: quantitative(value, options.stacked === true ? { stack: "zero" } : { stack: null }),
      ...(group === undefined
        ? {}
        : {
            color: colourBy(group, groups),
            ...(options.stacked === true ? {} : { yOffset: nominal(group, groups) }),
          }),
    },
  });
}
