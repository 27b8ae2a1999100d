import { fieldName, type StudyProblem } from "@refract/core";
import { exportFault } from "../export-fault.ts";
import { checkLeavingRules, checkRightAnswers } from "../panel/leaving-rule.ts";
import type { Profile, StageCheckContext } from "../stage/stage-context.ts";
import { studyFileName } from "../study-file-name.ts";
import { compileSurvey } from "./compile-survey.ts";
import { optionsOf, type SurveyConfig } from "./survey-config.ts";
import { correctAnswer, type SurveyDefinition } from "./survey-definition.ts";
import { surveyFields, surveyStageField } from "./survey-fields.ts";

/** What a person answers who passes every check of attention. */
function rightAnswers({ questions }: SurveyDefinition): Profile {
  return Object.fromEntries(
    questions.flatMap(({ name, element }): [string, Profile[string]][] => {
      const value = correctAnswer(element);
      const isSingle = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      return isSingle ? [[name, { value, missing: null }]] : [];
    }),
  );
}

/** Problems of the survey that a stage names, and of the stage's settings held against it. */
export function checkSurveyFile(config: SurveyConfig, context: StageCheckContext): readonly StudyProblem[] {
  const { files, languages, locate } = context;
  const report = (
    path: readonly PropertyKey[],
    message: string,
    severity: StudyProblem["severity"],
  ): StudyProblem => ({
    file: studyFileName,
    ...locate(path),
    field: `stage ${config.id}: ${fieldName(path)}`,
    message,
    severity,
  });
  const text = files[config.survey];
  if (text === undefined)
    return [report(["survey"], `the file "${config.survey}" is missing beside the study file`, "error")];
  const fault = exportFault(config.survey);
  const { definition, problems } = compileSurvey(text, optionsOf(config, languages));
  const checks =
    definition?.questions.filter(({ element }) => correctAnswer(element) !== undefined).length ?? 0;
  const { screenOutAfterFailedChecks: limit, scalesStartAt } = config;
  const hasScales = definition?.questions.some(({ element }) => element.type === "scales") ?? true;
  return [
    ...(fault === null ? [] : [report(["survey"], fault, "warning")]),
    ...problems,
    ...(definition !== null && limit !== undefined && limit > checks
      ? [
          report(
            ["screenOutAfterFailedChecks"],
            `invalid value ${limit}, but the survey has ${checks} questions with a correctAnswer`,
            "error",
          ),
        ]
      : []),
    ...(scalesStartAt !== undefined && !hasScales
      ? [report(["scalesStartAt"], "has no effect: the survey has no scales", "error")]
      : []),
    ...(definition === null
      ? []
      : [
          ...checkLeavingRules(config, surveyFields(definition).map(surveyStageField), context),
          ...checkRightAnswers(config, rightAnswers(definition), locate),
        ]),
  ];
}
