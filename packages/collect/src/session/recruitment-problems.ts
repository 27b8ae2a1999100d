import type { AnswerCondition, Study } from "@refract/core";
import { type FieldValueProblem, fieldLevelProblem, fieldValueProblem } from "../field-values.ts";
import type { StageField } from "../stage.ts";
import type { StudySettingProblem } from "./sample-problems.ts";
import { unaskedField } from "./unasked-field.ts";

/** Known of everybody from the link they came by. */
const entryFields: readonly string[] = ["study_id", "study_locale"];

/** Fields that nobody asks and values that nobody can answer, in a study's screening, its quotas and whom it holds to be under age. */
export function recruitmentProblems(
  { screening, quotas, quality }: Pick<Study, "screening" | "quotas" | "quality">,
  fields: ReadonlyMap<string, StageField>,
): readonly StudySettingProblem[] {
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
  return [
    ...quality.notAdult.flatMap((condition, index) => ofCondition(condition, ["quality", "notAdult", index])),
    ...screening.flatMap(({ when }, rule) =>
      when.flatMap((condition, index) => ofCondition(condition, ["screening", rule, "when", index])),
    ),
    ...quotas.flatMap(({ field, people, where }, index) => [
      ...ofField(field, ["quotas", index, "field"]),
      ...ofLevels(
        field,
        Object.keys(people).map((level) => [level, level] as const),
        ["quotas", index, "people"],
        fieldLevelProblem,
      ),
      ...where.flatMap((condition, place) => ofCondition(condition, ["quotas", index, "where", place])),
    ]),
  ];
}
