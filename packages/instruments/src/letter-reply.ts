import type { ParsedResponse } from "@refract/core";

const letters = ["a", "b", "c", "d"];

/** Words that follow the letter A as an answer, and no article: "A is right", "A because". */
const afterAnswer =
  /^\s+(is|was|would|will|seems|looks|fits|because|since|as|and|or|but|not)(?![\p{L}\p{N}])/u;

/** The first stand-alone A to D, in Latin or full-width capitals, as the id of the option shown in that place. */
export function parseLetter(reply: string, order: readonly string[]): ParsedResponse {
  const found = /(?<![\p{L}\p{N}_])[ABCD](?![\p{L}\p{N}_'’])/gu;
  const text = reply.normalize("NFKC");
  for (const match of text.matchAll(found)) {
    // "A good answer is C": an article opens a word, a letter that answers does not
    const rest = text.slice(match.index + 1);
    if (match[0] === "A" && /^\s+\p{Ll}/u.test(rest) && !afterAnswer.test(rest)) continue;
    const id = order[letters.indexOf(match[0].toLowerCase())];
    if (id !== undefined) return { value: id, missing: null, rule: "letter" };
  }
  const alone = /^\W*([abcd])\W*$/u.exec(text)?.[1];
  const id = alone === undefined ? undefined : order[letters.indexOf(alone)];
  if (id !== undefined) return { value: id, missing: null, rule: "small-letter" };
  return { value: null, missing: "unparsed", rule: "no-answer" };
}

export function letterOf(place: number): string {
  return (letters[place] ?? "?").toUpperCase();
}
