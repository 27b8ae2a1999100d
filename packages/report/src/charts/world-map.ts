import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import * as z from "zod";
import type { Chart, ChartJson } from "../blocks.ts";
import { type ChartFacts, type ChartField, type ChartRow, chartWidth, vegaLiteChart } from "./chart-parts.ts";

export interface WorldMapOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  /** Field of the ISO 3166 numeric code, three digits. */
  readonly country: string;
  readonly value: ChartField;
  /** Colours by the logarithm: for counts that one country leads by far. Values must be above 0. */
  readonly logarithmic?: boolean;
  /** Values of the ends of the colours, so that several maps can be compared; the data's own unless told. */
  readonly domain?: readonly [low: number, high: number];
}

/**
 * Countries coloured by a value; countries without a row are grey. Borders are Natural Earth's (public domain) at 1:110
 * million, so small states have no shape of their own: the table beside a map has to hold every country.
 */
export function worldMap(options: WorldMapOptions): Chart {
  const { data, country, value } = options;
  const values = new Map(data.map((row) => [String(row[country]), row[value.field]]));
  const own = data.map((row) => Number(row[value.field]));
  const [least, most] = [Math.min(...own), Math.max(...own)];
  const middle = Math.round(Math.sqrt(least * most));
  const legend = {
    orient: "top",
    gradientLength: 160,
    ...(value.format === undefined ? {} : { format: value.format }),
    ...(options.logarithmic === true ? { values: [...new Set([least, middle, most])] } : {}),
  };
  const shapes = countryShapes().map((shape): ChartJson => {
    const found = values.get(shape.id);
    return {
      type: "Feature",
      id: shape.id,
      geometry: shape.geometry,
      properties: found === undefined ? {} : { value: found, words: `${shape.name}: ${found}` },
    };
  });
  return vegaLiteChart(options, data, {
    width: chartWidth,
    height: chartWidth * 0.52,
    projection: { type: "equalEarth" },
    data: { values: shapes },
    layer: [
      // Vega-Lite leaves out shapes whose value is missing: the grey ones are a layer of their own
      { mark: { type: "geoshape", fill: "#dfe2e6", stroke: "#ffffff", strokeWidth: 0.4 } },
      {
        transform: [{ filter: "isValid(datum.properties.value)" }],
        mark: { type: "geoshape", stroke: "#ffffff", strokeWidth: 0.4 },
        encoding: {
          description: { field: "properties.words", type: "nominal" },
          color: {
            field: "properties.value",
            type: "quantitative",
            title: value.title,
            legend,
            scale: {
              range: [...mapColours],
              interpolate: "rgb",
              ...(options.logarithmic === true ? { type: "log" } : {}),
              ...(options.domain === undefined ? {} : { domain: [...options.domain] }),
            },
          },
        },
      },
    ],
  });
}

/** The lowest is still a blue: countries without a row are grey. */
const mapColours = ["#b5d2e6", "#5fa3cf", "#0072b2", "#003a5c"] as const;

interface CountryShape {
  readonly name: string;
  readonly id: string;
  readonly geometry: ChartJson;
}

const featureSchema = z.object({
  id: z.coerce.string().optional(),
  geometry: z.json(),
  properties: z.object({ name: z.string() }),
});
let shapes: readonly CountryShape[] | null = null;

/** Read once, when the first map is drawn; without Antarctica, where nobody was asked. */
function countryShapes(): readonly CountryShape[] {
  if (shapes !== null) return shapes;
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-110m.json");
  const topology = JSON.parse(readFileSync(file, "utf8"));
  const collection = feature(topology, topology.objects.countries);
  const features = "features" in collection ? collection.features : [];
  shapes = z
    .array(featureSchema)
    .parse(features)
    .flatMap(({ id, geometry, properties: { name } }) =>
      id === undefined || id === "010" ? [] : [{ id, name, geometry: rounded(geometry) }],
    );
  return shapes;
}

/** A tenth of a degree is finer than a pixel of the map. */
function rounded(value: ChartJson): ChartJson {
  if (typeof value === "number") return Math.round(value * 10) / 10;
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, rounded(of)]));
}
