import { expect, test } from "vitest";
import { comparePairs, type PointPair } from "./compare-pairs.ts";

const pair = (cluster: string, first: number, second: number): PointPair => ({ cluster, first, second });

test("zeros and ones of independent groups are tested by McNemar, exactly", () => {
  const pairs = [
    ...Array.from({ length: 8 }, (_, place) => pair(`won ${place}`, 1, 0)),
    pair("lost", 0, 1),
    ...Array.from({ length: 11 }, (_, place) => pair(`same ${place}`, 1, 1)),
  ];
  const found = comparePairs(pairs, "1");
  expect(found.difference).toBeCloseTo(7 / 20, 12);
  expect(found.test).toBe("McNemar, exact");
  // 2 (1 + 9) / 2^9
  expect(found.pValue).toBeCloseTo(20 / 512, 12);
  expect(found).toMatchObject({ groups: 20, clusters: 20 });
});

test("other points, and groups of a shared cluster, are tested by drawing clusters", () => {
  const pairs = Array.from({ length: 40 }, (_, place) =>
    pair(`${place % 10}`, 0.5 + (place % 10) / 20, 0.4 + (place % 3) / 20),
  );
  const found = comparePairs(pairs, "1");
  const mean = pairs.reduce((sum, { first, second }) => sum + first - second, 0) / 40;
  expect(found.difference).toBeCloseTo(mean, 12);
  expect(found).toMatchObject({ test: "paired cluster bootstrap", groups: 40, clusters: 10 });
  expect(found.lower).toBeLessThan(mean);
  expect(found.upper).toBeGreaterThan(mean);
  // no draw is at or below nought, and one is added
  expect(found.pValue).toBeCloseTo(2 / 1001, 12);
  expect(comparePairs(pairs, "1")).toEqual(found);
  expect(comparePairs(pairs, "2").lower).not.toBe(found.lower);
  const swapped = comparePairs(
    pairs.map(({ cluster, first, second }) => pair(cluster, second, first)),
    "1",
  );
  expect(swapped.lower).toBeCloseTo(-(found.upper ?? 0), 12);
});

test("no difference at all has a p-value of 1, and one cluster has none", () => {
  expect(comparePairs([pair("a", 0.5, 0.5), pair("b", 0.2, 0.2)], "1")).toMatchObject({
    difference: 0,
    lower: 0,
    upper: 0,
    pValue: 1,
  });
  expect(comparePairs([pair("a", 1, 0), pair("a", 1, 0)], "1")).toMatchObject({
    difference: 1,
    lower: null,
    test: "all groups belong to one cluster",
    pValue: null,
  });
});
