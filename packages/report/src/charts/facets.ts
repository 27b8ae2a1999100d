import type { ChartJson } from "../blocks.ts";
import { type ChartField, type ChartRow, valuesOf } from "./chart-parts.ts";

/** Small multiples: one small chart a value of a field, on the same axes. */
export interface Facet extends ChartField {
  readonly order?: readonly string[];
  /** Charts beside each other; all in one line unless given. */
  readonly columns?: number;
}

/** A chart's body, or small multiples of it when there is a facet. */
export function facets(
  facet: Facet | undefined,
  rows: readonly ChartRow[],
  body: { readonly [key: string]: ChartJson },
): { readonly [key: string]: ChartJson } {
  if (facet === undefined) return body;
  const order = facet.order ?? valuesOf(rows, facet.field);
  return {
    facet: {
      field: facet.field,
      type: "nominal",
      title: facet.title === "" ? null : facet.title,
      sort: [...order],
      header: { labelFontSize: 13, labelFontWeight: "bold", labelAnchor: "start", labelLimit: 320 },
    },
    columns: facet.columns ?? order.length,
    spacing: 20,
    spec: body,
  };
}
