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

export interface ScatterPlotOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly x: ChartField;
  readonly y: ChartField;
  readonly colour?: ChartField;
  readonly colourOrder?: readonly string[];
  /** A field written beside each point; for few points only. */
  readonly label?: string;
  /** Positions without meaning of their own (layouts): no axes. */
  readonly bare?: boolean;
}

export function scatterPlot(options: ScatterPlotOptions): Chart {
  const { data, x, y, colour } = options;
  const axis = options.bare === true ? { axis: null } : {};
  const place = {
    x: quantitative(x, { scale: { zero: false }, ...axis }),
    y: quantitative(y, { scale: { zero: false }, ...axis }),
  };
  return vegaLiteChart(options, data, {
    width: chartWidth,
    height: options.bare === true ? chartWidth * 0.8 : 360,
    layer: [
      {
        mark: {
          type: "point",
          filled: true,
          size: data.length > 500 ? 8 : 40,
          opacity: data.length > 500 ? 0.6 : 0.9,
        },
        encoding: {
          ...place,
          ...(colour === undefined
            ? {}
            : { color: colourBy(colour, options.colourOrder ?? valuesOf(data, colour.field)) }),
        },
      },
      ...(options.label === undefined
        ? []
        : [
            {
              mark: { type: "text", align: "left", dx: 6, fontSize: 11, color: "#33373d" },
              encoding: { ...place, text: { field: options.label, type: "nominal" } },
            },
          ]),
    ],
  });
}
