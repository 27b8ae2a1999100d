import { describe, expect, test } from "vitest";
import { averageWinRate } from "./average-win-rate.ts";
import { clusterComparisons } from "./clustered-comparisons.ts";
import { cellsFromMatrix, comparisonCells, winMatrix } from "./comparison-cells.ts";
import { comparisonsFromScores } from "./comparisons.ts";

const comparisons = {
  itemCount: 4,
  first: [0, 1, 0, 3, 3, 0],
  second: [1, 0, 1, 1, 1, 1],
  score: [1, 1, 0.5, 0, 1, 1],
};

describe("cells", () => {
  test("count each pair once, whichever item stood first", () => {
    expect(comparisonCells(comparisons)).toEqual({
      itemCount: 4,
      low: Int32Array.of(0, 1),
      high: Int32Array.of(1, 3),
      lowWins: Float64Array.of(2, 1),
      highWins: Float64Array.of(1, 1),
      ties: Float64Array.of(1, 0),
    });
  });

  test("take weights, and have none for pairs that weigh nothing", () => {
    const cells = comparisonCells({ ...comparisons, weight: [1, 2.5, 0, 0, 0, 3] });
    expect(cells.low).toEqual(Int32Array.of(0));
    expect(cells.lowWins).toEqual(Float64Array.of(4));
    expect(cells.highWins).toEqual(Float64Array.of(2.5));
    expect(cells.ties).toEqual(Float64Array.of(0));
  });

  test("are the same through a map, for many items", () => {
    const wide = comparisonCells({ ...comparisons, itemCount: 100_000 });
    expect({ ...wide, itemCount: 4 }).toEqual(comparisonCells(comparisons));
  });

  test("become matrices with three ways to count a tie", () => {
    const cells = comparisonCells(comparisons);
    const first = (matrix: Float64Array) => [matrix[1], matrix[4], matrix[7], matrix[13], matrix[2]];
    expect(first(winMatrix(cells))).toEqual([2.5, 1.5, 1, 1, 0]);
    expect(first(winMatrix(cells, { ties: "each-way" }))).toEqual([3, 2, 1, 1, 0]);
    expect(first(winMatrix(cells, { ties: "none" }))).toEqual([2, 1, 1, 1, 0]);
  });

  test("come back from matrices", () => {
    const cells = comparisonCells(comparisons);
    const ties = new Float64Array(16);
    ties[1] = 1;
    expect(cellsFromMatrix(4, winMatrix(cells, { ties: "none" }), ties)).toEqual(cells);
  });

  test("within clusters are entries in order of cluster and outcome", () => {
    expect(clusterComparisons(comparisons, [2, 0, 0, 2, 2, 2])).toEqual({
      cells: comparisonCells(comparisons),
      clusterCount: 3,
      start: Int32Array.of(0, 2, 2, 5),
      slot: Int32Array.of(2, 4, 0, 1, 3),
      count: Float64Array.of(1, 1, 2, 1, 1),
    });
  });

  test.each([
    [
      { ...comparisons, itemCount: 3 },
      "comparisons.first[3]: invalid value 3, expected a whole number from 0 to 2",
    ],
    [
      { ...comparisons, second: [0, 0, 1, 1, 1, 1] },
      "comparisons.second[0]: invalid value 0, expected another item than the first",
    ],
    [
      { ...comparisons, score: [1, 1, 2, 0, 1, 1] },
      "comparisons.score[2]: invalid value 2, expected 0, 0.5 or 1",
    ],
    [{ ...comparisons, score: [1] }, "comparisons.score.length: invalid value 1, expected 6"],
    [
      { ...comparisons, weight: [1, 1, Number.NaN, 1, 1, 1] },
      "comparisons.weight[2]: invalid value NaN, expected a finite number of at least 0",
    ],
  ])("refuse what is no comparison (%#)", (wrong, message) => {
    expect(() => comparisonCells(wrong)).toThrow(new RangeError(message));
  });

  test("refuse clusters that are no whole numbers and matrices with negative counts", () => {
    expect(() => clusterComparisons(comparisons, [0, 0, 0, 0, 0, 0.5])).toThrow(
      new RangeError("cluster[5]: invalid value 0.5, expected a whole number of at least 0"),
    );
    expect(() => cellsFromMatrix(2, [0, -1, 0, 0])).toThrow(
      new RangeError("wins[1]: invalid value -1, expected a finite number of at least 0"),
    );
  });
});

describe("comparisons from scores", () => {
  const rows = { itemCount: 4, group: [7, 7, 9, 7, 9], item: [0, 1, 1, 2, 0], score: [10, 15, 50, 40, 44] };

  test("take every pair inside a group, ties within the threshold", () => {
    expect(comparisonsFromScores(rows, { tieWithin: 5 })).toEqual({
      itemCount: 4,
      first: Int32Array.of(0, 0, 1, 1),
      second: Int32Array.of(1, 2, 2, 0),
      score: Float64Array.of(0.5, 0, 0, 1),
      group: Float64Array.of(7, 7, 7, 9),
    });
  });

  test("without a threshold tie equal scores only", () => {
    expect(comparisonsFromScores(rows).score).toEqual(Float64Array.of(0, 0, 0, 1));
    const equal = { itemCount: 2, group: [1, 1], item: [0, 1], score: [3, 3] };
    expect(comparisonsFromScores(equal).score).toEqual(Float64Array.of(0.5));
  });

  test("leave out missing scores and an item against itself", () => {
    const odd = { itemCount: 3, group: [1, 1, 1, 1], item: [0, 0, 1, 2], score: [1, 2, Number.NaN, 3] };
    const made = comparisonsFromScores(odd);
    expect(made.first).toEqual(Int32Array.of(0, 0));
    expect(made.second).toEqual(Int32Array.of(2, 2));
  });

  test("refuse unknown items", () => {
    expect(() => comparisonsFromScores({ ...rows, itemCount: 2 })).toThrow(
      new RangeError("scores.item[3]: invalid value 2, expected a whole number from 0 to 1"),
    );
  });
});

test("the average win rate is the mean over opponents met; ties are won by nobody", () => {
  // item 1: 1 of 4 against 0, 1 of 2 against 3
  expect(averageWinRate(comparisonCells(comparisons))).toEqual([0.5, (1 / 4 + 1 / 2) / 2, null, 0.5]);
});
