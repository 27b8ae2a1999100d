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

export interface IntervalPlotOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly category: ChartField;
  readonly value: ChartField;
  /** Fields of the interval's ends. */
  readonly lower: string;
  readonly upper: string;
  readonly group?: ChartField;
  readonly groupOrder?: readonly string[];
  readonly order?: readonly string[];
  /** A line to compare with: 0, a baseline, the neutral share. */
  readonly reference?: number;
  /** Ends of the axis: 1 and the number of items for ranks; those of the data unless given. */
  readonly domain?: readonly [low: number, high: number];
}

/** A dot and its interval a line; groups stand below each other in their colours. */
export function intervalPlot(options: IntervalPlotOptions): Chart {
  const { data, category, value, group } = options;
  const domain = options.order ?? valuesOf(data, category.field);
  const groups = group === undefined ? [] : (options.groupOrder ?? valuesOf(data, group.field));
  const place = {
    y: nominal(category, domain, { axis: { title: null, grid: true } }),
    ...(group === undefined ? {} : { yOffset: nominal(group, groups), color: colourBy(group, groups) }),
  };
  const scale = {
    zero: false,
    ...(options.domain === undefined ? {} : { domain: [...options.domain], nice: false }),
  };
  return vegaLiteChart(options, data, {
    width: chartWidth,
    height: heightFor(domain.length, 8 + 12 * Math.max(1, groups.length)),
    layer: [
      ...(options.reference === undefined
        ? []
        : [
            {
              data: { values: [{ reference: options.reference }] },
              mark: { type: "rule", strokeDash: [4, 3], color: "#6b7078" },
              encoding: { x: { field: "reference", type: "quantitative" } },
            },
          ]),
      {
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: {
          ...place,
          x: quantitative({ ...value, field: options.lower }, { scale }),
          x2: { field: options.upper },
        },
      },
      {
        mark: { type: "point", filled: true, size: 45, opacity: 1 },
        encoding: { ...place, x: quantitative(value, { scale }) },
      },
    ],
  });
}
