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

describe("Kendall's tau between rankings", () => {
  test("counts pairs", () => {
    expect(compareRankings([1, 2, 3, 4], [1, 3, 2, 4])).toEqual({
      concordant: 5,
      discordant: 1,
      tiedInFirst: 0,
      tiedInSecond: 0,
      tiedInBoth: 0,
      tauA: 4 / 6,
      tauB: 4 / 6,
      problem: null,
    });
  });

  test("is scipy's tau-b with ties", () => {
    const { first, second, tauB } = fromPython.kendall;
    expect(compareRankings(first, second).tauB).toBeCloseTo(tauB, 12);
  });

  test("has no tau-b when one ranking ties everything, and no tau for one item", () => {
    expect(compareRankings([1, 1, 1], [1, 2, 3])).toMatchObject({
      tauA: 0,
      tauB: null,
      problem: "one ranking ties all items",
    });
    expect(compareRankings([1], [1])).toMatchObject({
      tauA: null,
      problem: "there are fewer than two items",
    });
  });
});
