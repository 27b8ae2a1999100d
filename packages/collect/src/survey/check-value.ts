import { type JsonValue, RefractError, readNumber } from "@refract/core";
import {
  exclusiveValues,
  isSelect,
  maximumAnswerCharacters,
  maximumOwnWordsCharacters,
  otherValue,
  type SurveyQuestion,
  specialChoices,
} from "./survey-definition.ts";
import type { MatrixElement, ScalesElement } from "./survey-schema.ts";

export const datePattern = /^\d{4}-\d{2}-\d{2}$/;
export const timePattern = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/**
 * The answer to store, or `invalid-input` with question, value and expectation. A number may come as somebody wrote it in
 * the `language` of their pages.
 */
export function checkedValue(
  question: SurveyQuestion,
  value: JsonValue,
  file: string,
  language = "en",
): JsonValue {
  const { element, name } = question;
  const fail = (expected: string) => invalid(file, name, value, expected);
  switch (element.type) {
    case "comment":
      return checkedText(name, value, element.maxLength ?? maximumAnswerCharacters, file);
    case "text":
      switch (element.inputType) {
        case "text":
          return checkedText(name, value, element.maxLength ?? maximumAnswerCharacters, file);
        case "number":
          return checkedNumber(numberOf(value, language), element, fail);
        case "date":
          return checkedPattern(value, element, datePattern, "a date such as 2026-01-31", fail);
        case "time":
          return checkedPattern(value, element, timePattern, "a time such as 09:30", fail);
      }
      break;
    case "radiogroup":
    case "dropdown":
      if (!levelsOf(question).some((level) => level === value)) throw fail(levelsText(question));
      return value;
    case "checkbox":
      return checkedSelection(question, value, fail);
    case "boolean":
      if (typeof value !== "boolean") throw fail("true or false");
      return value;
    case "rating": {
      const { rateMin, rateMax, rateStep } = element;
      const onScale =
        isWhole(value) && value >= rateMin && value <= rateMax && (value - rateMin) % rateStep === 0;
      if (!onScale) throw fail(`a whole number from ${rateMin} to ${rateMax}`);
      return value;
    }
    case "scales":
      return checkedScales(element, value, file);
    case "matrix":
      return checkedMatrix(question, element, value, file);
    case "ranking":
      // Places are given one after the other, so an order that is not finished yet is saved too.
      return checkedSelection(question, value, fail);
  }
  throw fail("another type of question");
}

function levelsOf(question: SurveyQuestion): readonly (string | number)[] {
  const { element, choices } = question;
  const special = isSelect(element) ? specialChoices(element) : [];
  return [...choices, ...special].map((choice) => choice.value);
}

function levelsText(question: SurveyQuestion): string {
  const levels = levelsOf(question).map((level) => JSON.stringify(level));
  const first = levels.slice(0, 12).join(", ");
  return levels.length > 12 ? `one of ${first} and ${levels.length - 12} more` : `one of ${first}`;
}

function checkedSelection(question: SurveyQuestion, value: JsonValue, fail: Fail): JsonValue {
  const levels = levelsOf(question);
  if (!Array.isArray(value)) throw fail(`a list of ${levelsText(question)}`);
  const chosen: readonly JsonValue[] = value;
  const unknown = chosen.find((entry) => !levels.some((level) => level === entry));
  if (unknown !== undefined) throw fail(levelsText(question));
  if (new Set(chosen).size < chosen.length) throw fail("every choice at most once");
  const exclusive = exclusiveValues(question);
  const excludes = chosen.some((entry) => exclusive.has(entry));
  if (excludes && chosen.length > 1) throw fail("no other choice beside one that rules the others out");
  const { element } = question;
  const most = element.type === "checkbox" ? element.maxSelectedChoices : undefined;
  if (most !== undefined && chosen.length > most) throw fail(`at most ${most} choices`);
  return [...chosen];
}

