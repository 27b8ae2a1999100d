import type { Study } from "@refract/core";
import { fieldLevelProblem } from "../field-values.ts";
import type { StageField } from "../stage/stage-context.ts";
import { knownFieldProblems } from "./known-field-problems.ts";
import type { StudySettingProblem } from "./study-setting-problem.ts";

/** Fields that nobody asks and values that nobody can answer, in a study's screening, its quotas and whom it holds to be under age. */
export function recruitmentProblems(
  { screening, quotas, quality }: Pick<Study, "screening" | "quotas" | "quality">,
  fields: ReadonlyMap<string, StageField>,
): readonly StudySettingProblem[] {
  const { ofField, ofLevels, ofCondition } = knownFieldProblems(fields);
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
