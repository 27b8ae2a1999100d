import { jaccardSingleLink, type Neighbourhoods, neighbourhoods } from "@refract/stats";
import { wordSets } from "./word-sets.ts";

export interface Prompts {
  readonly texts: readonly string[];
  /** For each text who wrote it. */
  readonly authors: readonly string[];
}

/** Prompts that share most of their words, and which of those groups several people wrote in. */
export interface PromptGroups extends Neighbourhoods {
  /** Group of each prompt, from 0 in order of first appearance. */
  readonly labels: Int32Array;
}

/**
 * Groups prompts by the overlap of their words (Jaccard similarity, single link): without vectors, the same in every
 * language that writes spaces between words.
 *
 * @param overlap 1 joins prompts of the same words; 0.7 lets one word in six or so differ
 */
export function groupPrompts({ texts, authors }: Prompts, overlap: number): PromptGroups {
  const { labels } = jaccardSingleLink(wordSets(texts), overlap);
  const numbers = new Map<string, number>();
  const authorOf = authors.map((author) => {
    const number = numbers.get(author) ?? numbers.size;
    numbers.set(author, number);
    return number;
  });
  return { labels, ...neighbourhoods(labels, authorOf) };
}
