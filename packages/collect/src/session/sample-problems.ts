import { type Sample, type Study, samplesOf } from "@refract/core";
import { fieldLevelProblem } from "../field-values.ts";
import type { StageField } from "../stage/stage-context.ts";
import { knownFieldProblems } from "./known-field-problems.ts";
import type { StudySettingProblem } from "./study-setting-problem.ts";
import { unaskedField } from "./unasked-field.ts";

/** What is wrong with a study's samples: a name that stands twice, fields that nobody is asked for, and levels that nobody can answer. */
export function sampleProblems(
  study: Pick<Study, "sample" | "samples">,
  fields: ReadonlyMap<string, StageField>,
): readonly StudySettingProblem[] {
  const samples = samplesOf(study);
  return samples.flatMap((sample, place) => {
    const isSingle = place === 0 && study.sample !== undefined;
    const path = isSingle ? ["sample"] : ["samples", study.sample === undefined ? place : place - 1];
    // names that differ only in case would be one column
    const isNamed = samples.findIndex(({ name }) => name.toLowerCase() === sample.name.toLowerCase()) < place;
    return [
      ...(isNamed
        ? [
            {
              path: [...path, "name"],
              message: `"${sample.name}" is a sample already, expected each name once`,
            },
          ]
        : []),
      ...targetProblems(sample, path, fields),
    ];
  });
}

function targetProblems(
  { targets, where }: Sample,
  path: readonly PropertyKey[],
  fields: ReadonlyMap<string, StageField>,
): readonly StudySettingProblem[] {
  const { ofCondition } = knownFieldProblems(fields);
  const ofTargets = targets.flatMap(({ field, shares }, index): readonly StudySettingProblem[] => {
    const target = [...path, "targets", index];
    const asked = fields.get(field);
    if (targets.findIndex((other) => other.field === field) < index)
      return [
        { path: [...target, "field"], message: `"${field}" has targets already, expected each field once` },
      ];
    if (asked === undefined)
      return [{ path: [...target, "field"], message: unaskedField(field, fields, "a field of a survey") }];
    if (!Object.values(shares).some((share) => share > 0))
      return [{ path: [...target, "shares"], message: "no share is above 0, expected at least one" }];
    return Object.keys(shares).flatMap((level) => {
      const problem = fieldLevelProblem(asked, level);
      return problem === null ? [] : [{ ...problem, path: [...target, "shares", level] }];
    });
  });
  return [
    ...ofTargets,
    ...where.flatMap((condition, index) => ofCondition(condition, [...path, "where", index])),
  ];
}
