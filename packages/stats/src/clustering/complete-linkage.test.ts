import { describe, expect, test } from "vitest";
import { completeLinkage, matrixFromRows } from "../index.ts";
import fixture from "./fixtures/clustering.json" with { type: "json" };

describe("complete linkage", () => {
  test("agrees with scipy in merges, heights and order of leaves", () => {
    const { distances, merges, order } = fixture.completeLinkage;
    const result = completeLinkage(matrixFromRows(distances));
    for (const [index, [first, second, height, size]] of merges.entries()) {
      expect(result.merges[index]).toMatchObject({ first, second, size });
      expect(result.merges[index]?.height).toBeCloseTo(height ?? Number.NaN, 12);
    }
    expect(result.merges).toHaveLength(8);
    expect(result.order).toEqual(order);
  });

  test("takes the largest distance between groups, so a chain stays apart", () => {
    // 0 - 1 - 2 - 3 on a line at 0, 1, 2.1, 3
    const places = [0, 1, 2.1, 3];
    const result = completeLinkage(matrixFromRows(places.map((a) => places.map((b) => Math.abs(a - b)))));
    expect(result.merges.map(({ first, second }) => [first, second])).toEqual([
      [2, 3],
      [0, 1],
      [4, 5],
    ]);
    expect(result.merges[2]?.height).toBe(3);
    expect(result.order).toEqual([2, 3, 0, 1]);
  });

  test("of one item is the item, of none nothing", () => {
    expect(completeLinkage(matrixFromRows([[0]]))).toEqual({ merges: [], order: [0] });
    expect(completeLinkage(matrixFromRows([]))).toEqual({ merges: [], order: [] });
  });

  test("refuses missing distances", () => {
    const table = matrixFromRows([
      [0, Number.NaN],
      [1, 0],
    ]);
    expect(() => completeLinkage(table)).toThrow("distances row 0, column 1: invalid value NaN");
  });
});
