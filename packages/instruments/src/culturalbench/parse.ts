import type { ParsedResponse } from "@refract/core";
import { readReply } from "../reply-reader/read-reply.ts";
import { truthForm } from "../reply-reader/reply-form.ts";
import { plainReply } from "../reply-reader/reply-text.ts";

const letters = ["A", "B", "C", "D"];

/** True or false, in words of any of the reader's languages; what is denied is turned round ("not true"). */
export function parseTruth(reply: string): ParsedResponse {
  return readReply(reply, truthForm);
}

/** A letter with its judgement, Markdown and quotes let pass: `A: True`, `**A:** True`, `"A": true`, `A is true`; a small letter needs a sign. */
const named =
  /(?<![\p{L}\p{N}])(?:([ABCD])["'*_]*(?:\s*[.):=–—→-]+|\s+is\s|\s)|([abcd])["'*_]*\s*[.):=–—→-]+)[\s"'*_]*([Tt]rue|TRUE|[Ff]alse|FALSE)(?![\p{L}\p{N}])/gu;
/** A line that opens with a letter or a number and says something later: `B. Fork: False`, `2) no`. */
const lettered = /^[\s*_"'(-]{0,20}(?:([A-Da-d])|([1-4]))["'*_]{0,4}[.):](.*)$/u;
const judgement = /(?<![\p{L}\p{N}])(true|false)(?![\p{L}\p{N}])/giu;
const none: ParsedResponse = { value: null, missing: "unparsed", rule: "none/nothing" };

/**
 * Four judgements in one reply as the ids of the options judged true: a letter with the word that follows it (`A: True`), for all four; else
 * four lines that open with a letter and are read one by one; else exactly four judgements in order. Fewer or more are no answer; of two
 * judgements of one letter the last counts.
 */
export function parseTogether(reply: string): ParsedResponse {
  const text = plainReply(reply);
  const byLetter = judgedOf(
    [...text.matchAll(named)].map(([, capital, small, word = ""]) => [
      capital ?? small ?? "",
      word.toLowerCase() === "true",
    ]),
  );
  if (byLetter.size === letters.length) return judged(byLetter, "letters");
  const byLine = judgedOf(
    text.split("\n").flatMap((line): readonly (readonly [string, boolean])[] => {
      const [, letter, digit, rest = ""] = lettered.exec(line) ?? [];
      const { value } = parseTruth(rest);
      const place = digit === undefined ? letter : letters[Number(digit) - 1];
      return place === undefined || typeof value !== "boolean" ? [] : [[place, value]];
    }),
  );
  if (byLine.size === letters.length) return judged(byLine, "lines");
  if (byLetter.size > 0 || byLine.size > 0) return none;
  const words = [...text.matchAll(judgement)].map(([word]) => word.toLowerCase() === "true");
  const parts = text.split(/[,;\n]/u).filter((part) => /\p{L}/u.test(part));
  const values = words.length > 0 || parts.length !== letters.length ? words : readInOrder(parts);
  return values.length === letters.length
    ? judged(judgedOf(values.map((value, place) => [letters[place] ?? "", value])), "in-order")
    : none;
}

function readInOrder(parts: readonly string[]): readonly boolean[] {
  return parts.flatMap((part) => {
    const { value } = parseTruth(part);
    return typeof value === "boolean" ? [value] : [];
  });
}

/** What each letter was judged, its last judgement. */
function judgedOf(
  pairs: readonly (readonly [letter: string, isTrue: boolean])[],
): ReadonlyMap<string, boolean> {
  return new Map(pairs.map(([letter, isTrue]) => [letter.toUpperCase(), isTrue]));
}

function judged(by: ReadonlyMap<string, boolean>, rule: string): ParsedResponse {
  const value = letters.filter((letter) => by.get(letter) === true).map((letter) => letter.toLowerCase());
  return { value, missing: null, rule: `together/${rule}` };
}
