import { recordTextSchema } from "@refract/core";
import * as z from "zod";

const maximumTextCharacters = 10_000;

export const textSchema = z.custom<SurveyText>(isSurveyText, {
  error: "expected a text, or one text per language",
});

/** SurveyJS keeps the text of its default language under `default`; here that is the study's first language. */
export type SurveyText = string | { readonly [language: string]: string };

function isSurveyText(input: unknown): boolean {
  if (typeof input === "string") return input.length <= maximumTextCharacters;
  if (typeof input !== "object" || input === null || Array.isArray(input)) return false;
  const { default: fallback, ...byLanguage } = Object.fromEntries(Object.entries(input));
  if (fallback !== undefined && !isShortText(fallback)) return false;
  if (Object.keys(byLanguage).length === 0) return fallback !== undefined;
  return recordTextSchema.safeParse(byLanguage).success && Object.values(byLanguage).every(isShortText);
}

function isShortText(input: unknown): boolean {
  return typeof input === "string" && input.length > 0 && input.length <= maximumTextCharacters;
}
