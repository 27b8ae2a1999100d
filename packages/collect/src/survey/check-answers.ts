import { type JsonValue, RefractError } from "@refract/core";
import {
  commentKey,
  exclusiveValues,
  isSelect,
  maximumAnswerCharacters,
  maximumOwnWordsCharacters,
  otherValue,
  type SurveyDefinition,
  type SurveyQuestion,
  specialChoices,
} from "./survey-definition.ts";
import type { ScalesElement } from "./survey-schema.ts";

/** Answers as SurveyJS keeps them: by question name, own words for Other under `<name>-Comment`. */
export type SurveyAnswers = { readonly [question: string]: JsonValue };

/**
 * Adds an autosave to what is saved; null clears an answer. Only what can be said of one answer alone is checked here:
 * known question, type, level, range, length. What is still missing shows when the survey is handed in. Throws
 * `invalid-input` with question, value and expectation, and then nothing of the save counts.
 */
export function checkAnswers(
  definition: SurveyDefinition,
  saved: SurveyAnswers,
  changed: SurveyAnswers,
): SurveyAnswers {
  const answers = new Map(Object.entries(saved));
  for (const [key, value] of Object.entries(changed)) {
    const check = checkFor(definition, key);
    if (value === null || isBlank(value)) answers.delete(key);
    else answers.set(key, check(value));
  }
  return Object.fromEntries(answers);
}

type Check = (value: JsonValue) => JsonValue;

function checkFor(definition: SurveyDefinition, key: string): Check {
  const question = definition.byName.get(key);
  if (question) return (value) => checkedValue(question, value, definition.file);
  const commented = definition.questions.find(
    ({ name, element }) => commentKey(name) === key && isSelect(element) && element.showOtherItem,
  );
  if (commented) return (value) => checkedText(key, value, maximumAnswerCharacters, definition.file);
  throw new RefractError(
    "invalid-input",
    `${definition.file}: unknown question ${shown(key)}, expected the name of a question of this survey`,
  );
}

function isBlank(value: JsonValue): boolean {
  if (value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function checkedValue(question: SurveyQuestion, value: JsonValue, file: string): JsonValue {
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
          return checkedNumber(value, element, fail);
        case "date":
          return checkedPattern(value, element, /^\d{4}-\d{2}-\d{2}$/, "a date such as 2026-01-31", fail);
        case "time":
          return checkedPattern(
            value,
            element,
            /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/,
            "a time such as 09:30",
            fail,
          );
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

type Fail = (expected: string) => RefractError;

function checkedText(name: string, value: JsonValue, maximum: number, file: string): string {
  if (typeof value !== "string") throw invalid(file, name, value, "a text");
  if (value.length > maximum) {
    throw invalid(file, name, value, `at most ${maximum} characters instead of ${value.length}`);
  }
  // Half a surrogate pair and NUL can't be stored everywhere; neither is something a person typed.
  return value.toWellFormed().replaceAll("\u0000", "");
}

function checkedNumber(
  value: JsonValue,
  range: { readonly min?: number | string | undefined; readonly max?: number | string | undefined },
  fail: Fail,
): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw fail("a number");
  const low = typeof range.min === "number" ? range.min : -Number.MAX_VALUE;
  const high = typeof range.max === "number" ? range.max : Number.MAX_VALUE;
  if (value < low || value > high) throw fail(`a number ${rangeText(range.min, range.max)}`);
  return value;
}

function checkedPattern(
  value: JsonValue,
  range: { readonly min?: number | string | undefined; readonly max?: number | string | undefined },
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

/** The 30th of February reads as the 2nd of March. */
function isDay(value: string): boolean {
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

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
