import { describe, expect, test } from "vitest";
import { compareRankings } from "./compare-rankings.ts";
import fromPython from "./fixtures/ranking.json" with { type: "json" };
import { ranksDescending } from "./ranks.ts";

test("equal values share the best rank", () => {
  expect(ranksDescending([5, 9, 5, 1])).toEqual(Int32Array.of(2, 1, 2, 4));
  expect(() => ranksDescending([1, Number.NaN])).toThrow(
    new RangeError("values[1]: invalid value NaN, expected a number"),
  );
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

  test("without tau where one ranking ties everything", () => {
    const compared = compareRankings([1, 1, 1], [1, 2, 3]);
    expect(compared.tau).toBe(null);
    expect(compared.problem).not.toBe(null);
    expect(compared.moves).toEqual(Int32Array.of(-2, -1, 0));
  });
});
