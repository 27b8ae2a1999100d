import type { TaggedText } from "./adjective-tagger.ts";

/** Adjectives of little meaning, or words that taggers often take for one. */
const excluded = [
  "other",
  "such",
  "many",
  "much",
  "same",
  "able",
  "ai",
  "i",
  "more",
  "most",
  "few",
  "last",
  "next",
];
const listed = 20;
const windowsShown = 3;
const windowTokens = 5;

export interface Adjective {
  readonly word: string;
  /** Texts it stands in. */
  readonly texts: number;
  /** Up to three places with five tokens on either side. */
  readonly windows: readonly string[];
}

const plainWord = /^\p{L}+(-\p{L}+)*$/u;

/** The most frequent adjectives (tag JJ), each counted at most once a text. */
export function topAdjectives(
  texts: readonly string[],
  leftOut: readonly string[],
  tag: (text: string) => TaggedText,
): readonly Adjective[] {
  const skipped = new Set([...excluded, ...leftOut]);
  const found = new Map<string, { texts: number; windows: string[] }>();
  for (const text of texts) {
    const { tokens, adjectives } = tag(text);
    const seen = new Set<string>();
    for (const place of adjectives) {
      const normal = tokens[place]?.normal ?? "";
      if (skipped.has(normal) || seen.has(normal) || !plainWord.test(normal)) continue;
      seen.add(normal);
      const held = found.get(normal) ?? { texts: 0, windows: [] };
      held.texts += 1;
      if (held.windows.length < windowsShown)
        held.windows.push(
          tokens
            .slice(Math.max(0, place - windowTokens), place + windowTokens + 1)
            .map(({ value }) => value)
            .join(" "),
        );
      found.set(normal, held);
    }
  }
  return [...found]
    .map(([word, held]) => ({ word, ...held }))
    .sort((a, b) => b.texts - a.texts || (a.word < b.word ? -1 : 1))
    .slice(0, listed);
}
