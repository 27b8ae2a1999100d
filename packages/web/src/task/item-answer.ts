import type { TaskFormatView, TaskResponse } from "@refract/collect/browser";
import { hasVisibleText, readNumber } from "@refract/core";
import { shownNumber } from "../number/number-text.ts";

/** What is entered by format: an option id, a mark on a line, the text of a number, ids or texts in order; null: nothing. */
export type EnteredValue = string | number | readonly string[] | null;

export type Pass = Exclude<TaskResponse, { kind: "answer" }>;

/** The answer on the page, complete or not. A pass counts over the value, which stays for whoever takes the pass back. */
export interface Entered {
  readonly value: EnteredValue;
  readonly pass: Pass | null;
}

/** What an answer lacks. */
export type Lack = "choose" | "mark" | "order" | "write" | "tooLong" | "number";

/** Ids that can be picked, in the order shown; none for formats without. */
export function optionIds(format: TaskFormatView): readonly string[] {
  if (format.kind === "true-false") return ["true", "false"];
  return "options" in format ? format.options.map(({ id }) => id) : [];
}

/** The answer as it is on the page when an item comes: empty, or what was given before, a number as it was `typed`. */
export function enteredFrom(
  format: TaskFormatView,
  given: TaskResponse | null,
  language: string,
  typed?: string,
): Entered {
  if (given === null) return { value: null, pass: null };
  if (given.kind !== "answer") return { value: null, pass: given };
  const { value } = given;
  switch (format.kind) {
    case "true-false":
      return { value: String(value), pass: null };
    case "number":
      return {
        value: typeof value === "number" ? shownNumber(typed, value, language) : String(value),
        pass: null,
      };
    case "text":
      return { value: (Array.isArray(value) ? value : [value]).map(String), pass: null };
    default:
      return { value: entryOf(format, value), pass: null };
  }
}

/** The value if it is one the format's fields can hold, else null. */
export function entryOf(format: TaskFormatView, value: unknown): EnteredValue {
  const ids = optionIds(format);
  switch (format.kind) {
    case "choice":
    case "likert":
    case "true-false":
      return typeof value === "string" && ids.includes(value) ? value : null;
    case "several":
    case "ranking":
      return isTexts(value) && value.every((id) => ids.includes(id)) && new Set(value).size === value.length
        ? value
        : null;
    case "vas":
      return typeof value === "number" && value >= format.minimum && value <= format.maximum ? value : null;
    case "number":
      return typeof value === "string" ? value : null;
    case "text":
      return isTexts(value) && value.length <= format.slots ? value : null;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

/** The list entered; empty for anything else. */
export function listOf(value: EnteredValue): readonly string[] {
  return isTexts(value) ? value : [];
}

/** After an option is picked: it is the answer, goes in or out of several, or takes the next place of a ranking. */
export function pickOption(format: TaskFormatView, { value, pass }: Entered, option: string): Entered {
  const chosen = pass === null ? listOf(value) : [];
  switch (format.kind) {
    case "several":
      return {
        value: chosen.includes(option) ? chosen.filter((id) => id !== option) : [...chosen, option],
        pass: null,
      };
    case "ranking":
      return { value: chosen.includes(option) ? chosen : [...chosen, option], pass: null };
    default:
      return { value: option, pass: null };
  }
}

/** After a pass is picked. Where nothing else can take it back, picking it again does. */
export function pickPass(format: TaskFormatView, { value, pass }: Entered, picked: Pass): Entered {
  if (isPickOne(format)) return { value: null, pass: picked };
  return { value, pass: isSamePass(pass, picked) ? null : picked };
}

/** Whether exactly one of the options and passes is picked. */
export function isPickOne(format: TaskFormatView): boolean {
  return format.kind === "choice" || format.kind === "likert" || format.kind === "true-false";
}

export function isSamePass(a: Pass | null, b: Pass | null): boolean {
  return passKey(a) === passKey(b);
}

export function passKey(pass: Pass | null): string {
  if (pass === null) return "";
  return pass.kind === "opt-out" ? `opt-out/${pass.option}` : `pass/${pass.reason}`;
}

/** The response to send, or what it lacks. */
export function responseOf(
  format: TaskFormatView,
  { value, pass }: Entered,
  language: string,
): TaskResponse | Lack {
  if (pass !== null) return pass;
  switch (format.kind) {
    case "choice":
    case "likert":
      return typeof value === "string" ? { kind: "answer", value } : "choose";
    case "true-false":
      return typeof value === "string" ? { kind: "answer", value: value === "true" } : "choose";
    case "several": {
      const chosen = listOf(value);
      return chosen.length > 0 ? { kind: "answer", value: [...chosen] } : "choose";
    }
    case "ranking": {
      const order = listOf(value);
      return order.length === format.options.length ? { kind: "answer", value: [...order] } : "order";
    }
    case "vas":
      return typeof value === "number" ? { kind: "answer", value } : "mark";
    case "number": {
      const number = readNumber(typeof value === "string" ? value : "", language)?.value ?? null;
      const fits =
        number !== null &&
        number >= (format.minimum ?? -Infinity) &&
        number <= (format.maximum ?? Infinity) &&
        (!format.whole || Number.isInteger(number));
      return fits ? { kind: "answer", value: number } : "number";
    }
    case "text": {
      const texts = listOf(value).filter(hasVisibleText);
      if (texts.length === 0) return "write";
      if (texts.some((text) => text.length > format.maximumCharacters)) return "tooLong";
      return { kind: "answer", value: format.slots === 1 ? (texts[0] ?? "") : texts };
    }
  }
}
