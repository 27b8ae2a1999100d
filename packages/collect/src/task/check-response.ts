import { hasVisibleText, type JsonValue, RefractError } from "@refract/core";
import { numberOf } from "../survey/check-value.ts";
import { formatOptions, type TaskFormat } from "./task-item.ts";

/** Longest texts people may write, in characters. */
export function maximumCharacters(format: Extract<TaskFormat, { kind: "text" }>): number {
  return format.long ? 10_000 : 500;
}

/** The answer as it is stored, or `invalid-input` that says what the format takes. Texts lose blanks at their ends; a number may be written as in `language`. */
export function checkResponse(format: TaskFormat, value: JsonValue, language = "en"): JsonValue {
  const ids = formatOptions(format).map(({ id }) => id);
  const fail = (expected: string): never => {
    throw new RefractError(
      "invalid-input",
      `response: invalid value ${JSON.stringify(value).slice(0, 80)}, expected ${expected}`,
    );
  };
  switch (format.kind) {
    case "choice":
    case "likert":
      return typeof value === "string" && ids.includes(value) ? value : fail(`one of ${ids.join(", ")}`);
    case "several": {
      const chosen = distinctIds(value, ids);
      if (chosen === null || chosen.length === 0) return fail(`some of ${ids.join(", ")}, each once`);
      return ids.filter((id) => chosen.includes(id));
    }
    case "ranking": {
      const order = distinctIds(value, ids);
      return order?.length === ids.length ? order : fail(`all of ${ids.join(", ")}, each once`);
    }
    case "true-false":
      return typeof value === "boolean" ? value : fail("true or false");
    case "vas":
      return typeof value === "number" && Number.isInteger(value) && isWithin(value, format)
        ? value
        : fail(`a whole number from ${format.minimum} to ${format.maximum}`);
    case "number": {
      const number = numberOf(value, language);
      return typeof number === "number" &&
        isWithin(number, format) &&
        (!format.whole || Number.isInteger(number))
        ? number
        : fail(
            `a ${format.whole ? "whole " : ""}number from ${format.minimum ?? "any"} to ${format.maximum ?? "any"}`,
          );
    }
    case "text":
      return checkTexts(format, value) ?? fail(textExpectation(format));
  }
}

function isWithin(
  value: number,
  { minimum, maximum }: { readonly minimum: number | null; readonly maximum: number | null },
): boolean {
  return Number.isFinite(value) && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
}

function distinctIds(value: JsonValue, ids: readonly string[]): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const known = value.filter((id) => typeof id === "string" && ids.includes(id));
  return known.length === value.length && new Set(known).size === known.length ? known : null;
}

function checkTexts(format: Extract<TaskFormat, { kind: "text" }>, value: JsonValue): JsonValue | null {
  const texts: readonly JsonValue[] = format.slots === 1 ? [value] : Array.isArray(value) ? value : [];
  const maximum = maximumCharacters(format);
  const written = texts.flatMap((text) =>
    typeof text === "string" && text.length <= maximum ? [text.trim()] : [],
  );
  if (written.length !== texts.length || texts.length > format.slots) return null;
  const filled = written.filter(hasVisibleText);
  if (filled.length === 0) return null;
  return format.slots === 1 ? (filled[0] ?? null) : filled;
}

function textExpectation(format: Extract<TaskFormat, { kind: "text" }>): string {
  const maximum = maximumCharacters(format);
  return format.slots === 1
    ? `a text of at most ${maximum} characters`
    : `a list of 1 to ${format.slots} texts of at most ${maximum} characters`;
}
