import { RefractError } from "@refract/core";
import type { AnalysisData } from "../data/analysis-data.ts";
import { identifier, quoted } from "../data/sql-text.ts";
import type { Condition, Population } from "./groups.ts";

/**
 * The filter of a population over `participants` as an SQL condition; nobody is in it whose value is missing.
 *
 * @throws RefractError `invalid-input` when the survey has no such column
 */
export function populationSql(data: AnalysisData, population: Population): string {
  const there = data.columns("participants");
  const parts = population.where.map((condition) => {
    if (!there.includes(condition.column))
      throw new RefractError(
        "invalid-input",
        `participants: no column "${condition.column}", and ${population.title} is defined by it`,
      );
    return `coalesce(${conditionSql(condition)}, false)`;
  });
  return parts.length === 0 ? "true" : parts.join(" AND ");
}

function conditionSql(condition: Condition): string {
  // compared as texts, so that a level reads the same whatever type a file gives its column
  const column = `CAST(${identifier(condition.column)} AS VARCHAR)`;
  if ("in" in condition) return `${column} IN (${condition.in.map(quoted).join(", ")})`;
  const value = "is" in condition ? condition.is : condition.not;
  // a number is 1 in a column of whole numbers and 1.0 in another
  const isValue =
    typeof value === "number"
      ? `coalesce(TRY_CAST(${column} AS DOUBLE) = ${value}, ${column} <> ${column})`
      : `${column} = ${quoted(value.toString())}`;
  return "is" in condition ? isValue : `NOT (${isValue})`;
}
