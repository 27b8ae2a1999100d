import { createRandom } from "@refract/stats";
import { expect, test } from "vitest";
import { findTopics } from "./find-topics.ts";
import { placeRemaining } from "./place-remaining.ts";

const subjects = ["cats", "taxes", "music"] as const;

/** Texts on three subjects in turn, each a vector round its subject's own direction. */
function made(count: number) {
  const random = createRandom("subjects");
  const dimensions = 8;
  const texts = Array.from(
    { length: count },
    (_, place) => `about ${subjects[place % 3] ?? ""} as number ${place}`,
  );
  const values = new Float32Array(count * dimensions);
  for (let place = 0; place < count; place += 1) {
    for (let column = 0; column < dimensions; column += 1)
      values[place * dimensions + column] = (column === place % 3 ? 3 : 0) + random.normal(0, 0.25);
  }
  return { texts, vectors: { values, dimensions } };
}

test("above the limit topics are found in a sample, and the other texts go to the topic nearest to them", () => {
  const { texts, vectors } = made(420);
  const found = findTopics(texts, vectors, { minimumSize: 15, seed: "s", most: 210 });
  expect(found.problem).toBeNull();
  expect(found.sampled).toBe(210);
  expect(found.labels).toHaveLength(420);
  expect(found.topics).toHaveLength(3);
  // every text of a topic is on one subject, also of those outside the sample
  for (const { id, words } of found.topics) {
    const own = [...found.labels.keys()].filter((place) => found.labels[place] === id);
    const [first = 0] = own;
    expect(new Set(own.map((place) => place % 3))).toEqual(new Set([first % 3]));
    expect(words.some((word) => word.includes(subjects[first % 3] ?? "none"))).toBe(true);
  }
  // 140 texts a subject, of which 5 % of those outside the sample lie beyond a topic's own by the rule
  const placed = found.labels.filter((label) => label >= 0).length;
  expect(placed).toBeGreaterThan(370);
  expect(found.topics.reduce((sum, { size }) => sum + size, 0)).toBe(placed);
});

test("a limit that is not passed changes nothing, and the sample is the seed's", () => {
  const { texts, vectors } = made(210);
  const whole = findTopics(texts, vectors, { minimumSize: 15, seed: "s" });
  expect(whole.sampled).toBe(210);
  expect(findTopics(texts, vectors, { minimumSize: 15, seed: "s", most: 210 })).toEqual(whole);
  const sampled = (seed: string) => findTopics(texts, vectors, { minimumSize: 10, seed, most: 120 });
  expect(sampled("s").labels).toEqual(sampled("s").labels);
  expect(sampled("s").topics.map(({ texts: central }) => central)).not.toEqual(
    sampled("t").topics.map(({ texts: central }) => central),
  );
});

test("outside the sample a text near a topic joins it, and one far from all is an outlier", () => {
  const rows = [
    [1, 0.1, 0],
    [1, -0.1, 0],
    [0.1, 1, 0],
    [-0.1, 1, 0],
    [0, 0, 1],
    [5, 0, 0],
    [0, 2, 0],
    [1, 1, 1],
    [0, 0, 0],
  ];
  const vectors = { values: Float32Array.from(rows.flat()), dimensions: 3 };
  expect([...placeRemaining(vectors, [0, 1, 2, 3, 4], Int32Array.of(0, 0, 1, 1, -1))]).toEqual([
    0, 0, 1, 1, -1, 0, 1, -1, -1,
  ]);
});
