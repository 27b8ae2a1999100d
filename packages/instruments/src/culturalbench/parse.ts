import type { ParsedResponse } from "@refract/core";

/** Four judgements stand at the start of a reply or not at all. */
const readCharacters = 4000;
const letters = ["A", "B", "C", "D"];

/** The first stand-alone true or false in any case; "untrue" is neither. */
export function parseTruth(reply: string): ParsedResponse {
  const word = /(?<![\p{L}\p{N}])(true|false)(?![\p{L}\p{N}])/iu.exec(reply)?.[1];
  return word === undefined
    ? { value: null, missing: "unparsed", rule: "no-answer" }
    : { value: word.toLowerCase() === "true", missing: null, rule: "word" };
}

/** A letter with its judgement, Markdown and quotes let pass: `A: True`, `**A:** True`, `"A": true`, `A is true`; a small letter needs a sign. */
const named =
  /(?<![\p{L}\p{N}])(?:([ABCD])["'*_]*(?:\s*[.):=–—→-]+|\s+is\s|\s)|([abcd])["'*_]*\s*[.):=–—→-]+)[\s"'*_]*([Tt]rue|TRUE|[Ff]alse|FALSE)(?![\p{L}\p{N}])/gu;
/** A line that opens with a letter and says one thing later: `B. Fork: False`. */
const lettered = /^[\s*_"'(-]*([A-D])["'*_]*[.):](.*)$/u;
const judgement = /(?<![\p{L}\p{N}])(true|false)(?![\p{L}\p{N}])/giu;

/**
 * Four judgements in one reply as the ids of the options judged true: a letter with the word that follows it (`A: True`), for all four; else
 * four lines that open with a letter and hold one word each; else exactly four stand-alone words in order. Fewer or more are no answer.
 */
export function parseTogether(reply: string): ParsedResponse {
  const text = reply.slice(0, readCharacters).normalize("NFKC");
  const byLetter = judgedOf(
    [...text.matchAll(named)].map(([, capital, small, word = ""]) => [capital ?? small ?? "", word]),
  );
  if (byLetter.size === letters.length) return judged(byLetter, "letters");
  const words = [...text.matchAll(judgement)].map(([word]) => word);
  if (byLetter.size > 0 || words.length < letters.length)
    return { value: null, missing: "unparsed", rule: "no-answer" };
  const byLine = judgedOf(
    text.split("\n").flatMap((line): readonly (readonly [string, string])[] => {
      const [, letter = "", rest = ""] = lettered.exec(line) ?? [];
      const said = [...rest.matchAll(judgement)].map(([word]) => word);
      return said.length === 1 ? [[letter, said[0] ?? ""]] : [];
    }),
  );
  if (byLine.size === letters.length) return judged(byLine, "lines");
  return words.length === letters.length
    ? judged(judgedOf(words.map((word, place) => [letters[place] ?? "", word])), "in-order")
    : { value: null, missing: "unparsed", rule: "no-answer" };
}

/** What each letter was judged, its first judgement. */
function judgedOf(pairs: readonly (readonly [letter: string, word: string])[]): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const [letter, word] of pairs)
    if (!found.has(letter.toUpperCase())) found.set(letter.toUpperCase(), word.toLowerCase() === "true");
  return found;
}

function judged(by: ReadonlyMap<string, boolean>, rule: string): ParsedResponse {
  const value = letters.filter((letter) => by.get(letter) === true).map((letter) => letter.toLowerCase());
  return { value, missing: null, rule };
}
