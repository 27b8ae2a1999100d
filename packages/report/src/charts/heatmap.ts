import type { Chart } from "../blocks.ts";
import { cellColourChannel, cellColours, cellInk } from "./cell-colours.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  nominal,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";
import { type Facet, facets } from "./facets.ts";

export interface HeatmapOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  readonly x: ChartField;
  readonly y: ChartField;
  readonly value: ChartField;
  /** `diverging` is centred on `middle` (0 unless given). */
  readonly colours: "sequential" | "diverging";
  readonly middle?: number;
  readonly domain?: readonly [low: number, high: number];
  /** For ratios: half stands as far from the middle 1 as twice; values beyond `domain` have the colour of its end. */
  readonly logarithmic?: boolean;
  readonly xOrder?: readonly string[];
  readonly yOrder?: readonly string[];
  /** A field whose text is written behind the number of each cell: a star where something is significant. */
  readonly mark?: string;
  readonly facet?: Facet;
}

/** A matrix as coloured cells with their numbers. Cells without a row stay empty. */
export function heatmap(options: HeatmapOptions): Chart {
  const { data, x, y, value, mark } = options;
  const columns = options.xOrder ?? valuesOf(data, x.field);
  const lines = options.yOrder ?? valuesOf(data, y.field);
  const longest = Math.max(
    0,
    ...data.map((row) => (mark === undefined ? 0 : String(row[mark] ?? "").length)),
  );
  const place = {
    // names are what cells are found by, so they stand whole however long
    x: nominal(x, columns, {
      axis: { labelAngle: -45, labelLimit: 0, title: x.title === "" ? null : x.title },
    }),
    y: nominal(y, lines, { axis: { labelLimit: 0, title: y.title === "" ? null : y.title } }),
  };
  const colours = cellColours(data, value.field, {
    kind: options.colours,
    ...(options.middle === undefined ? {} : { middle: options.middle }),
    ...(options.domain === undefined ? {} : { domain: options.domain }),
    logarithmic: options.logarithmic ?? false,
  });
  const own = (field: string) => `datum[${JSON.stringify(field)}]`;
  const number = `replace(format(${own(value.field)}, ${JSON.stringify(value.format ?? ".2f")}), "-", "−")`;
  return vegaLiteChart(
    options,
    data,
    facets(options.facet, data, {
      width: columns.length * (40 + 6 * longest),
      height: lines.length * 24,
      transform: [
        { calculate: mark === undefined ? number : `${number} + ${own(mark)}`, as: "number in the cell" },
      ],
      layer: [
        {
          mark: { type: "rect", stroke: "#ffffff", strokeWidth: 1 },
          encoding: { ...place, color: cellColourChannel(value, colours) },
        },
        {
          mark: { type: "text", fontSize: 12 },
          encoding: {
            ...place,
            text: { field: "number in the cell", type: "nominal" },
            color: cellInk(value.field, colours),
          },
        },
      ],
    }),
  );
}
