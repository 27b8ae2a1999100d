import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { betweenGroups, shuffleCodes } from "./between-groups.ts";

test.each([2, 3, 5])(
  "of %i groups both sums are the squares of sums over sizes, whatever the order",
  (groups) => {
    const random = createRandom(`between ${groups}`);
    const width = 4;
    const codes = Int32Array.from({ length: 60 }, (_, row) => (row < groups ? row : random.integer(groups)));
    const rows = Float64Array.from({ length: codes.length * width }, () => random.normal());
    const between = betweenGroups(rows, width, codes, groups);
    const order = codes.slice();
    for (let round = 0; round < 20; round += 1) {
      shuffleCodes(order, random.integer);
      let expected = 0;
      for (let group = 0; group < groups; group += 1) {
        const own = [...order.keys()].filter((row) => order[row] === group);
        for (let place = 0; place < width; place += 1)
          expected += own.reduce((sum, row) => sum + (rows[row * width + place] ?? 0), 0) ** 2 / own.length;
      }
      expect(between.exactly(order)).toBeCloseTo(expected, 10);
      expect(between.nearly(order)).toBeCloseTo(expected, 10);
    }
  },
);

test("a shuffle changes every place with one before it or itself, down to the second", () => {
  const codes = Int32Array.of(1, 2, 3);
  const bounds: number[] = [];
  shuffleCodes(codes, (bound) => {
    bounds.push(bound);
    return 0;
  });
  expect(bounds).toEqual([3, 2]);
  expect([...codes]).toEqual([2, 3, 1]);
});

test("a shuffle keeps every code and does not leave them in their order", () => {
  const codes = Int32Array.from({ length: 50 }, (_, row) => row);
  shuffleCodes(codes, createRandom("shuffle").integer);
  expect(codes.toSorted()).toEqual(Int32Array.from({ length: 50 }, (_, row) => row));
  expect([...codes]).not.toEqual(Array.from({ length: 50 }, (_, row) => row));
});
