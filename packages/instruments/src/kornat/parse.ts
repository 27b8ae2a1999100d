import type { Item, ParsedResponse, Presentation } from "@refract/core";
import { letterIn } from "../letter-reply.ts";
import { shownOptions } from "./prompt.ts";

/** Replies are read this far: an answer stands at the start or not at all. */
const readCharacters = 4000;

/**
 * The option a reply names (spec kornat, "Evaluation protocol" 3): first an option letter that stands alone, full-width
 * or small ones too, else the longest option text that is in the reply as whole words. Nothing found is `no_answer`, never neutral.
 */
export function parseKornat(reply: string, item: Item, presentation: Presentation): ParsedResponse {
  const text = reply.slice(0, readCharacters).normalize("NFKC");
  const shown = shownOptions(item, presentation);
  if (text.trim() === "") return unparsed("empty");
  const named = letterIn(text, shown.length);
  const byLetter = named === null ? undefined : shown[named.place];
  if (named !== null && byLetter !== undefined)
    return { value: byLetter.id, missing: null, rule: named.rule };
  let left = text.toLowerCase();
  const found: string[] = [];
  // longest first, each taken out: "agree" is inside "strongly agree" and counts only where it stands apart
  for (const option of shown.toSorted((a, b) => b.text.length - a.text.length)) {
    const words = option.text.toLowerCase();
    const use = words === "" ? null : useOf(left, words);
    if (use === null) continue;
    if (use === "said") found.push(option.id);
    left = left.replaceAll(words, " ");
  }
  const [only] = found;
  if (only === undefined) return unparsed("nothing");
  return found.length > 1 ? unparsed("several") : { value: only, missing: null, rule: "text" };
}

function unparsed(rule: string): ParsedResponse {
  return { value: null, missing: "unparsed", rule };
}

/** "I do not agree" names no option: what is denied is not said, and what is meant instead is open. */
const denial = /(?:\b(?:not|never|cannot)|n['’]t)\s+(?:(?:the|an?|really|entirely|fully)\s+)?$/u;

/** Whether words stand in a text as whole words, and whether one such place does not deny them. */
function useOf(text: string, words: string): "said" | "denied" | null {
  let use: "denied" | null = null;
  let place = text.indexOf(words);
  while (place !== -1) {
    const before = text.slice(0, place);
    const after = text.slice(place + words.length);
    // a Korean ending may follow the words, a Latin letter may not
    if (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{Script=Latin}\p{N}]/u.test(after)) {
      if (!denial.test(before.slice(-40))) return "said";
      use = "denied";
    }
    place = text.indexOf(words, place + 1);
  }
  return use;
}
