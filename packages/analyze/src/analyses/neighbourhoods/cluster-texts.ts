import { cosineSingleLinks, type Vectors } from "@refract/stats";

/**
 * Neighbourhood of each text at each distance: single-link clusters of the distinct texts at a cosine distance, numbered in order of
 * first appearance. Equal texts are always together.
 *
 * @param place row of `vectors` for each text
 */
export function clusterTexts(
  place: Int32Array,
  vectors: Vectors,
  distances: readonly number[],
): readonly Int32Array[] {
  return cosineSingleLinks(vectors, distances).map(({ labels }) => {
    const numbers = new Map<number, number>();
    return place.map((row) => {
      const label = labels[row] ?? 0;
      const number = numbers.get(label) ?? numbers.size;
      numbers.set(label, number);
      return number;
    });
  });
}

/** Distinct texts in order of first appearance, and for each text its place among them. */
export function distinctTexts(texts: readonly string[]): {
  readonly distinct: readonly string[];
  readonly place: Int32Array;
} {
  const placeOf = new Map<string, number>();
  const place = Int32Array.from(texts, (text) => {
    const known = placeOf.get(text) ?? placeOf.size;
    placeOf.set(text, known);
    return known;
  });
  return { distinct: [...placeOf.keys()], place };
}
