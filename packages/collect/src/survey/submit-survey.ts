import type { Answered } from "@refract/core";
import { isCorrect } from "./answer-value.ts";
import { isAsked, shownAnswers } from "./asked-questions.ts";
import type { SurveyAnswers } from "./check-answers.ts";
import { finalAnswers, finalOrder } from "./final-answers.ts";
import { correctAnswer, type SurveyDefinition } from "./survey-definition.ts";
import type { SurveyOrders } from "./survey-for-person.ts";
import { gapsOf, type SurveyGap } from "./survey-gaps.ts";

export type SurveySubmission =
  | { readonly complete: false; readonly gaps: readonly SurveyGap[] }
  | {
      readonly complete: true;
      /** One entry for every field of `surveyFields`, in that order. */
      readonly answers: { readonly [field: string]: Answered };
      /** Names of attention checks that were asked and not passed. */
      readonly failedChecks: readonly string[];
    };

/**
 * Hands a survey in. Questions that were not shown are missing as `not-asked` even where an answer is saved, optional
 * blanks as `skipped`, a refused choice as `prefer-not-to-say`. `orders` (of `surveyOrders`) become fields of their own.
 */
export function submitSurvey(
  definition: SurveyDefinition,
  answers: SurveyAnswers,
  orders: SurveyOrders,
): SurveySubmission {
  const shown = shownAnswers(definition, answers);
  const gaps = definition.questions.flatMap((question) => gapsOf(question, shown));
  if (gaps.length > 0) return { complete: false, gaps };
  const fields = definition.questions.flatMap((question) => [
    ...finalAnswers(question, shown),
    ...finalOrder(question, shown, orders[question.name]),
  ]);
  const failed = definition.questions.filter(
    (question) =>
      correctAnswer(question.element) !== undefined &&
      isAsked(question, shown) &&
      !isCorrect(question.element, shown[question.name]),
  );
  return {
    complete: true,
    answers: Object.fromEntries(fields),
    failedChecks: failed.map((question) => question.name),
  };
}
