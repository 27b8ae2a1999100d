import type { ReplyForm } from "./reply-form.ts";
import { isKnownWord } from "./reply-words.ts";
import { baseTokens, type Token } from "./tokens.ts";
import { monthNames } from "./written-forms.ts";

interface TextPattern {
  readonly option: number;
  readonly keys: readonly string[];
  readonly isSmall: boolean;
}

const patterns = new WeakMap<ReplyForm, readonly TextPattern[]>();

const articles = new Set(["a", "an", "the", "el", "la", "los", "las", "un", "una"]);

/** What options are searched by: their words in order, a leading article left out too, longest first; wordings of two options are none. */
function patternsOf(form: ReplyForm): readonly TextPattern[] {
  const known = patterns.get(form);
  if (known !== undefined) return known;
  const { options, labels, agreement } = form;
  const whole = options.flatMap(({ texts }, option) =>
    texts.flatMap((text): readonly TextPattern[] => {
      const keys = withPlainDates(baseTokens(text).filter(({ kind }) => kind === "word")).map(
        ({ key }) => key,
      );
      // a lone letter is a label before it is the text of an option
      if (keys.length === 0 || (labels === "letters" && keys.length === 1 && /^[a-e]$/.test(keys[0] ?? "")))
        return [];
      // words of agreement are read with what strengthens or denies them
      if (agreement !== undefined && keys.length === 1) return [];
      const isSmall =
        keys.length === 1 && (keys[0]?.length ?? 0) < 3 && /^[\p{Script=Latin}\p{Nd}]*$/u.test(keys[0] ?? "");
      const bare =
        articles.has(keys[0] ?? "") && keys.length > 1 ? [{ option, keys: keys.slice(1), isSmall }] : [];
      // "2 May" for "2 May 1808", where no other option has it
      const yearless = keys.length === 3 && isDate(keys) ? dayOrders(keys) : [];
      const year = keys.length === 3 && isDate(keys) ? [{ option, keys: keys.slice(2), isSmall: true }] : [];
      const days = yearless.map((order) => ({ option, keys: order, isSmall }));
      const orders = dateOrders(keys).map((order) => ({ option, keys: order, isSmall }));
      return [{ option, keys, isSmall }, ...bare, ...orders, ...days, ...year];
    }),
  );
  const written = options.flatMap(({ writings = [] }, option) =>
    writings.map((text) => ({
      option,
      keys: baseTokens(text).flatMap(({ kind, key }) => (kind === "word" ? [key] : [])),
      isSmall: false,
    })),
  );
  const taken = new Set(whole.map(({ keys }) => keys.join(" ")));
  const parts =
    agreement === undefined
      ? whole.flatMap(({ option, keys }) =>
          partsOf(keys).flatMap((part) =>
            taken.has(part.join(" ")) ? [] : [{ option, keys: part, isSmall: true }],
          ),
        )
      : [];
  const made = ofOneOption([...whole, ...written, ...parts]).toSorted(
    (one, other) => other.keys.length - one.keys.length,
  );
  patterns.set(form, made);
  return made;
}

/** Patterns without those that two options have. */
function ofOneOption(all: readonly TextPattern[]): readonly TextPattern[] {
  const optionOf = new Map<string, number | null>();
  for (const { option, keys } of all) {
    const name = keys.join(" ");
    const before = optionOf.get(name);
    optionOf.set(name, before === undefined || before === option ? option : null);
  }
  return all.filter(({ keys }) => optionOf.get(keys.join(" ")) !== null);
}

/** Words that stand in texts of all kinds and tell none of them. */
const plainWord =
  /^(?:.{1,2}|the|and|for|with|from|into|onto|not|very|more|most|less|least|than|that|this|their|they|your|some|any|all|none|other|both|about|after|before|during|between|without|over|under|los|las|una|del|por|para|con|sin|muy|más|menos|que|des|les|une|pour|avec|der|die|das|und|ein|eine|mit|von)$/u;
const cased = /^\p{Script=Latin}/u;

/** Runs of some words of a short text that name it by themselves, "Hopper" for "Grace Hopper", unless another option has them too. */
function partsOf(keys: readonly string[]): readonly (readonly string[])[] {
  if (keys.length < 2 || keys.length > 5) return [];
  const tells = (key: string | undefined) =>
    key !== undefined && cased.test(key) && !plainWord.test(key) && !isKnownWord(key);
  return keys.flatMap((_, from) =>
    keys.flatMap((_word, to) =>
      to >= from && to - from < keys.length - 1 && tells(keys[from]) && tells(keys[to])
        ? [keys.slice(from, to + 1)]
        : [],
    ),
  );
}

