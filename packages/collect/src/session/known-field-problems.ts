import type { AnswerCondition } from "@refract/core";
import { type FieldValueProblem, fieldValueProblem } from "../field-values.ts";
import type { StageField } from "../stage/stage-context.ts";
import type { StudySettingProblem } from "./study-setting-problem.ts";
import { unaskedField } from "./unasked-field.ts";

/** Known of everybody from the link they came by. */
const entryFields: readonly string[] = ["study_id", "study_locale"];

/** Problems of settings that name what is known of a person: fields that nobody asks and values that nobody can answer. */
export function knownFieldProblems(fields: ReadonlyMap<string, StageField>) {
  const ofField = (field: string, path: readonly PropertyKey[]): readonly StudySettingProblem[] =>
    fields.has(field) || entryFields.includes(field)
      ? []
      : [
          {
            path,
            message: unaskedField(field, fields, "a field of a survey, or study_locale or study_id"),
          },
        ];
  const ofLevels = (
    field: string,
    values: readonly (readonly [PropertyKey, string | number | boolean])[],
    path: readonly PropertyKey[],
    problemOf: (
      field: StageField,
      value: string | number | boolean,
    ) => FieldValueProblem | null = fieldValueProblem,
  ): readonly StudySettingProblem[] => {
    const asked = fields.get(field);
    return values.flatMap(([key, value]) => {
      const problem = asked === undefined ? null : problemOf(asked, value);
      return problem === null ? [] : [{ ...problem, path: [...path, key] }];
    });
  };
  const ofCondition = (
    condition: AnswerCondition,
    path: readonly PropertyKey[],
  ): readonly StudySettingProblem[] => {
    const [key, values] =
      "oneOf" in condition ? (["oneOf", condition.oneOf] as const) : (["noneOf", condition.noneOf] as const);
    const named = values.map((value, index) => [index, value] as const);
    return [
      ...ofField(condition.field, [...path, "field"]),
      ...ofLevels(condition.field, named, [...path, key]),
    ];
  };
  return { ofField, ofLevels, ofCondition };
}
