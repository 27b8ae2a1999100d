import type { Answered, JsonValue } from "@refract/core";
import { isBlankAnswer, isCorrect, valuesByRow } from "./answer-value.ts";
import { isAsked } from "./asked-questions.ts";
import type { SurveyAnswers } from "./check-answers.ts";
import {
  asksOwnWords,
  commentKey,
  correctAnswer,
  otherValue,
  refusedValue,
  type SurveyQuestion,
} from "./survey-definition.ts";
import { orderedValues } from "./survey-order.ts";
import type { QuestionElement, ScalesElement, SelectElement } from "./survey-schema.ts";

type Field = readonly [name: string, answer: Answered];

/** The fields of a question's answer, given the answers that are shown. */
export function finalAnswers(question: SurveyQuestion, answers: SurveyAnswers): Field[] {
  const { name, element } = question;
  const asked = isAsked(question, answers);
  const value = answers[name];
  return [...answerFields(question, asked, answers), ...checkField(element, asked, value)];
}

function answerFields(question: SurveyQuestion, asked: boolean, answers: SurveyAnswers): Field[] {
  const { name, element } = question;
  const value = answers[name];
  switch (element.type) {
    case "radiogroup":
    case "dropdown":
      return singleChoice(element, asked, value, answers[commentKey(name)]);
    case "checkbox":
      return severalChoices(question, element, asked, value, answers[commentKey(name)]);
    case "scales":
      return scales(element, asked, value);
    case "matrix": {
      const chosen = valuesByRow(value);
      return element.rows.map((row) => [`${name}.${row.value}`, plain(asked, chosen.get(row.value))]);
    }
    case "ranking":
      return places(question, asked, value);
    case "text":
    case "comment":
    case "boolean":
    case "rating":
      return [[name, plain(asked, value)]];
  }
}

/** Whether an attention check was passed. */
function checkField(element: QuestionElement, asked: boolean, value: JsonValue | undefined): Field[] {
  if (correctAnswer(element) === undefined) return [];
  const passed = isCorrect(element, value);
  return [[`${element.name}_correct`, asked ? { value: passed, missing: null } : missing("not-asked")]];
}

/** The place that each choice was given, from 1. */
function places({ name, choices }: SurveyQuestion, asked: boolean, value: JsonValue | undefined): Field[] {
  const order: readonly JsonValue[] = Array.isArray(value) ? value : [];
  return choices.map((choice) => {
    const place = order.indexOf(choice.value) + 1;
    return [`${name}.${choice.value}`, plain(asked, place === 0 ? undefined : place)];
  });
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
  if (asked && !isBlankAnswer(value) && !asksOwnWords(element, value))
    return [[field, missing("not-applicable")]];
  return [[field, plain(asked && !isBlankAnswer(value), ownWords, asked ? "skipped" : "not-asked")]];
}

/** A row in the saved answer was touched; where the handle starts somewhere, an untouched row counts as left there. */
function scales(element: ScalesElement, asked: boolean, value: JsonValue | undefined): Field[] {
  const { name, startAt, showOtherRow } = element;
  const ratings = valuesByRow(value);
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
export function finalOrder(
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

function plain(
  asked: boolean,
  value: JsonValue | undefined,
  otherwise: "not-asked" | "skipped" = "not-asked",
): Answered {
  if (!asked) return missing(otherwise);
  return value === undefined || value === null || isBlankAnswer(value)
    ? missing("skipped")
    : { value, missing: null };
}

function missing(reason: NonNullable<Answered["missing"]>): Answered {
  return { value: null, missing: reason };
}
