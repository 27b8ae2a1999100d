import { describe, expect, test } from "vitest";
import { cellShares, effectiveSampleSize, postStratify } from "../index.ts";
import fixture from "./fixtures/post-stratification.json" with { type: "json" };

test("weights and their cost are those of R's survey package, with and without design weights", () => {
  const { cell, base, targets, plain, fromBase, effective } = fixture;
  for (const [place, [options, expected]] of (
    [
      [{}, plain],
      [{ baseWeights: base }, fromBase],
    ] as const
  ).entries()) {
    const { weights, efficiency } = postStratify(cell, targets, options);
    // both sum to the number of records
    expect(Array.from(weights ?? [])).toEqual(expected.map((weight) => expect.closeTo(weight, 12)));
    expect(efficiency?.effectiveSampleSize).toBeCloseTo(effective[place] ?? Number.NaN, 10);
  }
});

describe("post-stratification", () => {
  test("gives every cell its target share with weights of mean 1", () => {
    const cells = [0, 0, 0, 1, 2, 2, -1];
    const result = postStratify(cells, [0.25, 0.25, 0.5]);
    // six records in cells: 6 x 0.25 / 3, 6 x 0.25 / 1, 6 x 0.5 / 2
    expect(Array.from(result.weights ?? [])).toEqual([0.5, 0.5, 0.5, 1.5, 1.5, 1.5, 0]);
    expect(result.factors).toEqual([0.5, 1.5, 1.5]);
    expect(result).toMatchObject({ uncoveredShare: 0, problem: null });
    expect(result.efficiency?.effectiveSampleSize).toBeCloseTo(36 / 7.5, 12);
    expect(Array.from(cellShares(cells, 3, result.weights ?? []).shares ?? [])).toEqual([0.25, 0.25, 0.5]);
  });

  test("begins with design weights of any scale", () => {
    const result = postStratify([0, 0, 1], [1, 1], { baseWeights: [100, 300, 50] });
    expect(Array.from(result.weights ?? [])).toEqual(
      [0.375, 1.125, 1.5].map((weight) => expect.closeTo(weight, 12)),
    );
  });

  test("shares out the targets of empty cells and tells how much that was", () => {
    const result = postStratify([0, 0, 1], [0.3, 0.3, 0.4]);
    expect(result.uncoveredShare).toBeCloseTo(0.4, 12);
    expect(result.factors[2]).toBeNull();
    expect(Array.from(result.weights ?? [])).toEqual([
      expect.closeTo(0.75, 12),
      expect.closeTo(0.75, 12),
      expect.closeTo(1.5, 12),
    ]);
    expect(result.problem).toBe("1 cell with a target above 0 and no record: their share went to the others");
  });

  test("says when there is nobody to weight", () => {
    expect(postStratify([-1, -1], [1, 1])).toMatchObject({
      weights: null,
      problem: "no record is in a cell",
    });
    expect(postStratify([0, 0], [0, 1])).toMatchObject({
      weights: null,
      problem: "no record is in a cell with a target above 0",
    });
  });
});

describe("Kish's effective sample size", () => {
  test("is n for equal weights, whatever their scale", () => {
    expect(effectiveSampleSize([7, 7, 7, 7])).toEqual({ effectiveSampleSize: 4, designEffect: 1 });
    expect(effectiveSampleSize([1e-200, 1e-200]).effectiveSampleSize).toBe(2);
  });

  test("of weights 1, 2, 3 is 36 / 14", () => {
    expect(effectiveSampleSize([1, 2, 3]).effectiveSampleSize).toBeCloseTo(36 / 14, 14);
    expect(effectiveSampleSize([1, 2, 3]).designEffect).toBeCloseTo(3 / (36 / 14), 14);
  });

  test("refuses weights that are negative or all 0", () => {
    expect(() => effectiveSampleSize([1, -1])).toThrow(
      "weights[1]: invalid value -1, expected a number >= 0",
    );
    expect(() => effectiveSampleSize([0, 0])).toThrow("expected at least one above 0");
  });
});
