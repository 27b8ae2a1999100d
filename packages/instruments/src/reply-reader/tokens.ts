import { plainText } from "./reply-text.ts";

/** A word, a sign or the end of a line. */
export interface Token {
  readonly kind: "word" | "sign" | "line";
  readonly text: string;
  /** The text as words are compared: small letters, one form of each letter. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is a small word that was written on to the one beside it. */
  readonly isAttached?: boolean;
}

/** Scripts that write words without blanks: each character is a token of its own. */
const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々";
/** Latin, Cyrillic and Greek letters make one word even when they are mixed, so that "Bолезнь" holds no letter B. */
const alphabet = "\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{Nd}";
const token = new RegExp(
  [
    "(?<line>\\n)",
    `(?<word>[${alphabet}][${alphabet}\\p{M}]*(?:'[${alphabet}][${alphabet}\\p{M}]*)*`,
    "\\p{Script=Hangul}+",
    `[${unspaced}]\\p{M}*`,
    "[\\u{E001}-\\u{E009}]",
    `(?:(?![${alphabet}${unspaced}\\p{Script=Hangul}])[\\p{L}\\p{N}\\p{M}])+(?:'\\p{L}[\\p{L}\\p{M}]*)*)`,
    "(?<sign>\\S)",
  ].join("|"),
  "gu",
);

const arabic: Readonly<Record<string, string>> = {
  ي: "ی",
  ى: "ی",
  ك: "ک",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ة: "ه",
  ۀ: "ه",
};

function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\u{307}\u{640}\u{64B}-\u{652}\u{654}]/gu, "")
    .replaceAll(/[يىكأإآٱةۀ]/g, (letter) => arabic[letter] ?? letter);
}

/** The tokens of a text that `plainReply` has folded. */
export function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(token)].map(({ 0: found, index, groups }) => ({
    kind: groups?.line !== undefined ? "line" : groups?.word !== undefined ? "word" : "sign",
    text: found,
    key: keyOf(found),
    start: index,
    end: index + found.length,
  }));
}

/** Tokens of texts that were asked for lately: a run reads thousands of replies to the same options. */
const known = new Map<string, readonly Token[]>();
const knownTexts = 2000;

/** The tokens of an option's or a phrase's text, lines left out. */
export function baseTokens(text: string): readonly Token[] {
  const before = known.get(text);
  if (before !== undefined) return before;
  const tokens = tokensOf(plainText(text)).filter(({ kind }) => kind !== "line");
  if (known.size >= knownTexts) known.clear();
  known.set(text, tokens);
  return tokens;
}
