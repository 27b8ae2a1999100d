import type { AnalysisData } from "../data/analysis-data.ts";
import { identifier, quoted } from "../data/sql-text.ts";
import type { Groups } from "./groups.ts";

/** The column of `people` that holds an attribute's reported level. */
export function groupColumn(attribute: string): string {
  return `group_${attribute}`;
}

/** Attributes whose column the dataset has, in the order of the file. */
export function presentAttributes(data: AnalysisData, groups: Groups): readonly string[] {
  const columns = data.columns("participants");
  return Object.entries(groups.attributes).flatMap(([name, { column }]) =>
    columns.includes(column) ? [name] : [],
  );
}

/** Order of an attribute's levels: its own, else that in which the question offered them where they stayed as they were. */
export function levelOrder(data: AnalysisData, attribute: Groups["attributes"][string]): readonly string[] {
  if (attribute.order.length > 0) return attribute.order;
  return Object.keys(attribute.map).length > 0 ? [] : data.declaredOrder(attribute.column);
}

/**
 * Makes the view `people` of a connection: `participants` with a text column `group_<attribute>` for each attribute that is there, after
 * its map. A missing answer is the level "(missing)"; excluded levels stay, since not every table drops them.
 */
export async function createPeopleView(data: AnalysisData, groups: Groups): Promise<void> {
  if (!data.has("participants")) return;
  const columns = presentAttributes(data, groups).map((name) => {
    const attribute = groups.attributes[name];
    if (attribute === undefined) throw new Error(`no attribute ${name}`);
    const value = `CAST(${identifier(attribute.column)} AS VARCHAR)`;
    const cases = Object.entries(attribute.map).map(
      ([from, to]) => `WHEN ${quoted(from)} THEN ${quoted(to)}`,
    );
    const mapped = cases.length === 0 ? value : `CASE ${value} ${cases.join(" ")} ELSE ${value} END`;
    return `coalesce(${mapped}, ${quoted(missingLevel)}) AS ${groupColumn(name)}`;
  });
  await data.run(
    `CREATE OR REPLACE TEMP VIEW people AS SELECT participants.*${columns.map((column) => `, ${column}`).join("")} FROM participants`,
  );
}

/** The level of people without an answer. */
export const missingLevel = "(missing)";
