import { describe, expect, test } from "vitest";
import { createRandom, drawQuotas, quotaTargets } from "../index.ts";

describe("quota targets", () => {
  test("are floor(share x size) + 1 a cell, so empty cells get one too", () => {
    expect(quotaTargets([0.5, 0.333, 0.167, 0], 10)).toEqual([6, 4, 2, 1]);
    expect(quotaTargets([5, 5], 3)).toEqual([2, 2]);
  });

  test("refuse shares below 0 and a size of 0", () => {
    expect(() => quotaTargets([0.5, -0.1], 10)).toThrow("shares[1]: invalid value -0.1");
    expect(() => quotaTargets([1], 0)).toThrow("size: invalid value 0");
  });
});

describe("drawing quotas", () => {
  const cellOf = Array.from({ length: 60 }, (_, record) => (record % 10 === 9 ? -1 : record % 3));

  test("takes the target of each cell without replacement, or everyone", () => {
    const draw = drawQuotas(cellOf, [5, 30, 0], createRandom("42"));
    expect(draw.drawn).toEqual([5, 18, 0]);
    expect(draw.shortfall).toEqual([0, 12, 0]);
    expect(new Set(draw.records).size).toBe(23);
    expect(draw.records.every((record) => cellOf[record] === 0 || cellOf[record] === 1)).toBe(true);
    expect([...draw.records].sort((a, b) => a - b)).toEqual(draw.records);
  });

  test("is the same for the same seed, and another for another", () => {
    const draw = (seed: string) => drawQuotas(cellOf, [5, 5, 5], createRandom(seed)).records;
    expect(draw("42")).toEqual(draw("42"));
    expect(draw("42")).not.toEqual(draw("43"));
  });

  test("draws the same people in a cell when others join another cell", () => {
    const before = drawQuotas(cellOf, [5, 5, 5], createRandom("42"));
    const after = drawQuotas([...cellOf, 2, 2, 2], [5, 5, 5], createRandom("42"));
    const inFirst = (records: readonly number[]) => records.filter((record) => cellOf[record] === 0);
    expect(inFirst(after.records)).toEqual(inFirst(before.records));
  });

  test("gives every member of a cell the same chance", () => {
    const times = new Array<number>(4).fill(0);
    for (let round = 0; round < 4000; round += 1) {
      const draw = drawQuotas([0, 0, 0, 0], [1], createRandom(`round ${round}`));
      for (const record of draw.records) times[record] = (times[record] ?? 0) + 1;
    }
    // 1,000 expected, standard deviation 27
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
});
