import { hasVisibleText, type JsonValue } from "@refract/core";
import { correctAnswer } from "./survey-definition.ts";
import type { QuestionElement } from "./survey-schema.ts";

/** Nothing was answered: blanks and invisible characters alone are nothing too. */
export function isBlankAnswer(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return !hasVisibleText(value);
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** By row. A map, since a row may be called as something that every object has. */
export function valuesByRow(value: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/**
 * Whether an attention check was passed. Texts are compared without regard to case and blanks round them, choices of a
 * checkbox without regard to their order.
 */
export function isCorrect(element: QuestionElement, value: JsonValue | undefined): boolean {
  const wanted = correctAnswer(element);
  if (element.type === "text" && typeof wanted === "string" && typeof value === "string")
    return folded(wanted) === folded(value);
  if (Array.isArray(wanted) && Array.isArray(value)) {
    const chosen = new Set<unknown>(value);
    return wanted.length === chosen.size && wanted.every((choice) => chosen.has(choice));
  }
  return value !== undefined && value === wanted;
}

function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}
