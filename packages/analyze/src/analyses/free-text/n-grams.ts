import { frequentGrams } from "./gram-counts.ts";
import type { FieldWords } from "./read-words.ts";
import stopWordList from "./stop-words.json" with { type: "json" };

const listed = 10;

export interface Gram {
  readonly gram: string;
  readonly times: number;
}

const stopWords = new Set(stopWordList.words.map((word) => word.replaceAll(/[\p{P}\p{S}]/gu, "")));

/**
 * The most frequent words (without stop words), pairs and triples of words of all texts, after lower-casing and removing
 * punctuation; of equally frequent ones the first by the bytes of UTF-8.
 */
export function topGrams({ vocabulary, times, sequence }: FieldWords): readonly (readonly Gram[])[] {
  const words = vocabulary.flatMap((gram, number) =>
    gram === "" || stopWords.has(gram) ? [] : [{ gram, times: times[number] ?? 0 }],
  );
  const ofSize = (size: number) =>
    frequentGrams(sequence, size, listed).map((found) => ({
      gram: found.words.map((number) => vocabulary[number] ?? "").join(" "),
      times: found.times,
    }));
  return [words, ofSize(2), ofSize(3)].map((grams) => grams.sort(byFrequency).slice(0, listed));
}

function byFrequency(one: Gram, other: Gram): number {
  return other.times - one.times || Buffer.compare(Buffer.from(one.gram), Buffer.from(other.gram));
}
