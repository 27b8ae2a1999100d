import type { StudyProblem } from "@refract/core";
import type { StageField } from "./stage/stage-context.ts";
import { datePattern, isDay } from "./survey/check-value.ts";

export interface FieldValueProblem {
  readonly message: string;
  readonly severity: StudyProblem["severity"];
}

/**
 * What is wrong with a value that a condition of the study file (screening, quotas, endings, targets, eligibility) compares
 * a field with, or null. Values are compared whole, as texts.
 */
export function fieldValueProblem(
  field: StageField,
  value: string | number | boolean,
): FieldValueProblem | null {
  const { name, levels, kind, minimum = null, maximum = null } = field;
  const nobody = (expected: string): FieldValueProblem => ({
    message: `nobody can answer "${name}" with ${JSON.stringify(value)}, expected ${expected}`,
    severity: "error",
  });
  if (levels !== null) return levels.includes(String(value)) ? null : nobody(`one of ${levels.join(", ")}`);
  if (kind === undefined || kind === "text") return null;
  switch (kind) {
    case "number": {
      const number = Number(value);
      const isInside = number >= (minimum ?? -Infinity) && number <= (maximum ?? Infinity);
      if (String(number) === String(value) && isInside) return null;
      const low = minimum === null ? "" : ` from ${minimum}`;
      const high = maximum === null ? "" : ` ${minimum === null ? "up " : ""}to ${maximum}`;
      return nobody(`one number${low}${high}; for ranges ask a question with choices`);
    }
    case "date":
      return datePattern.test(String(value)) && isDay(String(value))
        ? null
        : nobody("a date such as 2026-01-31");
  }
}

/** The same for a level by which people are counted (quotas, targets): a text in own words sorts nobody. */
export function fieldLevelProblem(
  field: StageField,
  level: string | number | boolean,
): FieldValueProblem | null {
  if (field.kind !== "text") return fieldValueProblem(field, level);
  const message = `"${field.name}" is a text in own words, which would have to be ${JSON.stringify(level)} letter by letter, expected a question with choices`;
  return { message, severity: "warning" };
}
