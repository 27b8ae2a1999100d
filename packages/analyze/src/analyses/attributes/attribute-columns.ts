import { conversationAttributeKeys, statedAttributeKeys } from "@refract/dataset";
import type { AnalysisData } from "../../data/analysis-data.ts";

/** One slider: what was asked about, and the column its answers stand in. */
export interface AttributeColumn {
  readonly block: "stated" | "performance" | "choice";
  readonly attribute: string;
  /** Name in tables: "stated: values". */
  readonly name: string;
  readonly relation: "participants" | "conversations";
  readonly column: string;
}

/** PRISM's 8 + 7 + 7 sliders (prism-analysis section 2). */
const allColumns: readonly AttributeColumn[] = [
  ...statedAttributeKeys.map((attribute) => column("stated", attribute, "participants", "stated_prefs")),
  ...conversationAttributeKeys.map((attribute) =>
    column("performance", attribute, "conversations", "performance_attributes"),
  ),
  ...conversationAttributeKeys.map((attribute) =>
    column("choice", attribute, "conversations", "choice_attributes"),
  ),
];

/** Those a dataset has a column for. */
export function presentColumns(data: AnalysisData): readonly AttributeColumn[] {
  return allColumns.filter(({ relation, column: name }) => data.columns(relation).includes(name));
}

function column(
  block: AttributeColumn["block"],
  attribute: string,
  relation: AttributeColumn["relation"],
  prefix: string,
): AttributeColumn {
  return { block, attribute, name: `${block}: ${attribute}`, relation, column: `${prefix}_${attribute}` };
}
