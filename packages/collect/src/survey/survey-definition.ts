import type { JsonValue } from "@refract/core";
import type { QuestionElement, SelectElement, SurveyChoice, SurveyJson } from "./survey-schema.ts";
import type { SurveyText } from "./survey-text-schema.ts";

/** A survey that passed every check. Frozen; the same for everybody. */
export interface SurveyDefinition {
  readonly file: string;
  /** Of the study; the first is the default. */
  readonly languages: readonly string[];
  readonly json: SurveyJson;
  /** Every question that takes an answer, in the order of the file. */
  readonly questions: readonly SurveyQuestion[];
  readonly byName: ReadonlyMap<string, SurveyQuestion>;
}

export interface SurveyQuestion {
  readonly name: string;
  /** Page it stands on, from 0. */
  readonly page: number;
  readonly element: QuestionElement;
  /** Its choices, those taken from another question included, or a matrix's columns; without the special ones. */
  readonly choices: readonly SurveyChoice[];
  /** All must hold for the question to be shown: of its page, its panels and its own. */
  readonly visibleIf: readonly string[];
  /** All must hold for the question to take an answer. */
  readonly enableIf: readonly string[];
}

/** A choice SurveyJS adds by a switch; always after the others, in its order. */
export interface SpecialChoice {
  readonly value: string;
  readonly text: SurveyText | undefined;
}

/** No free text is longer than this, whatever a survey says. */
export const maximumAnswerCharacters = 20_000;
/** Of the statement that a person adds to scales. */
export const maximumOwnWordsCharacters = 2000;

/** Value of "Other" wherever there is one: a choice, or the last row of scales. */
export const otherValue = "other";
/** Refusing to answer is a reason for a missing value, not a value. */
export const refusedValue = "refused";

export function specialChoices(element: SelectElement): readonly SpecialChoice[] {
  const choices: SpecialChoice[] = [];
  if (element.showNoneItem) choices.push({ value: "none", text: element.noneText });
  if (element.showRefuseItem) choices.push({ value: refusedValue, text: element.refuseText });
  if (element.showDontKnowItem) choices.push({ value: "dontknow", text: element.dontKnowText });
  if (element.showOtherItem) choices.push({ value: otherValue, text: element.otherText });
  return choices;
}

/**
 * Values of a question's choices that rule out every other one: those marked so, and none, refused and don't know where
 * the question adds them by a switch. An ordinary choice that happens to be called "none" rules out nothing.
 */
export function exclusiveValues({ element, choices }: SurveyQuestion): ReadonlySet<JsonValue> {
  if (!isSelect(element)) return new Set();
  const special = specialChoices(element).filter(({ value }) => value !== otherValue);
  return new Set([...choices.filter((choice) => choice.isExclusive), ...special].map(({ value }) => value));
}

/** Whether own words belong to the answer: Other is the question's own special choice, not one called "other". */
export function asksOwnWords(element: SelectElement, value: JsonValue | undefined): boolean {
  if (!element.showOtherItem) return false;
  return value === otherValue || (Array.isArray(value) && value.includes(otherValue));
}

/** The key under which SurveyJS keeps the own words for Other. */
export function commentKey(question: string): string {
  return `${question}-Comment`;
}

export function isSelect(element: QuestionElement): element is SelectElement {
  return element.type === "radiogroup" || element.type === "dropdown" || element.type === "checkbox";
}

/** The answer that an attention check wants; undefined where a question is none. */
export function correctAnswer(element: QuestionElement): JsonValue | undefined {
  return "correctAnswer" in element ? element.correctAnswer : undefined;
}

/** The answer that stands there at first; undefined without one. */
export function defaultValue(element: QuestionElement): JsonValue | undefined {
  return "defaultValue" in element ? element.defaultValue : undefined;
}
