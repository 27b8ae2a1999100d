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

/**
 * Four judgements in one reply as the ids of the options judged true: a letter with the word that follows it (`A: True`), for all four; else
 * exactly four stand-alone words in order. Fewer or more are no answer.
 */
export function parseTogether(reply: string): ParsedResponse {
  const text = reply.slice(0, readCharacters).normalize("NFKC");
  const named = new Map<string, boolean>();
  const pairs =
    /(?<![\p{L}\p{N}])([ABCD])(?:\s*[.):=-]\s*|\s+is\s+|\s+)([Tt]rue|TRUE|[Ff]alse|FALSE)(?![\p{L}\p{N}])/gu;
  for (const [, letter = "", word = ""] of text.matchAll(pairs))
    if (!named.has(letter)) named.set(letter, word.toLowerCase() === "true");
  const idsOf = (judged: readonly (boolean | undefined)[]) =>
    letters.flatMap((letter, place) => (judged[place] === true ? [letter.toLowerCase()] : []));
  if (named.size === letters.length)
    return { value: idsOf(letters.map((letter) => named.get(letter))), missing: null, rule: "letters" };
  const words = [...text.matchAll(/(?<![\p{L}\p{N}])(true|false)(?![\p{L}\p{N}])/giu)];
  return words.length === letters.length && named.size === 0
    ? {
        value: idsOf(words.map(([word]) => word.toLowerCase() === "true")),
        missing: null,
        rule: "in-order",
      }
    : { value: null, missing: "unparsed", rule: "no-answer" };
}
