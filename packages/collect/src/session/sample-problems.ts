import type { Study, StudyProblem } from "@refract/core";
import { fieldLevelProblem } from "../field-values.ts";
import type { StageField } from "../stage.ts";
import { unaskedField } from "./unasked-field.ts";

export interface StudySettingProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly severity?: StudyProblem["severity"];
}

/** What is wrong with a study's sample: fields that nobody is asked for, and levels that nobody can answer. */
export function sampleProblems(
  { sample }: Pick<Study, "sample">,
  fields: ReadonlyMap<string, StageField>,
): readonly StudySettingProblem[] {
  return (sample?.targets ?? []).flatMap(({ field, shares }, index, targets) => {
    const path = ["sample", "targets", index];
    const asked = fields.get(field);
    if (targets.findIndex((target) => target.field === field) < index)
      return [
        { path: [...path, "field"], message: `"${field}" has targets already, expected each field once` },
      ];
    if (asked === undefined)
      return [{ path: [...path, "field"], message: unaskedField(field, fields, "a field of a survey") }];
    if (!Object.values(shares).some((share) => share > 0))
      return [{ path: [...path, "shares"], message: "no share is above 0, expected at least one" }];
    return Object.keys(shares).flatMap((level) => {
      const problem = fieldLevelProblem(asked, level);
      return problem === null ? [] : [{ ...problem, path: [...path, "shares", level] }];
    });
  });
}
