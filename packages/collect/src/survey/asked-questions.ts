import type { SurveyAnswers } from "./check-answers.ts";
import { commentKey, type SurveyDefinition, type SurveyQuestion } from "./survey-definition.ts";
import { allHold } from "./survey-expression.ts";

/** Whether the person sees the question, given the answers that are shown. */
export function isAsked(question: SurveyQuestion, shown: SurveyAnswers): boolean {
  return allHold(question.visibleIf, shown);
}

/**
 * The answers of questions that are shown. An answer that is hidden steers nothing: a question that hangs on it is hidden
 * too, and so on down the chain.
 */
export function shownAnswers(definition: SurveyDefinition, answers: SurveyAnswers): SurveyAnswers {
  let shown = answers;
  for (let round = 0; round <= definition.questions.length; round += 1) {
    const hidden = new Set(
      definition.questions
        .filter((question) => !isAsked(question, shown))
        .flatMap(({ name }) => [name, commentKey(name)]),
    );
    const next = Object.entries(answers).filter(([key]) => !hidden.has(key));
    const isStable =
      next.length === Object.keys(shown).length && next.every(([key]) => Object.hasOwn(shown, key));
    if (isStable) return shown;
    shown = Object.fromEntries(next);
  }
  return shown;
}
