import { describe, expect, test } from "vitest";
import {
  languageTagSchema,
  localizedTextSchema,
  missingLanguages,
  textDirection,
  textIn,
} from "./localized-text.ts";

test.each(["en", "ar", "pt-BR", "zh-Hant", "ckb", "de-CH-1901"])("%s is a language tag", (tag) => {
  expect(languageTagSchema.safeParse(tag).success).toBe(true);
});

test.each(["", "e", "EN", "english", "en_GB", "en-", "-en", "en GB", "__proto__"])(
  "%j is no language tag",
  (tag) => {
    const result = languageTagSchema.safeParse(tag);
    expect(result.error?.issues.map((issue) => issue.message)).toEqual([
      "expected a language tag such as en, ar or pt-BR",
    ]);
  },
);

test("a text is one for all languages, or one for each; never empty", () => {
  expect(localizedTextSchema.parse("Hello")).toBe("Hello");
  expect(localizedTextSchema.parse({ en: "Hello", ar: "مرحبا" })).toEqual({ en: "Hello", ar: "مرحبا" });
  for (const wrong of ["", {}, { en: "" }, { english: "Hello" }, { en: null }, 5, null, ["Hello"]]) {
    expect(localizedTextSchema.safeParse(wrong).success).toBe(false);
  }
});

describe("the text for a person", () => {
  const text = { en: "Hello", ar: "مرحبا" };

  test("is in their language, else in the study's first, else in what there is", () => {
    expect(textIn(text, "ar", "en")).toBe("مرحبا");
    expect(textIn(text, "fr", "ar")).toBe("مرحبا");
    expect(textIn(text, "fr", "de")).toBe("Hello");
  });

  test("is the same for everybody when it names no language", () => {
    expect(textIn("Hello", "ar", "en")).toBe("Hello");
  });
});

test("languages without a wording are named, in the order of the study", () => {
  expect(missingLanguages({ en: "Hello" }, ["en", "fr", "ar"])).toEqual(["fr", "ar"]);
  expect(missingLanguages({ en: "Hello", ar: "مرحبا" }, ["en"])).toEqual([]);
  expect(missingLanguages("Hello", ["en", "ar"])).toEqual([]);
});

test.each([
  ["ar", "rtl"],
  ["ar-EG", "rtl"],
  ["he", "rtl"],
  ["fa", "rtl"],
  ["ur", "rtl"],
  ["yi", "rtl"],
  ["dv", "rtl"],
  ["ckb", "rtl"],
  ["ku-Arab", "rtl"],
  ["pa-Arab", "rtl"],
  ["ar-Latn", "ltr"],
  ["ku", "ltr"],
  ["en", "ltr"],
  ["az", "ltr"],
  ["zh-Hant", "ltr"],
] as const)("%s is written %s", (language, direction) => {
  expect(textDirection(language)).toBe(direction);
});
