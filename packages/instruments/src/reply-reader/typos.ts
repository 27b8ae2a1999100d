import type { ReplyForm } from "./reply-form.ts";
import { isKnownWord, wordsOfKinds } from "./reply-words.ts";
import { baseTokens } from "./tokens.ts";

/** Shorter words are too close to one another. */
const shortest = 5;
/** From so many letters on a letter may be missing, added or wrong; in shorter words two may have changed places. */
const long = 7;
const latinWord = /\p{Script=Latin}{5,}/gu;
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

const vocabularies = new WeakMap<ReplyForm, readonly string[]>();

/**
 * A reply with the words of its options, and those that decide a reading, put right where one letter is off: "flase", "stronly agree".
 * A word that is known otherwise stays, and so does one that could be two.
 */
export function withoutTypos(text: string, form: ReplyForm): string {
  const vocabulary = vocabularyOf(form);
  if (vocabulary.length === 0) return text;
  const known = new Set(vocabulary);
  return text.replace(latinWord, (word) => {
    const written = word.toLowerCase();
    if (known.has(written) || isKnownWord(written)) return word;
    const meant = vocabulary.filter((right) => isOneOff(written, right));
    const [only] = meant;
    return only !== undefined && meant.length === 1 ? only : word;
  });
}

function vocabularyOf(form: ReplyForm): readonly string[] {
  const before = vocabularies.get(form);
  if (before !== undefined) return before;
  const shown = form.options.flatMap(({ texts }) =>
    texts.flatMap((text) => baseTokens(text).map(({ key }) => key)),
  );
  const words = [...new Set([...shown, ...wordsOfKinds("en", deciding)])].filter(
    (word) => word.length >= shortest && /^\p{Script=Latin}+$/u.test(word),
  );
  vocabularies.set(form, words);
  return words;
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
