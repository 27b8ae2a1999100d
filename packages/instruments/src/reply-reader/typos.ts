import type { ReplyForm } from "./reply-form.ts";
import { isKnownWord, wordsOfKinds } from "./reply-words.ts";
import { baseTokens } from "./tokens.ts";

/** Shorter words of options are too close to one another. */
const shortest = 5;
/** The same for words that decide a reading, of which only two letters that have changed places are put right: "ture". */
const shortestDeciding = 4;
/** From so many letters on a letter may be missing, added or wrong; in shorter words two may have changed places. */
const long = 7;
const latinWord = /\p{Script=Latin}{4,}/u;
const everyLatinWord = new RegExp(latinWord, "gu");
/** Languages in Latin letters whose words that decide a reading are put right. */
const languages = ["en", "es", "pt", "fr", "de", "it", "id"] as const;
/** Words that decide a reading, whatever the options are. */
const deciding = [
  "true",
  "false",
  "acceptable",
  "unacceptable",
  "agree",
  "disagree",
  "strongly",
  "neutral",
] as const;

/** Words of a cue that are put right as well: "asnwer", "repsuesta". */
const cues = [
  "answer",
  "option",
  "choice",
  "respuesta",
  "opción",
  "resposta",
  "réponse",
  "antwort",
  "jawaban",
];
/** English "is" with its letters changed, behind such a word. */
const swappedIs = /\b(answer|option|choice) si(?= )/giu;

const isLatin = (word: string): boolean => /^\p{Script=Latin}+$/u.test(word);
/** The same for every reply. */
const decidingWords: ReadonlySet<string> = new Set([
  ...cues,
  ...languages.flatMap((language) =>
    wordsOfKinds(language, deciding).filter(
      (word) => word.length >= (language === "en" ? shortestDeciding : shortest) && isLatin(word),
    ),
  ),
]);
/** By length, since a slip changes it by one at most. */
const decidingByLength = new Map<number, string[]>();
for (const word of decidingWords)
  decidingByLength.set(word.length, [...(decidingByLength.get(word.length) ?? []), word]);

/** Words of options' texts. */
const shownWords = (form: ReplyForm): readonly string[] =>
  form.options.flatMap(({ texts }) =>
    texts.flatMap((text) =>
      baseTokens(text).flatMap(({ key }) => (key.length >= shortest && isLatin(key) ? [key] : [])),
    ),
  );

/**
 * A reply with the words of its options, and those that decide a reading, put right where one letter is off: "flase", "stronly agree".
 * A word that is known otherwise stays, and so does one that could be two.
 */
export function withoutTypos(text: string, form: ReplyForm): string {
  if (!latinWord.test(text)) return text;
  const shown = new Set(shownWords(form));
  const righted = text.replaceAll(everyLatinWord, (word) => {
    const written = word.toLowerCase();
    if (shown.has(written) || decidingWords.has(written) || isKnownWord(written)) return word;
    const { length } = written;
    const near = [length - 1, length, length + 1].flatMap((letters) => decidingByLength.get(letters) ?? []);
    const meant = new Set([...shown, ...near].filter((right) => isOneOff(written, right)));
    const [only] = meant;
    return only !== undefined && meant.size === 1 ? only : word;
  });
  return righted.replaceAll(swappedIs, "$1 is");
}

/** Whether one slip makes one word of the other. */
function isOneOff(written: string, right: string): boolean {
  const difference = written.length - right.length;
  if (Math.abs(difference) > 1) return false;
  let from = 0;
  while (from < right.length && written[from] === right[from]) from += 1;
  const isLong = Math.min(written.length, right.length) >= long - 1 && right.length >= long;
  if (difference !== 0) {
    const [longer, shorter] = difference > 0 ? [written, right] : [right, written];
    return isLong && longer.slice(from + 1) === shorter.slice(from);
  }
  const isSwapped =
    written[from] === right[from + 1] &&
    written[from + 1] === right[from] &&
    written.slice(from + 2) === right.slice(from + 2);
  return isSwapped || (isLong && written.slice(from + 1) === right.slice(from + 1));
}
