import { describe, expect, test } from "vitest";
import { compareRankings } from "./compare-rankings.ts";
import fromPython from "./fixtures/ranking.json" with { type: "json" };
import { ranksDescending, tiesJoined } from "./ranks.ts";

test("equal values share the best rank", () => {
  expect(ranksDescending([5, 9, 5, 1])).toEqual(Int32Array.of(2, 1, 2, 4));
  expect(() => ranksDescending([1, Number.NaN])).toThrow(
    new RangeError("values[1]: invalid value NaN, expected a number"),
  );
});

test("estimates that differ by rounding alone are equal, and small ones that differ by more are not", () => {
  expect(ranksDescending([0.19999999999999998, 0.3, 0.2, 0.1])).toEqual(Int32Array.of(2, 1, 2, 4));
  expect(ranksDescending([-0.5, -0.4999999999999999, 0])).toEqual(Int32Array.of(2, 2, 1));
  expect(ranksDescending([1e-7, 2e-7, 1])).toEqual(Int32Array.of(3, 2, 1));
  expect(ranksDescending([Number.NEGATIVE_INFINITY, 1, 1 + 1e-15])).toEqual(Int32Array.of(3, 1, 1));
  expect(tiesJoined([0.19999999999999998, 0.3, 0.2])).toEqual(Float64Array.of(0.2, 0.3, 0.2));
});

describe("rankings compared", () => {
  test("by moves, the largest of them and the shared top", () => {
    // ranks 1 2 3 4 5 against 1 4 2 3 5
    expect(compareRankings([9, 8, 7, 6, 5], [50, 20, 40, 30, 10], { top: 3 })).toEqual({
      tau: 0.6,
      problem: null,
      moves: Int32Array.of(0, -2, 1, 1, 0),
      largestMove: 2,
      sharedTop: 2,
    });
  });

  test("by scipy's tau-b with ties", () => {
    const { first, second, tauB } = fromPython.kendall;
    expect(compareRankings(first, second).tau).toBeCloseTo(tauB, 12);
  });

  test("by tau-b with ties where estimates differ by rounding alone", () => {
    const compared = compareRankings([3, 2, 2 + 1e-15], [30, 20, 20 - 1e-14]);
    expect(compared.tau).toBeCloseTo(1, 12);
    expect(compared.largestMove).toBe(0);
  });

  test("without tau where one ranking ties everything", () => {
    const compared = compareRankings([1, 1, 1], [1, 2, 3]);
    expect(compared.tau).toBe(null);
    expect(compared.problem).not.toBe(null);
    expect(compared.moves).toEqual(Int32Array.of(-2, -1, 0));
  });
});
