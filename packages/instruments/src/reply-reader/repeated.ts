import type { ReplyForm } from "./reply-form.ts";
import { isKnownWord, wordsOfKinds } from "./reply-words.ts";

/** A word that is said again and again up to where a model was cut off: "false false false fal". A doubled "not" denies twice. */
const again =
  /(?<![\p{L}\p{M}])(?!not\b)([\p{L}\p{M}]{1,20})(?:[ \t]{1,3}\1){1,400}(?![\p{L}\p{M}])(?:[ \t]+([\p{L}\p{M}]{1,20})$)?/giu;
/** The same in Chinese, which writes no blanks; two of a kind may be one word. */
const againUnspaced = /(\p{Script=Han}{1,3}?)\1{2,400}(\p{Script=Han}?$)?/gu;
/** The first letters of a reply, in pieces: "ye s", "T r u e". */
const inPieces =
  /^([^\p{L}\n]{0,10})(\p{L}[\p{L}\p{M}]{0,4}(?: \p{L}[\p{L}\p{M}]{0,4}){1,4})(?![\p{L}\p{M}])/u;

const judgements: ReadonlySet<string> = new Set(
  (["en", "es", "ko", "ar"] as const).flatMap((language) =>
    wordsOfKinds(language, ["yes", "no", "true", "false"]),
  ),
);

/** A reply that judges, with words that it repeats said once and one that opens it in pieces joined. Other replies are left as they are. */
export function saidOnce(text: string, { labels }: ReplyForm): string {
  if (labels === "letters") return text;
  const without = (found: string, word: string, rest?: string) =>
    rest === undefined || word.toLowerCase().startsWith(rest.toLowerCase())
      ? word
      : `${word}${found.slice(found.length - rest.length - 1)}`;
  const once = text.replaceAll(again, without).replaceAll(againUnspaced, without);
  return once.replace(inPieces, (found, lead: string, pieces: string) => {
    const words = pieces.split(" ");
    for (let count = words.length; count > 1; count -= 1) {
      const parts = words.slice(0, count);
      const isOne = judgements.has(parts.join("").toLowerCase());
      const areLetters = parts.every((part) => part.length === 1);
      if (isOne && (areLetters || !parts.every((part) => isKnownWord(part.toLowerCase()))))
        return `${lead}${[parts.join(""), ...words.slice(count)].join(" ")}`;
    }
    return found;
  });
}
