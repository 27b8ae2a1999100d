import { expect, test } from "vitest";
import { comparisonCells } from "./comparison-cells.ts";
import { eloLogistic, eloOnline } from "./elo.ts";
import fromPython from "./fixtures/ranking.json" with { type: "json" };

const { comparisons } = fromPython;

test("online ratings follow the plain loop in Python", () => {
  const ratings = eloOnline(comparisons);
  for (const [item, rating] of fromPython.elo.online.entries()) expect(ratings[item]).toBeCloseTo(rating, 9);
});

test("one win between equals moves both by half of K", () => {
  const one = { itemCount: 3, first: [0], second: [2], score: [1] };
  expect(eloOnline(one)).toEqual(Float64Array.of(1002, 1000, 998));
  expect(eloOnline({ ...one, score: [0.5] })).toEqual(Float64Array.of(1000, 1000, 1000));
  expect(eloOnline(one, { k: 32, start: 1500 })).toEqual(Float64Array.of(1516, 1500, 1484));
});

test("online ratings depend on the order", () => {
  const forth = { itemCount: 2, first: [0, 1], second: [1, 0], score: [1, 1] };
  const back = { itemCount: 2, first: [1, 0], second: [0, 1], score: [1, 1] };
  expect(eloOnline(forth)[0]).not.toBe(eloOnline(back)[0]);
});

test("logistic ratings are scikit-learn's, with the lowest at 800", () => {
  const { ratings } = eloLogistic(comparisonCells(comparisons));
  expect(Math.min(...(ratings ?? []))).toBeCloseTo(800, 10);
  for (const [item, rating] of fromPython.elo.logistic.entries())
    expect(ratings?.[item]).toBeCloseTo(rating, 3);
});

test("logistic ratings unshifted lie around the start", () => {
  const { ratings } = eloLogistic(comparisonCells(comparisons), { lowest: null });
  const mean = (ratings ?? new Float64Array()).reduce((sum, rating) => sum + rating, 0) / 6;
  expect(mean).toBeCloseTo(1000, 8);
});

test("without comparisons logistic ratings are a problem; weights and scales without sense are errors", () => {
  expect(eloLogistic(comparisonCells({ itemCount: 2, first: [], second: [], score: [] })).problem).toBe(
    "there are no comparisons",
  );
  const one = { itemCount: 2, first: [0], second: [1], score: [1] };
  expect(() => eloOnline({ ...one, weight: [2] })).toThrow(/comparisons.weight/);
  expect(() => eloOnline(one, { base: 1 })).toThrow(
    new RangeError("base: invalid value 1, expected a finite number above 1"),
  );
});
