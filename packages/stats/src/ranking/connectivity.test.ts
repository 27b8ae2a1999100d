import fc from "fast-check";
import { expect, test } from "vitest";
import { comparisonCells } from "./comparison-cells.ts";
import { arrowConnectivity, comparisonConnectivity } from "./connectivity.ts";

test("components stand from winners to losers", () => {
  // 3 and 1 beat each other, both beat 0 and 2; 0 beat 2
  const found = arrowConnectivity(4, [3, 1, 3, 1, 0], [1, 3, 0, 2, 2]);
  expect(found.components).toEqual([[1, 3], [0], [2]]);
  expect(found.separateGroups).toEqual([[0, 1, 2, 3]]);
  expect(found.stronglyConnected).toBe(false);
  expect(found.problem).toBe(
    "the items fall into 3 groups of which one never lost to another (the first has 2 of them), so differences between the groups have no finite estimate",
  );
});

test("items that never met are separate groups", () => {
  const found = arrowConnectivity(5, [0, 1, 2, 3], [1, 0, 3, 2]);
  expect(found.separateGroups).toEqual([[0, 1], [2, 3], [4]]);
  expect(found.problem).toBe("the items fall into 3 groups that were never compared with each other");
});

test("a tie connects both ways", () => {
  const cells = comparisonCells({ itemCount: 2, first: [0], second: [1], score: [0.5] });
  expect(comparisonConnectivity(cells)).toMatchObject({ stronglyConnected: true, problem: null });
});

test("agrees with reachability found the slow way, on any arrows", () => {
  const item = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(item, item), { maxLength: 16 }), (arrows) => {
      const reach = Array.from({ length: 7 }, (_, one) => Array.from({ length: 7 }, (_, two) => one === two));
      for (const [from, to] of arrows) {
        const row = reach[from];
        if (row !== undefined) row[to] = true;
      }
      for (let via = 0; via < 7; via += 1) {
        for (let one = 0; one < 7; one += 1) {
          for (let two = 0; two < 7; two += 1) {
            const row = reach[one];
            if (row?.[via] === true && reach[via]?.[two] === true) row[two] = true;
          }
        }
      }
      const { components } = arrowConnectivity(
        7,
        arrows.map(([from]) => from),
        arrows.map(([, to]) => to),
      );
      expect(components.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
      for (const [place, component] of components.entries()) {
        for (const one of component) {
          for (const two of component) expect(reach[one]?.[two]).toBe(true);
          for (const later of components.slice(place + 1).flat()) expect(reach[later]?.[one]).toBe(false);
        }
      }
    }),
  );
});
