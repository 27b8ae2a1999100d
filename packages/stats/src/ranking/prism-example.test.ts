import { describe, expect, test } from "vitest";
import { comparisonCells, winMatrix } from "./comparison-cells.ts";
import { type Comparisons, comparisonsFromScores } from "./comparisons.ts";
import { rankCentrality } from "./rank-centrality.ts";

// prism-analysis.md, "It works when" 3: seven opening turns of five models, in the order the answers stood
const openings: readonly (readonly [model: number, score: number])[][] = [
  [
    [1, 90],
    [2, 60],
    [3, 40],
    [4, 38],
  ],
  [
    [2, 70],
    [1, 75],
    [4, 10],
  ],
  [
    [3, 55],
    [4, 80],
    [1, 95],
  ],
  [
    [4, 20],
    [2, 66],
    [3, 72],
    [1, 50],
  ],
  [
    [1, 100],
    [3, 1],
  ],
  [
    [2, 88],
    [4, 83],
    [5, 12],
  ],
  [
    [5, 60],
    [1, 61],
    [3, 30],
    [2, 90],
  ],
];

/** Battles with model m at index `order.indexOf(m)`. */
function battles(order: readonly number[] = [1, 2, 3, 4, 5]): Comparisons {
  const rows = openings.flatMap((opening, group) =>
    opening.map(([model, score]) => ({ group, model, score })),
  );
  return comparisonsFromScores(
    {
      itemCount: 5,
      group: rows.map((row) => row.group),
      item: rows.map((row) => order.indexOf(row.model)),
      score: rows.map((row) => row.score),
    },
    { tieWithin: 5 },
  );
}

function rounded(scores: Float64Array | null): number[] {
  return Array.from(scores ?? [], (score) => Number(score.toFixed(6)));
}

describe("the worked example of PRISM's model ranks", () => {
  const cells = comparisonCells(battles());

  test("has 28 battles of which 4 are ties", () => {
    const { first, score } = battles();
    expect(first.length).toBe(28);
    expect(Array.from(score).filter((outcome) => outcome === 0.5)).toHaveLength(4);
  });

  test("counts a tie as a win each way in the matrix", () => {
    const wins = winMatrix(cells, { ties: "each-way" });
    expect(wins.reduce((sum, count) => sum + count, 0)).toBe(32);
    // m1 met m2 four times: it won one, lost two and tied one (75 against 70)
    expect([wins[1], wins[5]]).toEqual([2, 3]);
  });

  test("gives the corrected scores", () => {
    expect(rounded(rankCentrality(cells).scores)).toEqual([0.270364, 0.320593, 0.129, 0.127265, 0.152779]);
  });

  test("gives the scores as published", () => {
    expect(rounded(rankCentrality(cells, { mode: "as-published" }).scores)).toEqual([
      0.269351, 0.303416, 0.136682, 0.147641, 0.14291,
    ]);
  });

  test("gives the corrected scores with alpha 5", () => {
    expect(rounded(rankCentrality(cells, { prior: 5 }).scores)).toEqual([
      0.232643, 0.243455, 0.170992, 0.167147, 0.185763,
    ]);
  });

  test("keeps the corrected scores in any order of the items, not the published ones", () => {
    const order = [4, 2, 5, 1, 3];
    const moved = comparisonCells(battles(order));
    const straight = rankCentrality(cells).scores ?? new Float64Array();
    const corrected = rankCentrality(moved).scores ?? new Float64Array();
    for (const [index, model] of order.entries())
      expect(corrected[index]).toBeCloseTo(straight[model - 1] ?? 0, 12);
    const published = rankCentrality(cells, { mode: "as-published" }).scores ?? new Float64Array();
    const movedPublished = rankCentrality(moved, { mode: "as-published" }).scores ?? new Float64Array();
    expect(Math.abs((movedPublished[3] ?? 0) - (published[0] ?? 0))).toBeGreaterThan(1e-3);
  });
});
