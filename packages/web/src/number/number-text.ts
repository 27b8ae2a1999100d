import { readNumber } from "@refract/core";

/** A number as it stands in a field of a page in `language`, such that reading it there gives the number again. */
export function numberText(value: number, language: string): string {
  return new Intl.NumberFormat([language, "en"], { useGrouping: false, maximumFractionDigits: 20 }).format(
    value,
  );
}

/**
 * What a field shows of a number: the text that was typed where that is what it says, such as 12.345,67; else the number in the one form
 * of `numberText`, such as 12345,67.
 */
export function shownNumber(typed: string | undefined, value: number | null, language: string): string {
  const read = typed === undefined ? undefined : (readNumber(typed, language)?.value ?? null);
  if (typed !== undefined && read === value) return typed;
  return value === null ? "" : numberText(value, language);
}

/**
 * What to show back of a number that was typed, so that nobody hands in a thousand for a one: null where the text stands as
 * the page would write it, or as anybody would.
 */
export function readBack(typed: string, value: number, language: string): string | null {
  const text = typed.trim();
  const isPlain = text === String(value) || text === numberText(value, language);
  return isPlain && readNumber(text, language)?.isAmbiguous !== true ? null : numberText(value, language);
}
