import type { Chart, ChartJson } from "../blocks.ts";
import { type ChartFacts, type ChartRow, chartWidth, valuesOf } from "./chart-parts.ts";
import { categoryColour, chartConfig, chartFont } from "./chart-theme.ts";

export interface TreemapOptions extends ChartFacts {
  readonly data: readonly ChartRow[];
  /** Fields from the outer level to the inner one. */
  readonly levels: readonly [string, ...string[]];
  readonly value: string;
}

interface TreeNode {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly top: string;
  readonly value: number | null;
}

/** Areas by value, nested; colour by the outer level. Leaves are labelled where they have room. */
export function treemap(options: TreemapOptions): Chart {
  const { data, levels, value, id, title, caption, method, n } = options;
  const nodes = new Map<string, TreeNode>([
    ["root", { id: "root", parent: null, name: "", top: "", value: null }],
  ]);
  for (const row of data) {
    let parent = "root";
    for (const [depth, level] of levels.entries()) {
      const path = `${parent}/${String(row[level])}`;
      const isLeaf = depth === levels.length - 1;
      const known = nodes.get(path)?.value ?? 0;
      nodes.set(path, {
        id: path,
        parent,
        name: String(row[level]),
        top: String(row[levels[0]]),
        value: isLeaf ? known + Number(row[value]) : null,
      });
      parent = path;
    }
  }
  const tops = valuesOf(data, levels[0]);
  const height = Math.round(chartWidth * 0.65);
  const spec: { readonly [key: string]: ChartJson } = {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    description: caption,
    config: { background: chartConfig.background ?? "#ffffff" },
    width: chartWidth,
    height,
    padding: 8,
    data: [
      {
        name: "tree",
        values: [...nodes.values()].map((node): ChartJson => ({ ...node })),
        transform: [
          { type: "stratify", key: "id", parentKey: "parent" },
          {
            type: "treemap",
            field: "value",
            sort: { field: "value", order: "descending" },
            round: true,
            paddingInner: 1,
            size: [{ signal: "width" }, { signal: "height" }],
          },
        ],
      },
      { name: "leaves", source: "tree", transform: [{ type: "filter", expr: "datum.value !== null" }] },
    ],
    scales: [
      {
        name: "colour",
        type: "ordinal",
        domain: [...tops],
        range: tops.map((_, place) => categoryColour(place)),
      },
    ],
    legends: [{ fill: "colour", orient: "bottom", columns: 3, labelLimit: 200, labelFont: chartFont }],
    marks: [
      {
        type: "rect",
        from: { data: "leaves" },
        encode: {
          update: {
            x: { field: "x0" },
            y: { field: "y0" },
            x2: { field: "x1" },
            y2: { field: "y1" },
            fill: { scale: "colour", field: "top" },
            fillOpacity: { value: 0.35 },
            stroke: { value: "#ffffff" },
          },
        },
      },
      {
        type: "text",
        from: { data: "leaves" },
        encode: {
          update: {
            x: { signal: "datum.x0 + 4" },
            y: { signal: "datum.y0 + 13" },
            text: { field: "name" },
            limit: { signal: "datum.x1 - datum.x0 - 6" },
            fill: { value: "#33373d" },
            font: { value: chartFont },
            fontSize: { value: 11 },
            opacity: { signal: "datum.x1 - datum.x0 > 28 && datum.y1 - datum.y0 > 16 ? 1 : 0" },
          },
        },
      },
    ],
  };
  return Object.freeze({ kind: "chart", id, title, caption, method, n, language: "vega", spec, data });
}
