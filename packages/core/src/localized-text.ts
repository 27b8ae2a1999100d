import * as z from "zod";
import { hasVisibleText } from "./visible-text.ts";

/** A BCP 47 language tag as studies use them: `en`, `ar`, `pt-BR`, `zh-Hant`. */
export const languageTagSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: "expected a language tag such as en, ar or pt-BR" });

/** Words that somebody reads: blanks and characters without a shape would be an empty line, an unnamed button. */
const shownSchema = z.string().refine(hasVisibleText, { error: "expected words that can be read" });

/** One text for all languages, or one per language; each has something to read. */
export const localizedTextSchema = perLanguage(shownSchema);

/** The same where the text comes from records, whose blanks are told beside their item. */
export const recordTextSchema = perLanguage(z.string().min(1));
export type LocalizedText = z.infer<typeof localizedTextSchema>;

function perLanguage(text: z.ZodString) {
  return z.union([
    text,
    z.record(languageTagSchema, text).refine((texts) => Object.keys(texts).length > 0, {
      error: "expected a text for at least one language",
    }),
  ]);
}

/** The text in `language`, else in the study's first language, else in whatever language there is. */
export function textIn(text: LocalizedText, language: string, fallback: string): string {
  if (typeof text === "string") return text;
  return text[language] ?? text[fallback] ?? Object.values(text)[0] ?? "";
}

/** The languages of `languages` in which `text` has no wording; none for a text without language. */
export function missingLanguages(text: LocalizedText, languages: readonly string[]): string[] {
  return typeof text === "string" ? [] : languages.filter((language) => text[language] === undefined);
}

const rightToLeftScripts = new Set(["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"]);

/** By the script a language is written in, stated or usual. */
export function textDirection(language: string): "ltr" | "rtl" {
  try {
    return rightToLeftScripts.has(new Intl.Locale(language).maximize().script ?? "") ? "rtl" : "ltr";
  } catch {
    return "ltr"; // Of the form of a language tag, and none.
  }
}
