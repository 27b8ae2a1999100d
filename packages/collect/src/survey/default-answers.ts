import type { SurveyAnswers } from "./check-answers.ts";
import { defaultValue, type SurveyDefinition } from "./survey-definition.ts";

/** Answers that stand in the form at first. */
export function defaultAnswers({ questions }: SurveyDefinition): SurveyAnswers {
  return Object.fromEntries(
    questions.flatMap(({ name, element }) => {
      const value = defaultValue(element);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
