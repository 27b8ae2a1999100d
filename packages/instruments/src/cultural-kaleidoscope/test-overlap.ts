import { type Item, type RecordProblem, RefractError } from "@refract/core";
import type { RecordTable } from "../record-table.ts";
import type { KaleidoscopeOptions } from "./options.ts";
import { scriptOf } from "./script.ts";

/** Share of words in common, of all words of both, from which two texts count as nearly the same. */
const nearShare = 0.8;

/**
 * Preference prompts that are test questions, which a test must not be trained on (spec cultural-kaleidoscope, "Preference collection protocol" 1):
 * equal ones after trimming, case folding and folding of white space, and those with nearly the same words.
 *
 * @returns near duplicates, where the option says to tell them
 * @throws RefractError naming the row and the test question
 */
export function overlaps(
  items: readonly Item[],
  tables: readonly RecordTable[],
  prompt: string,
  { near_duplicates: near }: KaleidoscopeOptions,
): readonly RecordProblem[] {
  const said = items.flatMap((item) => scriptOf(item).map((text) => ({ id: item.id, text })));
  const equal = new Map(said.map(({ id, text }) => [folded(text), id]));
  const index = wordIndex(said);
  const told: RecordProblem[] = [];
  for (const row of tables.flatMap(({ rows }) => rows)) {
    const text = row.text(prompt);
    const id = equal.get(folded(text));
    if (id !== undefined)
      throw new RefractError(
        "invalid-input",
        `${row.place}: prompt is test question "${id}", expected prompts that are not in the test`,
      );
    const close = index.nearest(text);
    if (close === null) continue;
    const problem = `prompt has nearly the words of test question "${close}"`;
    if (near === "refuse")
      throw new RefractError(
        "invalid-input",
        `${row.place}: ${problem}, expected prompts that are not in the test (--set near_duplicates=tell to go on)`,
      );
    told.push({ place: row.place, problem, dropped: false });
  }
  return told;
}

/** What two texts are compared by: trimmed, case folded, white space folded. */
function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/gu, " ");
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(folded(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}

/** Questions by their words, so that a prompt is only held against those it shares words with. */
function wordIndex(said: readonly { readonly id: string; readonly text: string }[]) {
  const sizes = said.map(({ text }) => wordsOf(text).size);
  const places = new Map<string, number[]>();
  said.forEach(({ text }, place) => {
    for (const word of wordsOf(text)) {
      const known = places.get(word);
      if (known === undefined) places.set(word, [place]);
      else known.push(place);
    }
  });
  return {
    /** The id of a question that shares nearly all words with the text; null without one. */
    nearest: (text: string): string | null => {
      const words = wordsOf(text);
      const shared = new Map<number, number>();
      for (const word of words)
        for (const place of places.get(word) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
      for (const [place, count] of shared)
        if (count / (words.size + (sizes[place] ?? 0) - count) >= nearShare) return said[place]?.id ?? null;
      return null;
    },
  };
}
