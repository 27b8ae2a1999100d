import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  chartWidth,
  colourBy,
  logarithmicTicks,
  quantitative,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";
import { categoryColours } from "./chart-theme.ts";
import { type Facet, facets } from "./facets.ts";

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
  /** Both axes are ranks: whole numbers from 1, which stands at the top and at the right, with a line where both are equal. */
  readonly ranks?: boolean;
  /** A horizontal line to compare with. */
  readonly reference?: number;
  /** The horizontal axis by the logarithm. */
  readonly logarithmic?: boolean;
  readonly facet?: Facet;
}

export function scatterPlot(options: ScatterPlotOptions): Chart {
  const { data, x, y, colour, facet } = options;
  const side = facet === undefined ? chartWidth : chartWidth / 2;
  const rest = (field: string, isAlong: boolean) => {
    if (options.bare === true) return { scale: { zero: false }, axis: null };
    if (options.ranks === true) return rankAxis(data, field);
    if (isAlong && options.logarithmic === true)
      return { scale: { type: "log" }, axis: { values: [...logarithmicTicks(data, field)], format: "~s" } };
    return { scale: { zero: false } };
  };
  const place = { x: quantitative(x, rest(x.field, true)), y: quantitative(y, rest(y.field, false)) };
  const rule = { strokeDash: [4, 3], color: "#6b7078" };
  return vegaLiteChart(
    options,
    data,
    facets(facet, data, {
      width: side,
      height: options.bare === true ? side * 0.8 : options.ranks === true ? 400 : facet ? 220 : 360,
      layer: [
        ...(options.ranks === true ? [diagonal(data, x, y, place, rule)] : []),
        ...(options.reference === undefined
          ? []
          : [
              {
                data: { values: [{ reference: options.reference }] },
                mark: { type: "rule", ...rule },
                encoding: { y: { field: "reference", type: "quantitative" } },
              },
            ]),
        {
          mark: {
            type: "point",
            filled: true,
            size: data.length > 2_000 ? 8 : data.length > 500 ? 20 : 40,
            opacity: data.length > 500 ? 0.7 : 0.9,
          },
          encoding: {
            ...place,
            ...(colour === undefined
              ? {}
              : distinguished(colour, options.colourOrder ?? valuesOf(data, colour.field))),
          },
        },
        ...(options.label === undefined
          ? []
          : [
              {
                mark: { type: "text", align: "left", dx: 7, fontSize: 11, color: "#33373d" },
                encoding: { ...place, text: { field: options.label, type: "nominal" } },
              },
            ]),
      ],
    }),
  );
}

const shapes = ["circle", "triangle-up", "square", "diamond", "cross", "triangle-down"] as const;

/** Colours, and shapes too where there are more names than colours, so that no two of them look the same. */
function distinguished(colour: ChartField, domain: readonly string[]) {
  const count = categoryColours.length;
  return {
    color: colourBy(colour, domain),
    ...(domain.length <= count
      ? {}
      : {
          shape: {
            field: colour.field,
            type: "nominal",
            title: colour.title,
            scale: {
              domain: [...domain],
              range: domain.map((_, place) => shapes[Math.floor(place / count) % shapes.length] ?? "circle"),
            },
          },
        }),
  };
}

function rankAxis(data: readonly ChartRow[], field: string) {
  const most = Math.max(1, ...data.map((row) => Number(row[field])));
  return {
    scale: { zero: false, reverse: true, domain: [0.5, most + 0.5], nice: false },
    axis: { values: Array.from({ length: most }, (_, place) => place + 1), format: "d" },
  };
}

/** From the first rank to the last that both axes have. */
function diagonal(
  data: readonly ChartRow[],
  x: ChartField,
  y: ChartField,
  place: { readonly [channel: string]: ReturnType<typeof quantitative> },
  rule: { readonly strokeDash: readonly number[]; readonly color: string },
) {
  const [last = 1] = [x, y]
    .map(({ field }) => Math.max(1, ...data.map((row) => Number(row[field]))))
    .sort((one, other) => one - other);
  return {
    data: { values: [1, last].map((rank) => ({ [x.field]: rank, [y.field]: rank })) },
    mark: { type: "line", ...rule },
    encoding: place,
  };
}
