import { stemmer } from "stemmer";

/** Turns a text into the tokens that are compared; results of different normalisers are never compared silently. */
export interface Normaliser {
  readonly id: string;
  /** Of this code and of the library behind it. */
  readonly version: string;
  readonly note: string;
  tokens(text: string): readonly string[];
}

/** Splits at white space and changes no word: there for every language. */
export const identityNormaliser: Normaliser = Object.freeze({
  id: "identity",
  version: "2",
  note: "split at white space, words as they are, with the punctuation on them",
  tokens: (text: string) => text.split(/\s+/u).filter((token) => token !== ""),
});

/** Words without the punctuation at their ends: for languages that have no normaliser of their own. */
const words: Normaliser = Object.freeze({
  id: "words",
  version: "1",
  note: "split at white space, punctuation at both ends of words taken off",
  tokens: (text: string) => identityNormaliser.tokens(text).map(withoutPunctuation),
});

/** Words as Unicode and ICU's dictionaries cut them; for languages written without blanks between words. */
function segmenterNormaliser(language: string): Normaliser {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return Object.freeze({
    id: `segmenter-${language}`,
    version: `1, ICU ${process.versions.icu ?? "unknown"}`,
    note: "words as ICU's dictionary cuts them; no lemmas",
    tokens: (text: string) =>
      [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) =>
        isWordLike === true ? [segment] : [],
      ),
  });
}

/** English words without their endings. Porter (1980), An algorithm for suffix stripping, as the package `stemmer` has it. */
const english: Normaliser = Object.freeze({
  id: "porter-en",
  version: "1, stemmer 2.0.1",
  note: "English endings taken off by Porter's rules; irregular forms stay apart (mice, mouse)",
  tokens: (text: string) =>
    identityNormaliser.tokens(text).map((token) => stemmer(withoutPunctuation(token.toLowerCase()))),
});

const byLanguage: Readonly<Record<string, Normaliser>> = { en: english, zh: segmenterNormaliser("zh") };

/**
 * The normaliser of a language. The paper lemmatised with a Python tool a language; here English endings are taken off, Chinese is cut into
 * words, and every other language is split at white space without punctuation, which misses inflected forms and so scores lower or equal.
 */
export function normaliserFor(language: string, choice: "language" | "identity"): Normaliser {
  return choice === "identity" ? identityNormaliser : (byLanguage[language] ?? words);
}

/** Without punctuation at both ends; by hand, since a pattern tries every run of it in a long token. */
function withoutPunctuation(token: string): string {
  const signs = [...token];
  const isLetter = (sign: string) => !/^\p{P}$/u.test(sign);
  const start = signs.findIndex(isLetter);
  return start === -1 ? "" : signs.slice(start, signs.findLastIndex(isLetter) + 1).join("");
}

const combiningAcute = "\u0301";

/**
 * Tokens ready for comparison: normalised, decomposed (NFD), without the combining acute accent, lower case, without tokens of
 * punctuation alone.
 */
export function comparableTokens(text: string, normaliser: Normaliser): readonly string[] {
  return normaliser
    .tokens(text)
    .map((token) => token.normalize("NFD").replaceAll(combiningAcute, "").toLowerCase())
    .filter((token) => withoutPunctuation(token) !== "");
}