/** Rows that were rated: a row is in the answer exactly if the person touched its scale. */
function checkedScales(element: ScalesElement, value: JsonValue, file: string): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(file, element.name, value, "an object of ratings by row");
  }
  const rows: ReadonlySet<string> = new Set([
    ...element.rows.map((row) => row.value),
    ...(element.showOtherRow ? [otherValue] : []),
  ]);
  const ratings = Object.entries(value).flatMap(([row, rating]): (readonly [string, string | number])[] => {
    const place = `${element.name}.${row}`;
    if (element.showOtherRow && row === `${otherValue}_text`) {
      return rating === "" || rating === null
        ? []
        : [[row, checkedText(place, rating, maximumOwnWordsCharacters, file)]];
    }
    if (!rows.has(row)) {
      throw invalid(file, element.name, row, `a row of ${[...rows].join(", ")}`);
    }
    if (rating === null) return [];
    if (!isWhole(rating) || rating < element.minimum || rating > element.maximum) {
      throw invalid(file, place, rating, `a whole number from ${element.minimum} to ${element.maximum}`);
    }
    return [[row, rating]];
  });
  return Object.fromEntries(ratings);
}

/** The column of each row that has one. */
function checkedMatrix(
  question: SurveyQuestion,
  element: MatrixElement,
  value: JsonValue,
  file: string,
): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(file, element.name, value, "an object of choices by row");
  const rows: ReadonlySet<string> = new Set(element.rows.map((row) => row.value));
  const columns: ReadonlySet<JsonValue> = new Set(levelsOf(question));
  const chosen = Object.entries(value).flatMap(([row, column]): (readonly [string, JsonValue])[] => {
    if (!rows.has(row)) throw invalid(file, element.name, row, `a row of ${[...rows].join(", ")}`);
    if (column === null) return [];
    if (!columns.has(column)) throw invalid(file, `${element.name}.${row}`, column, levelsText(question));
    return [[row, column]];
  });
  return Object.fromEntries(chosen);
}

type Fail = (expected: string) => RefractError;

export function checkedText(name: string, value: JsonValue, maximum: number, file: string): string {
  if (typeof value !== "string") throw invalid(file, name, value, "a text");
  if (value.length > maximum) {
    throw invalid(file, name, value, `at most ${maximum} characters instead of ${value.length}`);
  }
  // Half a surrogate pair and NUL can't be stored everywhere; neither is something a person typed.
  return value.toWellFormed().replaceAll("\u0000", "");
}

/** What a text says where a number is asked for; anything else as it is. */
export function numberOf(value: JsonValue, language: string): JsonValue {
  return typeof value === "string" ? (readNumber(value, language)?.value ?? value) : value;
}

interface Limits {
  readonly min?: number | string | undefined;
  readonly max?: number | string | undefined;
}

function checkedNumber(
  value: JsonValue,
  range: Limits & { readonly step?: number | undefined },
  fail: Fail,
): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw fail("a number");
  const low = typeof range.min === "number" ? range.min : -Number.MAX_VALUE;
  const high = typeof range.max === "number" ? range.max : Number.MAX_VALUE;
  if (value < low || value > high) throw fail(`a number ${rangeText(range.min, range.max)}`);
  if (range.step !== undefined && !isOnStep(value, range.step, range.min))
    throw fail(
      `a number in steps of ${range.step}${typeof range.min === "number" ? ` from ${range.min}` : ""}`,
    );
  return value;
}

function checkedPattern(
  value: JsonValue,
  range: Limits,
  pattern: RegExp,
  example: string,
  fail: Fail,
): string {
  if (typeof value !== "string" || !pattern.test(value)) throw fail(example);
  if (value.includes("-") && !isDay(value)) throw fail("a day that exists");
  const tooLow = typeof range.min === "string" && value < range.min;
  const tooHigh = typeof range.max === "string" && value > range.max;
  if (tooLow || tooHigh) throw fail(`a value ${rangeText(range.min, range.max)}`);
  return value;
}

/** Whether a number is a whole count of steps from the least one (else from 0), decimal fractions forgiven their binary tails. */
export function isOnStep(value: number, step: number, least: number | string | undefined): boolean {
  const steps = (value - (typeof least === "number" ? least : 0)) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}

/** The 30th of February reads as the 2nd of March. */
export function isDay(value: string): boolean {
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function rangeText(low: number | string | undefined, high: number | string | undefined): string {
  if (low === undefined) return `of at most ${high}`;
  return high === undefined ? `of at least ${low}` : `from ${low} to ${high}`;
}

function isWhole(value: JsonValue): value is number {
  return typeof value === "number" && Number.isInteger(value);
}

function invalid(file: string, place: string, value: JsonValue, expected: string): RefractError {
  return new RefractError(
    "invalid-input",
    `${file}: ${place}: invalid value ${shown(value)}, expected ${expected}`,
  );
}

export function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
