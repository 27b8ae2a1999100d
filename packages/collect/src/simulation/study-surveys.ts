import * as z from "zod";
import type { OpenedStudy } from "../session/open-study.ts";
import { compileSurvey } from "../survey/compile-survey.ts";
import {
  otherValue,
  refusedValue,
  type SurveyDefinition,
  type SurveyQuestion,
} from "../survey/survey-definition.ts";
import { preferNotToSay } from "./population.ts";

const surveyStageSchema = z.looseObject({ type: z.literal("survey"), id: z.string(), survey: z.string() });

/** The surveys of an opened study, by stage. */
export function studySurveys({ study, files }: OpenedStudy): ReadonlyMap<string, SurveyDefinition> {
  const surveys = study.stages.flatMap((stage): [string, SurveyDefinition][] => {
    const survey = surveyStageSchema.safeParse(stage);
    if (!survey.success) return [];
    const { definition } = compileSurvey(files[survey.data.survey] ?? "", {
      file: survey.data.survey,
      languages: study.languages,
      stored: true,
    });
    return definition === null ? [] : [[stage.id, definition]];
  });
  return new Map(surveys);
}

/**
 * Whether the question has a place for this level of a profile field: a choice, own words, or a refusal. A question that
 * is no choice has a place for everything.
 */
export function hasPlaceFor({ element, choices }: SurveyQuestion, level: string): boolean {
  if (element.type !== "radiogroup" && element.type !== "dropdown") return true;
  if (choices.some((choice) => choice.value === level)) return true;
  return element.showOtherItem || (element.showRefuseItem && level === preferNotToSay);
}

/** The value to choose for a level of a profile field; undefined when the question has no place for it. */
export function choiceFor(question: SurveyQuestion, level: string): string | undefined {
  const { element, choices } = question;
  if (choices.some((choice) => choice.value === level)) return level;
  if (!hasPlaceFor(question, level) || !("showOtherItem" in element)) return undefined;
  return element.showRefuseItem && level === preferNotToSay ? refusedValue : otherValue;
}
