import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  chartWidth,
  colourBy,
  quantitative,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";
import { type Facet, facets } from "./facets.ts";

export interface LineChartOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly x: ChartField;
  readonly y: ChartField;
  /** Fields of a band around the line. */
  readonly band?: { readonly lower: string; readonly upper: string };
  readonly group?: ChartField;
  readonly groupOrder?: readonly string[];
  /** The horizontal axis by the logarithm, with a tick at every value of the rows: 10, 20, 50, 100 … */
  readonly logarithmic?: boolean;
  readonly facet?: Facet;
}

export function lineChart(options: LineChartOptions): Chart {
  const { data, x, y, group } = options;
  const colour =
    group === undefined ? {} : { color: colourBy(group, options.groupOrder ?? valuesOf(data, group.field)) };
  const ticks = [...new Set(data.map((row) => Number(row[x.field])))];
  const along = {
    x: quantitative(
      x,
      options.logarithmic === true
        ? { scale: { type: "log" }, axis: { values: ticks, format: x.format ?? "d" } }
        : { scale: { zero: false } },
    ),
  };
  return vegaLiteChart(
    options,
    data,
    facets(options.facet, data, {
      width: options.facet === undefined ? chartWidth : chartWidth / 2,
      height: options.facet === undefined ? 280 : 180,
      layer: [
        ...(options.band === undefined
          ? []
          : [
              {
                mark: { type: "area", opacity: 0.18 },
                encoding: {
                  ...along,
                  ...colour,
                  y: quantitative(
                    { ...y, field: options.band.lower },
                    { scale: { zero: false }, stack: null },
                  ),
                  y2: { field: options.band.upper },
                },
              },
            ]),
        {
          mark: { type: "line", point: { filled: true, size: 30 } },
          encoding: { ...along, ...colour, y: quantitative(y, { scale: { zero: false } }) },
        },
      ],
    }),
  );
}
