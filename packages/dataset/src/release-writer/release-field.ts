import * as z from "zod";
import { createSurveySchema } from "../prism-release/survey-record.ts";
import type { SurveyField } from "./release-source.ts";

/** What the writer itself knows of a person; the other fields of the schema are the survey's. */
export const writerFields: ReadonlySet<string> = new Set([
  "user_id",
  "survey_only",
  "num_completed_conversations",
  "timing_duration_s",
  "timing_duration_mins",
  "generated_datetime",
  "study_id",
  "study_locale",
  "included_in_US_REP",
  "included_in_UK_REP",
  "included_in_balanced_subset",
]);

/** The survey's fields of PRISM's schema with the schema of each, nested ones as `group.member`. */
export const surveyLeaves: ReadonlyMap<string, z.core.$ZodType> = leavesOf();

const known = new WeakMap<SurveyField, boolean>();

/**
 * Whether a question's answers fit the field of PRISM's schema that has its name. An `age` in years does not: such a
 * question is the study's own, with all of its answers, and PRISM's field stays empty.
 */
export function isReleaseField(field: SurveyField): boolean {
  const schema = surveyLeaves.get(field.name);
  if (schema === undefined || field.kind === "mixed") return false;
  const before = known.get(field);
  if (before !== undefined) return before;
  const fits = possibleValues(field).every((value) => z.safeParse(schema, value).success);
  known.set(field, fits);
  return fits;
}

/** Values that a question of this kind can have, for fields of PRISM's schema. */
function possibleValues(field: SurveyField): readonly (string | number | boolean)[] {
  switch (field.kind) {
    case "choice":
      return field.levels;
    case "boolean":
      // Use cases are released as 1 and 0.
      return [field.name.startsWith("lm_usecases.") ? 1 : true];
    case "number":
    case "order":
      return [field.minimum ?? 1, field.maximum ?? field.minimum ?? 1];
    case "text":
      // A country's code is as good a text as any, and the only one that some fields take.
      return ["GBR"];
    case "date":
      return ["2000-01-01"];
    case "choices":
    case "mixed":
      return [];
  }
}

function leavesOf(): Map<string, z.core.$ZodType> {
  const leaves = new Map<string, z.core.$ZodType>();
  for (const [key, field] of Object.entries(createSurveySchema("study").shape)) {
    if (writerFields.has(key)) continue;
    if (field instanceof z.ZodObject) {
      for (const [member, memberField] of Object.entries(field.shape))
        leaves.set(`${key}.${member}`, memberField);
    } else {
      leaves.set(key, field);
    }
  }
  return leaves;
}
