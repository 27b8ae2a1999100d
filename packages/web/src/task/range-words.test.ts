import { createInstance } from "i18next";
import { expect, test } from "vitest";
import english from "../language/en.json" with { type: "json" };
import { rangeWords } from "./range-words.ts";

test("the ends of a range stand as they are written in the page's language, where 1.5 may be a thousand and a half", async () => {
  const words = createInstance();
  await words.init({ lng: "en", resources: { en: { translation: english } } });
  const range = { minimum: -0.5, maximum: 2500.25 };
  expect(rangeWords(words.t, "en", range)).toBe("from -0.5 to 2500.25");
  expect(rangeWords(words.t, "de", range)).toBe("from -0,5 to 2500,25");
  expect(rangeWords(words.t, "de", { minimum: 0.5, maximum: null })).toContain("0,5");
  expect(rangeWords(words.t, "de", { minimum: null, maximum: 0.25 })).toContain("0,25");
  expect(rangeWords(words.t, "de", { minimum: null, maximum: null })).toBeNull();
});
