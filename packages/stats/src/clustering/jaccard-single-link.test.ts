import { describe, expect, test } from "vitest";
import { createRandom, jaccardSingleLink } from "../index.ts";

describe("single-link clusters by token overlap", () => {
  test("join sets that share enough, and chains of them", () => {
    // 2/3, 1/2, 2/4, 0, equal
    const sets = [[1, 2, 3], [1, 2], [2, 3, 4], [9], [9, 9], []];
    expect([...jaccardSingleLink(sets, 0.6).labels]).toEqual([0, 0, 1, 2, 2, 3]);
    expect([...jaccardSingleLink(sets, 0.5).labels]).toEqual([0, 0, 0, 1, 1, 2]);
    expect([...jaccardSingleLink(sets, 1).labels]).toEqual([0, 1, 2, 3, 3, 4]);
  });

  test("are those of comparing all pairs, whatever the threshold", () => {
    const random = createRandom("overlap");
    for (const threshold of [0.3, 0.5, 0.7, 0.75, 0.8, 1]) {
      const sets = Array.from({ length: 120 }, () =>
        Array.from({ length: random.integer(9) }, () => random.integer(14)),
      );
      expect([...jaccardSingleLink(sets, threshold).labels]).toEqual(allPairs(sets, threshold));
    }
  });

  test("are those of comparing all pairs when sets are long and near copies of each other", () => {
    const random = createRandom("near copies");
    for (const threshold of [0.5, 0.7, 0.9]) {
      const originals = Array.from({ length: 12 }, () =>
        Array.from({ length: 5 + random.integer(30) }, () => random.integer(200)),
      );
      const sets = Array.from({ length: 150 }, () =>
        (originals[random.integer(12)] ?? []).map((member) =>
          random.integer(8) === 0 ? random.integer(200) : member,
        ),
      );
      const labels = [...jaccardSingleLink(sets, threshold).labels];
      expect(labels).toEqual(allPairs(sets, threshold));
      expect(new Set(labels).size).toBeLessThan(sets.length);
    }
  });

  test("tell members apart that are larger than 32 bits", () => {
    const sets = [
      [1, 2],
      [1 + 2 ** 32, 2 + 2 ** 32],
      [2 ** 32 + 2, 2 ** 32 + 1],
    ];
    expect([...jaccardSingleLink(sets, 0.5).labels]).toEqual([0, 1, 1]);
  });

  test("take no records, and refuse thresholds and members out of range", () => {
    expect(jaccardSingleLink([], 0.5).clusterCount).toBe(0);
    expect(() => jaccardSingleLink([[1]], 0)).toThrow("threshold: invalid value 0");
    expect(() => jaccardSingleLink([[0.5]], 0.5)).toThrow("sets[0]: invalid value 0.5");
  });
});

function allPairs(sets: readonly (readonly number[])[], threshold: number): number[] {
  const labels = sets.map((_, record) => record);
  for (const [a, first] of sets.entries()) {
    for (const [b, second] of sets.entries()) {
      const union = new Set([...first, ...second]).size;
      const shared = new Set(first.filter((member) => second.includes(member))).size;
      const [from, to] = [labels[b], labels[a]];
      if (union === 0 || shared / union < threshold || from === to || to === undefined) continue;
      for (const [record, label] of labels.entries()) if (label === from) labels[record] = to;
    }
  }
  const numbers = new Map<number, number>();
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}
