import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  nominal,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";

export interface HeatmapOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly x: ChartField;
  readonly y: ChartField;
  readonly value: ChartField;
  /** `diverging` is centred on `middle` (0 unless given). */
  readonly colours: "sequential" | "diverging";
  readonly middle?: number;
  readonly domain?: readonly [low: number, high: number];
  readonly xOrder?: readonly string[];
  readonly yOrder?: readonly string[];
  /** Writes the value into each cell. */
  readonly labels?: boolean;
}

/** A matrix as coloured cells. Cells without a row stay empty. */
export function heatmap(options: HeatmapOptions): Chart {
  const { data, x, y, value } = options;
  const columns = options.xOrder ?? valuesOf(data, x.field);
  const lines = options.yOrder ?? valuesOf(data, y.field);
  const size = columns.length > 16 ? 22 : 34;
  const place = {
    x: nominal(x, columns, { axis: { labelAngle: -45, title: x.title === "" ? null : x.title } }),
    y: nominal(y, lines, { axis: { title: y.title === "" ? null : y.title } }),
  };
  return vegaLiteChart(options, data, {
    width: columns.length * size,
    height: lines.length * (options.labels === true ? 24 : size * 0.7),
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          ...place,
          color: {
            field: value.field,
            type: "quantitative",
            title: value.title,
            ...(value.format === undefined ? {} : { legend: { format: value.format } }),
            scale: {
              range: options.colours === "diverging" ? "diverging" : "ramp",
              ...(options.colours === "diverging" ? { domainMid: options.middle ?? 0 } : {}),
              ...(options.domain === undefined ? {} : { domain: [...options.domain] }),
            },
          },
        },
      },
      ...(options.labels === true
        ? [
            {
              mark: {
                type: "text",
                fontSize: 10,
                color: "#1c1f23",
                stroke: "#ffffff",
                strokeWidth: 2.5,
                strokeOpacity: 0.55,
              },
              encoding: {
                ...place,
                text: { field: value.field, type: "quantitative", format: value.format ?? ".2f" },
              },
            },
            {
              mark: { type: "text", fontSize: 10, color: "#1c1f23" },
              encoding: {
                ...place,
                text: { field: value.field, type: "quantitative", format: value.format ?? ".2f" },
              },
            },
          ]
        : []),
    ],
  });
}
