import type { ParsedResponse } from "@refract/core";

const letters = "ABCDE";

/** A capital with nothing beside it that would make it part of a word. Korean, Chinese and others write on without a blank: "B입니다", "答案是B". */
const capital =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]|[\p{L}\p{N}]_)[A-E](?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]|_[\p{L}\p{N}]|['’](?![dt][ıiuü]r))/gu;

/** Words that follow the letter A as an answer, and no article: "A is right", "A because". */
const afterAnswer =
  /^\s+(is|was|would|will|seems|looks|fits|because|since|as|and|or|but|not|é|è|es|est|ist|är|adalah)(?![\p{L}\p{N}])/u;

/** Small letters are words in many languages: they count alone, as a label at the start ("b) rice"), or behind a cue. */
const small = [
  /^\W*([a-e])\W*$/u,
  /^[\s*_"'(]*([a-e])[*_]*[).:](?!\p{L})/u,
  /\b(?:answer|option|choice)(?:["'*_]*:|\s+is:?)?[\s*_"'(]{0,8}([a-e])(?![\p{L}\p{N}_'’]|\s+\p{L})/iu,
] as const;

export interface NamedLetter {
  /** From 0 for A. */
  readonly place: number;
  readonly rule: "letter" | "small-letter";
}

/** The first of so many letters (five at most) that stands alone in a reply, in Latin or full-width characters. */
export function letterIn(reply: string, count: number): NamedLetter | null {
  const text = reply.normalize("NFKC");
  const named = (letter: string | undefined, rule: NamedLetter["rule"]): NamedLetter | null => {
    const place = letter === undefined ? -1 : letters.indexOf(letter.toUpperCase());
    return place < 0 || place >= count ? null : { place, rule };
  };
  let insideSentence: NamedLetter | null = null;
  for (const match of text.matchAll(capital)) {
    const found = named(match[0], "letter");
    if (found === null) continue;
    const rest = text.slice(match.index + 1, match.index + 40);
    if (match[0] !== "A" || !/^[^\S\n]+\p{Ll}/u.test(rest) || afterAnswer.test(rest)) return found;
    // "A good answer is C" opens with an article; "I choose A for its name" names a letter unless a clearer one follows
    const opens = /(?:^|[.!?:\n])[\s*_"“]*$/u.test(text.slice(Math.max(0, match.index - 8), match.index));
    if (!opens) insideSentence ??= found;
  }
  if (insideSentence !== null) return insideSentence;
  for (const pattern of small) {
    const found = named(pattern.exec(text)?.[1], "small-letter");
    if (found !== null) return found;
  }
  return null;
}

/** The option shown in the place of the letter a reply names, A to D. */
export function parseLetter(reply: string, order: readonly string[]): ParsedResponse {
  const named = letterIn(reply, 4);
  const id = named === null ? undefined : order[named.place];
  return named === null || id === undefined
    ? { value: null, missing: "unparsed", rule: "no-answer" }
    : { value: id, missing: null, rule: named.rule };
}

export function letterOf(place: number): string {
  return letters[place] ?? "?";
}
