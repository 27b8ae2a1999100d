import { describe, expect, test } from "vitest";
import { rake } from "../index.ts";
import table from "./fixtures/raking.json" with { type: "json" };
import bounded from "./fixtures/trimmed-raking.json" with { type: "json" };

const [first = 1, second = 1] = table.dimensions;
/** The levels of a cell in R's order (first index fastest). */
const tableMargins = [
  { name: "a", levelOf: table.counts.map((_, cell) => cell % first), targets: table.targets[0] ?? [] },
  {
    name: "b",
    levelOf: table.counts.map((_, cell) => Math.floor(cell / first) % second),
    targets: table.targets[1] ?? [],
  },
  {
    name: "c",
    levelOf: table.counts.map((_, cell) => Math.floor(cell / (first * second))),
    targets: table.targets[2] ?? [],
  },
];
const peopleMargins = bounded.levels.map((levelOf, index) => ({
  name: `variable ${index}`,
  levelOf,
  targets: bounded.targets[index] ?? [],
}));

describe("raking", () => {
  test("of a table of counts agrees with R's loglin and with the dual problem", () => {
    const result = rake(tableMargins, { baseWeights: table.counts, tolerance: 1e-13 });
    const mean = table.counts.reduce((sum, count) => sum + count, 0) / table.counts.length;
    for (const [cell, weight] of (result.weights ?? []).entries()) {
      expect(weight * mean).toBeCloseTo(table.fit[cell] ?? Number.NaN, 9);
      expect(weight * mean).toBeCloseTo(table.dual[cell] ?? Number.NaN, 5);
    }
    expect(result).toMatchObject({ converged: true, trimmed: 0, problem: null });
    expect(result.margins[1]?.shares[0]).toBeCloseTo(0.5, 12);
  });

  test("of people gives weights of mean 1 and every margin its target", () => {
    const result = rake(peopleMargins);
    for (const [index, weight] of (result.weights ?? []).entries()) {
      expect(weight).toBeCloseTo(bounded.free[index] ?? Number.NaN, 7);
    }
    const weights = result.weights ?? new Float64Array();
    expect(weights.reduce((sum, weight) => sum + weight, 0) / weights.length).toBeCloseTo(1, 12);
    expect(result.largestDifference).toBeLessThan(1e-9);
    expect(result.efficiency?.effectiveSampleSize).toBeLessThan(200);
  });

  test("keeps bounds and margins together where both can hold", () => {
    const { lower, upper } = bounded.bounds;
    const result = rake(peopleMargins, { bounds: bounded.bounds });
    for (const [index, weight] of (result.weights ?? []).entries()) {
      expect(weight).toBeGreaterThanOrEqual(lower);
      expect(weight).toBeLessThanOrEqual(upper);
      expect(weight).toBeCloseTo(bounded.bounded[index] ?? Number.NaN, 6);
    }
    expect(result).toMatchObject({ converged: true, problem: null });
    expect(result.trimmed).toBeGreaterThan(0);
  });

  test("tells when bounds put the margins out of reach, and stays near what is possible", () => {
    const result = rake(peopleMargins, { bounds: bounded.narrow });
    expect(result.converged).toBe(false);
    expect(result.largestDifference).toBeGreaterThanOrEqual(bounded.narrowReachable - 1e-9);
    expect(result.largestDifference).toBeLessThan(bounded.narrowReachable + 0.02);
    expect(result.problem).toMatch(
      /^after 200 cycles a share is still 0\.1\d from its target; the bounds may be too narrow$/u,
    );
  });

  test("leaves the weights of people with an unknown level to the other margins", () => {
    const result = rake(
      [
        { name: "gender", levelOf: [0, 0, 0, 1, -1], targets: [1, 1] },
        { name: "region", levelOf: [0, 1, 1, 1, 1], targets: [0.2, 0.8] },
      ],
      { tolerance: 1e-12 },
    );
    expect(result.weights?.[4]).toBeGreaterThan(0);
    expect(result.margins[0]?.shares).toEqual([expect.closeTo(0.5, 10), expect.closeTo(0.5, 10)]);
    expect(result.margins[1]?.shares).toEqual([expect.closeTo(0.2, 10), expect.closeTo(0.8, 10)]);
  });

  test("says which level has a target and nobody in it", () => {
    expect(rake([{ name: "age", levelOf: [0, 0, 2], targets: [0.3, 0.3, 0.4] }])).toMatchObject({
      weights: null,
      converged: false,
      problem: "age: level 1 has a target above 0 and no record; merge it with another level",
    });
  });

  test("says that contradicting margins were not reached", () => {
    const result = rake([
      { name: "a", levelOf: [0, 1], targets: [1, 1] },
      { name: "b", levelOf: [0, 1], targets: [1, 3] },
    ]);
    expect(result.converged).toBe(false);
    expect(result.problem).toBe(
      "after 200 cycles a share is still 0.25 from its target; the margins may contradict each other",
    );
  });

  test("refuses levels and bounds out of range", () => {
    expect(() => rake([{ name: "a", levelOf: [2], targets: [1, 1] }])).toThrow(
      "margins[0].levelOf[0]: invalid value 2, expected a whole number from 0 to 1, or -1 for none",
    );
    expect(() => rake([])).toThrow("margins: the list is empty");
    expect(() => rake(peopleMargins, { bounds: { lower: 0.5, upper: 0.9 } })).toThrow(
      "bounds: invalid value",
    );
  });
});
