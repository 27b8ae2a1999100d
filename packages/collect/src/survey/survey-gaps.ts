import type { JsonValue } from "@refract/core";
import { isBlankAnswer, valuesByRow } from "./answer-value.ts";
import { isAsked } from "./asked-questions.ts";
import type { SurveyAnswers } from "./check-answers.ts";
import {
  asksOwnWords,
  commentKey,
  exclusiveValues,
  isSelect,
  type SurveyQuestion,
} from "./survey-definition.ts";
import { allHold } from "./survey-expression.ts";

/** A visible question that can't stay as it is. */
export interface SurveyGap {
  readonly question: string;
  /** From 0. */
  readonly page: number;
  readonly reason: "required" | "own-words-required" | "too-short" | "too-long" | "too-few";
  /** Rows of scales or a matrix without an answer; empty for others. */
  readonly rows: readonly string[];
}

/** What keeps a question from being handed in, given the answers that are shown; nothing where it is hidden or disabled. */
export function gapsOf(question: SurveyQuestion, shown: SurveyAnswers): SurveyGap[] {
  const { name, page, element } = question;
  if (!isAsked(question, shown) || !allHold(question.enableIf, shown)) return [];
  const value = shown[name];
  const gap = (reason: SurveyGap["reason"], rows: readonly string[] = []) => [
    { question: name, page, reason, rows },
  ];
  const rows = missingRows(question, value, isRequired(question, shown));
  if (rows.length > 0) return gap("required", rows);
  if (isBlankAnswer(value))
    return isRequired(question, shown) && element.type !== "scales" ? gap("required") : [];
  if (isSelect(element) && asksOwnWords(element, value) && isBlankAnswer(shown[commentKey(name)]))
    return gap("own-words-required");
  if (hasTooFew(question, value)) return gap("too-few");
  if ((element.type === "text" || element.type === "comment") && typeof value === "string") {
    const { minLength = 0, maxLength = value.length } = element.validators?.[0] ?? {};
    if (value.length < minLength) return gap("too-short");
    if (value.length > maxLength) return gap("too-long");
  }
  return [];
}

function isRequired({ element }: SurveyQuestion, shown: SurveyAnswers): boolean {
  return element.isRequired || (element.requiredIf !== undefined && allHold([element.requiredIf], shown));
}

function missingRows(
  { element }: SurveyQuestion,
  value: JsonValue | undefined,
  required: boolean,
): readonly string[] {
  if (element.type !== "scales" && element.type !== "matrix") return [];
  const needsAll =
    element.type === "scales" ? required && element.startAt === "none" : element.eachRowRequired;
  if (!needsAll) return [];
  const answered = valuesByRow(value);
  return element.rows.map((row) => row.value).filter((row) => answered.get(row) === undefined);
}

/** A choice that rules the others out is enough by itself. An order needs every choice. */
function hasTooFew(question: SurveyQuestion, value: JsonValue | undefined): boolean {
  if (!Array.isArray(value)) return false;
  const { element, choices } = question;
  if (element.type === "ranking") return value.length < choices.length;
  const exclusive = exclusiveValues(question);
  const isAlone = value.some((choice) => exclusive.has(choice));
  return element.type === "checkbox" && !isAlone && value.length < (element.minSelectedChoices ?? 0);
}
