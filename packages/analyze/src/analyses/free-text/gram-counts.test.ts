import { createRandom } from "@refract/stats";
import { expect, test } from "vitest";
import { type CountedGram, frequentGrams, textEnd } from "./gram-counts.ts";
import { createWordSequence } from "./word-sequence.ts";

function sequenceOf(numbers: Uint32Array) {
  const sequence = createWordSequence();
  for (const number of numbers) sequence.add(number);
  return sequence;
}

/** Texts of random words, the low numbers more often, as in languages. */
function madeSequence(seed: string, length: number, words: number): Uint32Array {
  const random = createRandom(seed);
  return Uint32Array.from({ length }, () =>
    random.chance(0.05) ? textEnd : 1 + Math.floor(words * random.next() ** 3),
  );
}

function counted(sequence: Uint32Array, size: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let place = 0; place + size <= sequence.length; place += 1) {
    const gram = sequence.slice(place, place + size);
    if (!gram.includes(textEnd)) counts.set(gram.join(" "), (counts.get(gram.join(" ")) ?? 0) + 1);
  }
  return counts;
}

const asMap = (found: readonly CountedGram[]) =>
  new Map(found.map(({ words, times }) => [words.join(" "), times]));

test.each([
  [1, 1 << 20],
  [2, 1 << 20],
  [3, 1 << 20],
  [2, 200],
  [3, 200],
])(
  "the ten most frequent grams of %i words and those as frequent are counted exactly, be %i kept",
  (size, most) => {
    const sequence = madeSequence(`grams of ${size}`, 150_000, 400);
    const all = counted(sequence, size);
    const least = [...all.values()].sort((a, b) => b - a)[9] ?? 0;
    expect(least).toBeGreaterThan(1);
    const expected = new Map([...all].filter(([, times]) => times >= least));
    expect(asMap(frequentGrams(sequenceOf(sequence), size, 10, most))).toEqual(expected);
  },
);

test("fewer grams than are listed are all there, and short texts have none", () => {
  const sequence = Uint32Array.of(7, 8, textEnd, 9, textEnd, 7, 8, 9, textEnd);
  expect(asMap(frequentGrams(sequenceOf(sequence), 2, 10))).toEqual(
    new Map([
      ["7 8", 2],
      ["8 9", 1],
    ]),
  );
  expect(asMap(frequentGrams(sequenceOf(sequence), 3, 10))).toEqual(new Map([["7 8 9", 1]]));
  expect(frequentGrams(sequenceOf(sequence), 4, 10)).toEqual([]);
});