const months: ReadonlySet<string> = new Set([...monthNames.flat(), "setiembre"]);
const shortMonths: ReadonlyMap<string, string> = new Map(
  ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"].map((short) => [
    short,
    monthNames.flat().find((name) => name.startsWith(short.slice(0, 3))) ?? short,
  ]),
);

/** Words of a text with dates written alike: "the 4th of July, 1776", "4 de julio de 1776", "Jul 4 1776" hold no small word and no short month. */
function withPlainDates<Word extends { readonly key: string }>(words: readonly Word[]): readonly Word[] {
  const named = words.map((word, at) => {
    const name = shortMonths.get(word.key);
    return name !== undefined && [words[at - 1], words[at + 1]].some((near) => /^\d/.test(near?.key ?? ""))
      ? { ...word, key: name }
      : word;
  });
  return named.filter(({ key }, at) => {
    if (!/^(?:of|de|del|the|von)$/.test(key)) return true;
    const [before = "", after = ""] = [named[at - 1]?.key, named[at + 1]?.key];
    return (
      !(day.test(before) && months.has(after)) &&
      !(months.has(before) && (year.test(after) || day.test(after)))
    );
  });
}

const year = /^\d{4}$/;
const day = /^\d{1,2}$/;
const month = /^\p{L}{3,}$/u;

/** Whether words are a day and a month, with or without a year behind. */
function isDate(keys: readonly string[]): boolean {
  const [first = "", second = "", third] = keys;
  if (keys.length > 3 || keys.length < 2 || (third !== undefined && !year.test(third))) return false;
  return (day.test(first) && month.test(second)) || (month.test(first) && day.test(second));
}

/** A date in the other orders it is written in: "14 July 1789" is "July 14, 1789" too. */
function dateOrders(keys: readonly string[]): readonly (readonly string[])[] {
  const [first = "", second = "", ...rest] = keys;
  return isDate(keys) ? [[second, first, ...rest]] : [];
}

/** Day and month of a date in both orders. */
function dayOrders([first = "", second = ""]: readonly string[]): readonly (readonly string[])[] {
  return [
    [first, second],
    [second, first],
  ];
}

/** Where an option's text stands. */
export interface TextSpan {
  /** Tokens. */
  readonly length: number;
  readonly option: number;
  /** Whether it is too short, or too small a part of the text, to count anywhere but in a statement. */
  readonly isSmall: boolean;
}

/** Where options' texts stand, by their first token; the longest of those that begin at a place, none inside another. */
export function textSpans(tokens: readonly Token[], form: ReplyForm): ReadonlyMap<number, TextSpan> {
  const words = withPlainDates(
    tokens.flatMap(({ kind, key }, index) =>
      // "July 14th" is "July 14"
      kind === "word" ? [{ key: key.replace(/^(\d{1,2})(?:st|nd|rd|th|º|ª|er)$/u, "$1"), index }] : [],
    ),
  );
  const found: { readonly from: number; readonly to: number; readonly pattern: TextPattern }[] = [];
  const keys = words.map(({ key }) => key);
  const written = new Set(keys);
  for (const pattern of patternsOf(form)) {
    if (!pattern.keys.every((key) => written.has(key))) continue;
    for (const from of occurrences(keys, pattern.keys))
      found.push({ from, to: from + pattern.keys.length, pattern });
  }
  const spans = new Map<number, TextSpan>();
  const taken = new Set<number>();
  for (const { from, to, pattern } of found) {
    if (taken.has(from) || taken.has(to - 1)) continue;
    for (let place = from; place < to; place += 1) taken.add(place);
    const start = words[from]?.index ?? 0;
    const length = (words[to - 1]?.index ?? start) - start + 1;
    // the words of a text stand close together, whatever signs are between them
    if (length > 3 * pattern.keys.length + 2) continue;
    const { option, isSmall } = pattern;
    spans.set(start, { length, option, isSmall });
  }
  return spans;
}

/** Where a list of words stands in another, in time that grows with their lengths (Knuth, Morris and Pratt). */
function occurrences(words: readonly string[], pattern: readonly string[]): readonly number[] {
  const border = [0];
  for (let index = 1, held = 0; index < pattern.length; index += 1) {
    while (held > 0 && pattern[index] !== pattern[held]) held = border[held - 1] ?? 0;
    if (pattern[index] === pattern[held]) held += 1;
    border.push(held);
  }
  const found: number[] = [];
  for (let index = 0, held = 0; index < words.length; index += 1) {
    while (held > 0 && words[index] !== pattern[held]) held = border[held - 1] ?? 0;
    if (words[index] === pattern[held]) held += 1;
    if (held === pattern.length) {
      found.push(index - held + 1);
      held = border[held - 1] ?? 0;
    }
  }
  return found;
}
