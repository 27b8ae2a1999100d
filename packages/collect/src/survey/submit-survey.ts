import type { Answered } from "@refract/core";
import { isCorrect } from "./answer-value.ts";
import { isAsked, shownAnswers } from "./asked-questions.ts";
import type { SurveyAnswers } from "./check-answers.ts";
import { finalAnswers, finalOrder } from "./final-answers.ts";
import { commentKey, correctAnswer, type SurveyDefinition } from "./survey-definition.ts";
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

const notAsked: Answered = Object.freeze({ value: null, missing: "not-asked" });

/**
 * Hands a survey in. Questions that were not shown are missing as `not-asked` even where an answer is saved, optional
 * blanks as `skipped`, a refused choice as `prefer-not-to-say`. `orders` (of `surveyOrders`) become fields of their own.
 *
 * @param upTo The last page, from 0, that the person came past; what stands on later ones was not asked.
 */
export function submitSurvey(
  definition: SurveyDefinition,
  answers: SurveyAnswers,
  orders: SurveyOrders,
  upTo = Number.POSITIVE_INFINITY,
): SurveySubmission {
  const later = new Set(
    definition.questions.filter(({ page }) => page > upTo).flatMap(({ name }) => [name, commentKey(name)]),
  );
  const reachedAnswers = Object.entries(answers).filter(([key]) => !later.has(key));
  const shown = shownAnswers(definition, Object.fromEntries(reachedAnswers));
  const reached = definition.questions.filter(({ name }) => !later.has(name));
  const gaps = reached.flatMap((question) => gapsOf(question, shown));
  if (gaps.length > 0) return { complete: false, gaps };
  const fields = definition.questions.flatMap((question) => {
    const own = [...finalAnswers(question, shown), ...finalOrder(question, shown, orders[question.name])];
    return later.has(question.name) ? own.map(([name]) => [name, notAsked] as const) : own;
  });
  const failed = reached.filter(
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
