import type { ParsedResponse } from "@refract/core";

const letters = ["a", "b", "c", "d"];

/** The first stand-alone A to D, in Latin or full-width capitals, as the id of the option shown in that place. */
export function parseLetter(reply: string, order: readonly string[]): ParsedResponse {
  const found = /(?<![\p{L}\p{N}_])[ABCD](?![\p{L}\p{N}_'’])/gu;
  const text = reply.normalize("NFKC");
  for (const match of text.matchAll(found)) {
    // "A good answer is C": an article opens a word, a letter that answers does not
    if (match[0] === "A" && /^\s+\p{Ll}/u.test(text.slice(match.index + 1)) && text.length > 3) continue;
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
