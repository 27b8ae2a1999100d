import { createRandom } from "@refract/stats";

/** Half the width of the noise that parts equal scores (prism-analysis section 2). */
const noise = 0.0001;

/**
 * Ranks inside each turn, 1 for the highest score; equal scores fall in random order, the same for the same seed.
 *
 * @param turns Turn of each response; responses of one turn stand together.
 */
export function turnRanks(
  turns: readonly (string | null)[],
  scores: Float64Array,
  seed: string,
): Float64Array {
  const random = createRandom(seed);
  const ranks = new Float64Array(scores.length);
  let start = 0;
  while (start < scores.length) {
    let end = start + 1;
    while (end < scores.length && turns[end] === turns[start]) end += 1;
    const order = Array.from({ length: end - start }, (_, place) => ({
      place: start + place,
      value: (scores[start + place] ?? 0) + noise * (2 * random.next() - 1),
    })).toSorted((a, b) => b.value - a.value);
    for (const [rank, { place }] of order.entries()) ranks[place] = rank + 1;
    start = end;
  }
  return ranks;
}
