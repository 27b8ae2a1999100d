import type { JsonValue } from "@refract/core";
import type { SurveyText } from "./survey-text-schema.ts";

/** Fields of a definition that people read. */
const textFields: ReadonlySet<string> = new Set([
  "title",
  "description",
  "requiredErrorText",
  "placeholder",
  "text",
  "html",
  "otherText",
  "otherPlaceholder",
  "otherErrorText",
  "noneText",
  "refuseText",
  "dontKnowText",
  "labelTrue",
  "labelFalse",
  "minRateDescription",
  "maxRateDescription",
  "minText",
  "maxText",
  "otherRowText",
  "otherRowPlaceholder",
]);

/** Words that the server keeps to itself: the order is fixed by now, and what is right is not told. */
const serverFields: ReadonlySet<string> = new Set(["pinned", "correctAnswer"]);

export interface FoundText {
  readonly path: readonly PropertyKey[];
  readonly text: SurveyText;
}

/** Every text of a checked definition with its place. */
export function textsOf(node: unknown, path: readonly PropertyKey[] = []): FoundText[] {
  if (Array.isArray(node)) return node.flatMap((child, index) => textsOf(child, [...path, index]));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => {
    const here = [...path, key];
    if (serverFields.has(key) || key === "defaultValue") return [];
    if (textFields.has(key) && isText(child)) return [{ path: here, text: child }];
    return textsOf(child, here);
  });
}

/** A copy in which every text is in one language, and fields without a value are left out. */
export function inOneLanguage(node: object, language: string, fallback: string): JsonObject {
  const entries = Object.entries(node).flatMap(([key, child]): [string, JsonValue][] => {
    if (child === undefined || serverFields.has(key)) return [];
    // SurveyJS knows it of boxes only, where false says nothing.
    if (key === "isExclusive" && child === false) return [];
    if (key !== "defaultValue" && textFields.has(key) && isText(child))
      return [[key, surveyTextIn(child, language, fallback)]];
    return [[key, jsonInOneLanguage(child, language, fallback)]];
  });
  return Object.fromEntries(entries);
}

type JsonObject = { readonly [key: string]: JsonValue };

function jsonInOneLanguage(node: unknown, language: string, fallback: string): JsonValue {
  if (node === null || typeof node === "string" || typeof node === "number" || typeof node === "boolean") {
    return node;
  }
  if (Array.isArray(node)) return node.map((child) => jsonInOneLanguage(child, language, fallback));
  if (typeof node === "object") return inOneLanguage(node, language, fallback);
  throw new Error(`a survey holds a ${typeof node}, expected JSON`);
}

/** The text in `language`, else in the study's first language (which SurveyJS may have kept under `default`). */
export function surveyTextIn(text: SurveyText, language: string, fallback: string): string {
  if (typeof text === "string") return text;
  return text[language] ?? text[fallback] ?? text.default ?? Object.values(text)[0] ?? "";
}

/** Languages of the study in which a text has no wording of its own. */
export function untranslated(text: SurveyText, languages: readonly string[]): string[] {
  if (typeof text === "string") return /\p{L}/u.test(text) ? languages.slice(1) : [];
  return languages.filter(
    (language, index) => text[language] === undefined && !(index === 0 && text.default !== undefined),
  );
}

/** Why a text can't be shown, or null. Texts are Markdown; nothing in them may load or run anything. */
export function textProblem(text: SurveyText): string | null {
  const wordings = typeof text === "string" ? [text] : Object.values(text);
  for (const wording of wordings) {
    const tag = /<\/?[a-z!][^>]{0,40}>?/i.exec(wording);
    if (tag) return `HTML is not shown: "${tag[0]}", expected Markdown`;
    const link = /(\]\(\s*<?\s*|\]:\s*)((?:[a-z][a-z0-9+.-]*:|\/\/)[^\s)]{0,60})/i.exec(wording);
    if (link?.[2] !== undefined && !link[2].startsWith("mailto:")) {
      return `outside address "${link[2]}", expected a text without links and pictures from elsewhere`;
    }
  }
  return null;
}

function isText(node: unknown): node is SurveyText {
  if (typeof node === "string") return true;
  return (
    typeof node === "object" &&
    node !== null &&
    !Array.isArray(node) &&
    Object.values(node).every((child) => typeof child === "string")
  );
}
