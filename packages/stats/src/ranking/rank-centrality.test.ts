import { expect, test } from "vitest";
import { cellsFromMatrix, comparisonCells } from "./comparison-cells.ts";
import reference from "./fixtures/ranking.json" with { type: "json" };
import { rankCentrality } from "./rank-centrality.ts";

test("is the walk's 2^20th power, as numpy has it", () => {
  const { scores } = rankCentrality(comparisonCells(reference.comparisons));
  for (const [item, score] of reference.rankCentrality.entries())
    expect(scores?.[item]).toBeCloseTo(score, 10);
});

test("is the stationary distribution even where a thousand steps would not reach it", () => {
  // a chain of 40 items of which each beat the next once: with alpha 0.001 the walk hardly moves
  const itemCount = 40;
  const wins = new Float64Array(itemCount ** 2);
  for (let item = 0; item + 1 < itemCount; item += 1) wins[item * itemCount + item + 1] = 100;
  const { scores } = rankCentrality(cellsFromMatrix(itemCount, wins), { prior: 1e-3 });
  expect(scores?.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 12);
  expect(scores?.[0]).toBeGreaterThan(scores?.[39] ?? 1);
});

test("equal items are neutral", () => {
  const result = rankCentrality(cellsFromMatrix(4, new Float64Array(16).fill(3)));
  for (const score of result.scores ?? []) expect(score).toBeCloseTo(0.25, 14);
  expect(result.ranks).toEqual(Int32Array.of(1, 1, 1, 1));
});

test("without alpha, items that never lost to the rest are a problem in words", () => {
  const wins = [0, 3, 0, 0, 0, 1, 0, 2, 0];
  expect(rankCentrality(cellsFromMatrix(3, wins), { prior: 0 })).toEqual({
    problem:
      "the items fall into 2 groups of which one never lost to another (the first has 1 of them), so differences between the groups have no finite estimate",
    scores: null,
    ranks: null,
  });
  expect(rankCentrality(cellsFromMatrix(3, wins)).problem).toBe(null);
});

test("one item is a problem, a negative alpha an error", () => {
  const one = cellsFromMatrix(1, [0]);
  expect(rankCentrality(one).problem).toBe("a ranking needs at least two items");
  expect(() => rankCentrality(one, { prior: -1 })).toThrow(
    new RangeError("prior: invalid value -1, expected a finite number of at least 0"),
  );
});
