import { readNumber } from "@refract/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { numberText, readBack, shownNumber } from "./number-text.ts";

const languages = ["en", "ar", "de", "es", "fr", "hi", "id", "ja", "ko", "pt", "sw", "zh", "ar-EG", "fa"];

it("a number that a field shows is read as the same number in its language", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...languages),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 5 }),
      (language, whole, places) => {
        const value = whole / 10 ** places;
        expect(readNumber(numberText(value, language), language)?.value).toBe(value === 0 ? 0 : value);
      },
    ),
  );
});

it.each([
  ["12", "en", null],
  ["12.5", "de", null],
  ["12,5", "de", null],
  ["12,5", "en", "12.5"],
  ["1,234", "en", "1234"],
  ["1,234", "de", "1,234"],
  ["1.234", "de", "1234"],
  ["1.234", "en", "1.234"],
  ["1 234,5", "fr", "1234,5"],
  ["+5", "en", "5"],
  ["٣٫٥", "ar", "3.5"],
])("%j on a page in %s is shown back as %j", (typed, language, shown) => {
  expect(readBack(typed, readNumber(typed, language)?.value ?? Number.NaN, language)).toBe(shown);
});

it.each([
  ["12.345,67", 12_345.67, "de", "12.345,67"],
  ["12345,67", 12_345.67, "de", "12345,67"],
  ["٢٥٫٥", 25.5, "ar", "٢٥٫٥"],
  // Typed before the page turned to another language, in which it would be another number.
  ["1.234", 1234, "en", "1234"],
  // Changed since, in another tab.
  ["12.345,67", 3, "de", "3"],
  [undefined, 12_345.67, "de", "12345,67"],
  [undefined, null, "de", ""],
  ["two", null, "en", "two"],
  ["5", null, "en", ""],
])("a field shows %j of %j on a page in %s as %j", (typed, value, language, shown) => {
  expect(shownNumber(typed, value, language)).toBe(shown);
});
