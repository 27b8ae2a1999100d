import type { Chart } from "../blocks.ts";
import { cellColourChannel, cellColours, cellInk } from "./cell-colours.ts";
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
  /** A field that is true where the move is beyond chance: those numbers get a star. */
  readonly starred?: string;
  readonly itemOrder?: readonly string[];
  readonly groupOrder?: readonly string[];
}

/** How many places items rise or fall in each group, as numbers on coloured cells. */
export function rankMoves(options: RankMovesOptions): Chart {
  const { data, item, group, move, starred } = options;
  const items = options.itemOrder ?? valuesOf(data, item.field);
  const groups = options.groupOrder ?? valuesOf(data, group.field);
  const colours = cellColours(data, move.field, { kind: "diverging" });
  const place = {
    x: nominal(group, groups, {
      axis: { labelAngle: -45, labelLimit: 0, title: group.title === "" ? null : group.title },
    }),
    y: nominal(item, items, { axis: { labelLimit: 0, title: item.title === "" ? null : item.title } }),
  };
  const own = (field: string) => `datum[${JSON.stringify(field)}]`;
  const star = starred === undefined ? '""' : `(${own(starred)} ? "*" : "")`;
  return vegaLiteChart(options, data, {
    width: Math.max(120, groups.length * 44),
    height: heightFor(items.length, 22),
    transform: [
      {
        calculate: `(${own(move.field)} === 0 ? "0" : format(${own(move.field)}, "+d")) + ${star}`,
        as: "label",
      },
    ],
    layer: [
      {
        mark: { type: "rect", stroke: "#ffffff", strokeWidth: 1 },
        encoding: { ...place, color: cellColourChannel({ format: "+d", ...move }, colours) },
      },
      {
        mark: { type: "text", fontSize: 11 },
        encoding: {
          ...place,
          text: { field: "label", type: "nominal" },
          color: cellInk(move.field, colours),
        },
      },
    ],
  });
}
