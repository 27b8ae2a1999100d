import { describe, expect, test } from "vitest";
import { cohenKappa, cohenKappaOfTable } from "../index.ts";
import fixture from "./fixtures/agreement.json" with { type: "json" };

describe("Cohen's kappa", () => {
  test.each(["none", "linear", "quadratic"] as const)(
    "agrees with statsmodels and scikit-learn, weights %s",
    (weights) => {
      const { first, second, weights: expected } = fixture.cohen;
      const result = cohenKappa(first, second, { weights });
      const reference = expected[weights];
      expect(result.kappa).toBeCloseTo(reference.kappa, 12);
      expect(result.kappa).toBeCloseTo(reference.scikitLearn, 12);
      expect(result.standardError).toBeCloseTo(reference.standardError, 12);
      expect(result.nullStandardError).toBeCloseTo(reference.nullStandardError, 12);
      expect(result.z).toBeCloseTo(reference.z, 9);
      expect(result.interval?.[0]).toBeCloseTo(reference.scoreInterval[0] ?? 0, 7);
      expect(result.interval?.[1]).toBeCloseTo(reference.scoreInterval[1] ?? 0, 7);
      expect(result.pValue).toBeCloseTo(reference.pValue, 12);
      expect(result).toMatchObject({ n: 120, problem: null });
    },
  );

  test.each(fixture.cohen.small)(
    "the interval of few units has a width and is that of scipy (table %#)",
    (small) => {
      const { interval } = cohenKappaOfTable(small.table);
      expect(interval?.[0]).toBeCloseTo(small.interval[0] ?? 0, 6);
      expect(interval?.[1]).toBeCloseTo(small.interval[1] ?? 0, 6);
    },
  );

  test("has no interval of few units, or of few ratings outside of one category, and says so", () => {
    const nine = cohenKappaOfTable([
      [4, 1],
      [0, 4],
    ]);
    expect(nine).toMatchObject({
      kappa: expect.closeTo(0.780488, 6),
      interval: null,
      intervalProblem: "9 units are too few for an interval, at least 10 are needed",
      problem: null,
    });
    const rare = cohenKappaOfTable([
      [10, 1],
      [1, 1],
    ]);
    expect(rare).toMatchObject({
      interval: null,
      intervalProblem:
        "4 of 26 ratings are outside of the most frequent category: too few for an interval, at least 5 are needed",
      problem: null,
    });
    const enough = cohenKappaOfTable([
      [10, 1],
      [0, 2],
    ]);
    expect(enough.intervalProblem).toBeNull();
    expect(enough.interval?.[1]).toBeLessThan(1);
  });

  test("of the textbook table 20, 5, 10, 15 is 0.4", () => {
    expect(
      cohenKappaOfTable([
        [20, 5],
        [10, 15],
      ]),
    ).toMatchObject({ kappa: expect.closeTo(0.4, 12), observed: 0.7, expected: 0.5, n: 50 });
  });

  test("leaves out pairs with a missing value", () => {
    expect(cohenKappa([1, 2, null, 1, 2], [1, 2, 2, null, 1])).toMatchObject({ n: 3 });
  });

  test("weights by position in the given categories, so an unused one counts", () => {
    const first = [1, 2, 4, 4, 1];
    const second = [1, 4, 4, 2, 1];
    const close = cohenKappa(first, second, { weights: "linear" }).kappa;
    const apart = cohenKappa(first, second, { weights: "linear", categories: [1, 2, 3, 4] }).kappa;
    expect(close).toBeCloseTo(1 - 0.2 / 0.48, 12);
    expect(apart).toBeCloseTo(1 - 4 / 15 / 0.48, 12);
  });

  test("says why there is no figure", () => {
    expect(cohenKappa([3, 3, 3], [3, 3, 3])).toMatchObject({
      kappa: null,
      observed: 1,
      problem: "both raters used one and the same category throughout",
    });
    expect(cohenKappa([null], [1])).toMatchObject({
      kappa: null,
      problem: "no unit has a rating of both raters",
    });
    // One constant rater leaves kappa 0 with no spread under chance, so no test.
    expect(cohenKappa([1, 1, 1], [1, 2, 1])).toMatchObject({
      kappa: 0,
      z: null,
      pValue: null,
      problem: null,
    });
  });

  test("an interval of raters who never agree ends at -1", () => {
    const { kappa, interval } = cohenKappaOfTable([
      [0, 10],
      [10, 0],
    ]);
    // without the bound it began 1.96 / √20 below
    expect([kappa, interval?.[0]]).toEqual([-1, -1]);
    expect(interval?.[1]).toBeGreaterThan(-1);
  });

  test("refuses lists of unequal length and values outside the categories", () => {
    expect(() => cohenKappa([1, 2], [1])).toThrow("second.length: invalid value 1, expected 2");
    expect(() => cohenKappa([1, 7], [1, 2], { categories: [1, 2] })).toThrow(
      "first: invalid value 7, expected one of 1, 2",
    );
    expect(() => cohenKappaOfTable([[1, 2]])).toThrow("table[0].length: invalid value 2, expected 1");
    expect(() => cohenKappaOfTable([[1.5]])).toThrow("table[0][0]: invalid value 1.5");
  });
});
