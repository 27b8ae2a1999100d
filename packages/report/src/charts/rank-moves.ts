import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  heightFor,
  nominal,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";

export interface RankMovesOptions extends ChartFacts {
  /** One row an item and group: `move` places up (positive) or down (negative) against the overall rank. */
  readonly data: readonly ChartRow[];
  readonly item: ChartField;
  readonly group: ChartField;
  readonly move: ChartField;
  readonly itemOrder?: readonly string[];
  readonly groupOrder?: readonly string[];
}

/** How many places items rise or fall in each group, as numbers on coloured cells. */
export function rankMoves(options: RankMovesOptions): Chart {
  const { data, item, group, move } = options;
  const items = options.itemOrder ?? valuesOf(data, item.field);
  const groups = options.groupOrder ?? valuesOf(data, group.field);
  const most = Math.max(1, ...data.map((row) => Math.abs(Number(row[move.field]))));
  const place = {
    x: nominal(group, groups, { axis: { labelAngle: -45, title: group.title === "" ? null : group.title } }),
    y: nominal(item, items, { axis: { title: null } }),
  };
  return vegaLiteChart(options, data, {
    width: Math.max(160, groups.length * 44),
    height: heightFor(items.length, 22),
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          ...place,
          color: {
            field: move.field,
            type: "quantitative",
            title: move.title,
            scale: { range: "diverging", domain: [-most, 0, most] },
          },
        },
      },
      {
        mark: { type: "text", fontSize: 11, color: "#1c1f23" },
        encoding: { ...place, text: { field: move.field, type: "quantitative", format: "+d" } },
      },
    ],
  });
}
