import type { AnswerCondition, Study } from "@refract/core";
import type { StageField } from "../stage.ts";

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Known of everybody from the link they came by. */
const entryFields: readonly string[] = ["study_id", "study_locale"];

/** What is wrong with a study's screening and quotas: fields that nobody asks, and levels that nobody can answer. */
export function recruitmentProblems(
  { screening, quotas }: Pick<Study, "screening" | "quotas">,
  fields: ReadonlyMap<string, StageField>,
): readonly Problem[] {
  const ofField = (field: string, path: readonly PropertyKey[]): readonly Problem[] =>
    fields.has(field) || entryFields.includes(field)
      ? []
      : [
          {
            path,
            message: `no stage asks "${field}", expected a field of a survey, or study_locale or study_id`,
          },
        ];
  const ofLevels = (
    field: string,
    values: readonly (readonly [PropertyKey, string])[],
    path: readonly PropertyKey[],
  ): readonly Problem[] => {
    const levels = fields.get(field)?.levels ?? null;
    return values
      .filter(([, value]) => levels !== null && !levels.includes(value))
      .map(([key, value]) => ({
        path: [...path, key],
        message: `nobody can answer "${field}" with ${JSON.stringify(value)}, expected one of ${(levels ?? []).join(", ")}`,
      }));
  };
  const ofCondition = (condition: AnswerCondition, path: readonly PropertyKey[]): readonly Problem[] => {
    const [key, values] =
      "oneOf" in condition ? (["oneOf", condition.oneOf] as const) : (["noneOf", condition.noneOf] as const);
    const named = values.map((value, index) => [index, String(value)] as const);
    return [
      ...ofField(condition.field, [...path, "field"]),
      ...ofLevels(condition.field, named, [...path, key]),
    ];
  };
  return [
    ...screening.flatMap(({ when }, rule) =>
      when.flatMap((condition, index) => ofCondition(condition, ["screening", rule, "when", index])),
    ),
    ...quotas.flatMap(({ field, people, where }, index) => [
      ...ofField(field, ["quotas", index, "field"]),
      ...ofLevels(
        field,
        Object.keys(people).map((level) => [level, level] as const),
        ["quotas", index, "people"],
      ),
      ...where.flatMap((condition, place) => ofCondition(condition, ["quotas", index, "where", place])),
    ]),
  ];
}
