import type { Answered, JsonValue } from "@refract/core";
import type { SurveyAnswers } from "./check-answers.ts";
import {
  asksOwnWords,
  commentKey,
  isSelect,
  otherValue,
  refusedValue,
  type SurveyDefinition,
  type SurveyQuestion,
  specialChoices,
} from "./survey-definition.ts";
import { allHold } from "./survey-expression.ts";
import type { SurveyOrders } from "./survey-for-person.ts";
import type { ScalesElement, SelectElement } from "./survey-schema.ts";

/** A visible question that can't stay as it is. */
export interface SurveyGap {
  readonly question: string;
  /** From 0. */
  readonly page: number;
  readonly reason: "required" | "own-words-required" | "too-short" | "too-few";
  /** Rows of a scales question without a rating; empty for others. */
  readonly rows: readonly string[];
}

export type SurveySubmission =
  | { readonly complete: false; readonly gaps: readonly SurveyGap[] }
  /** One entry for every field of `surveyFields`, in that order. */
  | { readonly complete: true; readonly answers: { readonly [field: string]: Answered } };

/**
 * Hands a survey in. Questions that were not shown are missing as `not-asked` even where an answer is saved, optional
 * blanks as `skipped`, a refused choice as `prefer-not-to-say`. `orders` (of `surveyOrders`) become fields of their own.
 */
export function submitSurvey(
  definition: SurveyDefinition,
  answers: SurveyAnswers,
  orders: SurveyOrders,
): SurveySubmission {
  const gaps = definition.questions.flatMap((question) => gapsOf(question, answers));
  if (gaps.length > 0) return { complete: false, gaps };
  const fields = definition.questions.flatMap((question) => [
    ...finalAnswers(question, answers),
    ...finalOrder(question, answers, orders[question.name]),
  ]);
  return { complete: true, answers: Object.fromEntries(fields) };
}

/** Whether the person sees the question with these answers. */
export function isAsked(question: SurveyQuestion, answers: SurveyAnswers): boolean {
  return allHold(question.visibleIf, answers);
}

function gapsOf(question: SurveyQuestion, answers: SurveyAnswers): SurveyGap[] {
  const { name, page, element } = question;
  if (!isAsked(question, answers) || !allHold(question.enableIf, answers)) return [];
  const value = answers[name];
  const gap = (reason: SurveyGap["reason"], rows: readonly string[] = []) => [
    { question: name, page, reason, rows },
  ];
  const required =
    element.isRequired || (element.requiredIf !== undefined && allHold([element.requiredIf], answers));
  if (required) {
    if (element.type === "scales") {
      const rows = unratedRows(element, value);
      if (rows.length > 0) return gap("required", rows);
    } else if (isEmpty(value)) return gap("required");
  }
  if (isEmpty(value)) return [];
  if (isSelect(element) && asksOwnWords(element, value) && isEmpty(answers[commentKey(name)]))
    return gap("own-words-required");
  if (
    element.type === "checkbox" &&
    Array.isArray(value) &&
    value.length < (element.minSelectedChoices ?? 0)
  ) {
    return gap("too-few");
  }
  if ((element.type === "text" || element.type === "comment") && typeof value === "string") {
    const least = element.validators?.[0]?.minLength ?? 0;
    if (value.length < least) return gap("too-short");
  }
  return [];
}

function unratedRows(element: ScalesElement, value: JsonValue | undefined): string[] {
  if (element.startAt !== "none") return [];
  const ratings = ratingsOf(value);
  return element.rows.map((row) => row.value).filter((row) => ratings.get(row) === undefined);
}

type Field = readonly [name: string, answer: Answered];

function finalAnswers(question: SurveyQuestion, answers: SurveyAnswers): Field[] {
  const { name, element } = question;
  const asked = isAsked(question, answers);
  const value = answers[name];
  switch (element.type) {
    case "radiogroup":
    case "dropdown":
      return singleChoice(element, asked, value, answers[commentKey(name)]);
    case "checkbox":
      return severalChoices(question, element, asked, value, answers[commentKey(name)]);
    case "scales":
      return scales(element, asked, value);
    case "text":
    case "comment":
    case "boolean":
    case "rating":
      return [[name, plain(asked, value)]];
  }
}

