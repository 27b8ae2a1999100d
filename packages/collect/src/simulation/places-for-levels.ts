import { otherValue, refusedValue, type SurveyQuestion } from "../survey/survey-definition.ts";
import { preferNotToSay } from "./population.ts";

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