function singleChoice(
  element: SelectElement,
  asked: boolean,
  value: JsonValue | undefined,
  ownWords: JsonValue | undefined,
): Field[] {
  const refused = element.showRefuseItem && value === refusedValue;
  const answer = asked && refused ? missing("prefer-not-to-say") : plain(asked, value);
  return [[element.name, answer], ...ownWordsField(element, `${element.name}_text`, asked, value, ownWords)];
}

/** One field of 0 or 1 for each choice, as the PRISM release has it. */
function severalChoices(
  question: SurveyQuestion,
  element: SelectElement,
  asked: boolean,
  value: JsonValue | undefined,
  ownWords: JsonValue | undefined,
): Field[] {
  const chosen: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const one = (level: string | number): Answered => {
    if (!asked) return missing("not-asked");
    if (chosen.length === 0) return missing("skipped");
    if (element.showRefuseItem && chosen.includes(refusedValue)) return missing("prefer-not-to-say");
    return { value: chosen.includes(level) ? 1 : 0, missing: null };
  };
  return [
    ...columnValues(question, element).map((level): Field => [`${element.name}.${level}`, one(level)]),
    ...ownWordsField(element, `${element.name}.${otherValue}_text`, asked, value, ownWords),
  ];
}

/** The choices of a checkbox that are columns: all but a refusal, which is a reason. */
export function columnValues(question: SurveyQuestion, element: SelectElement): readonly (string | number)[] {
  return [
    ...question.choices.map((choice) => choice.value),
    ...(element.showNoneItem ? ["none"] : []),
    ...(element.showDontKnowItem ? ["dontknow"] : []),
    ...(element.showOtherItem ? [otherValue] : []),
  ];
}

function ownWordsField(
  element: SelectElement,
  field: string,
  asked: boolean,
  value: JsonValue | undefined,
  ownWords: JsonValue | undefined,
): Field[] {
  if (!element.showOtherItem) return [];
  if (asked && !isEmpty(value) && !asksOwnWords(element, value)) return [[field, missing("not-applicable")]];
  return [[field, plain(asked && !isEmpty(value), ownWords, asked ? "skipped" : "not-asked")]];
}

/** A row in the saved answer was touched; where the handle starts somewhere, an untouched row counts as left there. */
function scales(element: ScalesElement, asked: boolean, value: JsonValue | undefined): Field[] {
  const { name, startAt, showOtherRow } = element;
  const ratings = ratingsOf(value);
  const rows = element.rows.map((row): Field => {
    const rating = ratings.get(row.value) ?? (startAt === "none" ? undefined : startAt);
    return [`${name}.${row.value}`, plain(asked, rating)];
  });
  const own: Field[] = showOtherRow
    ? [otherValue, `${otherValue}_text`].map((row) => [`${name}.${row}`, plain(asked, ratings.get(row))])
    : [];
  const touched = [...element.rows.map((row) => row.value), ...(showOtherRow ? [otherValue] : [])].map(
    (row): Field => [
      `${name}_touched.${row}`,
      asked ? { value: ratings.get(row) !== undefined, missing: null } : missing("not-asked"),
    ],
  );
  return [...rows, ...own, ...touched];
}

/** Positions from 1, as the release's order columns. */
function finalOrder(
  question: SurveyQuestion,
  answers: SurveyAnswers,
  order: readonly (string | number)[] | undefined,
): Field[] {
  if (order === undefined) return [];
  const asked = isAsked(question, answers);
  return orderedValues(question).map((value) => [
    `order_${question.name}.${value}`,
    asked ? { value: order.indexOf(value) + 1, missing: null } : missing("not-asked"),
  ]);
}

/** Everything that has a place in a question's order, as the file has it. */
export function orderedValues({ element, choices }: SurveyQuestion): readonly (string | number)[] {
  if (element.type === "scales") {
    return [...element.rows.map((row) => row.value), ...(element.showOtherRow ? [otherValue] : [])];
  }
  return isSelect(element) ? [...choices, ...specialChoices(element)].map((choice) => choice.value) : [];
}

function plain(
  asked: boolean,
  value: JsonValue | undefined,
  otherwise: "not-asked" | "skipped" = "not-asked",
): Answered {
  if (!asked) return missing(otherwise);
  return value === undefined || value === null || isEmpty(value)
    ? missing("skipped")
    : { value, missing: null };
}

function missing(reason: NonNullable<Answered["missing"]>): Answered {
  return { value: null, missing: reason };
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** By row. A map, since a row may be called as something that every object has. */
function ratingsOf(value: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}
