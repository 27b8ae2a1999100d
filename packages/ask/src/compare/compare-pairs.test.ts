import { expect, test } from "vitest";
import { comparePairs, type PointPair } from "./compare-pairs.ts";

const pair = (cluster: string, first: number, second: number): PointPair => ({ cluster, first, second });

test("zeros and ones of independent groups are tested by McNemar, exactly", () => {
  const pairs = [
    ...Array.from({ length: 8 }, (_, place) => pair(`won ${place}`, 1, 0)),
    pair("lost", 0, 1),
    ...Array.from({ length: 11 }, (_, place) => pair(`same ${place}`, 1, 1)),
  ];
  const found = comparePairs(pairs);
  expect(found.difference).toBeCloseTo(7 / 20, 12);
  expect(found.test).toBe("McNemar, exact");
  // 2 (1 + 9) / 2^9
  expect(found.pValue).toBeCloseTo(20 / 512, 12);
  expect(found).toMatchObject({ groups: 20, clusters: 20 });
});

test("groups of few shared clusters are tested by exact sign flips", () => {
  const pairs = Array.from({ length: 40 }, (_, place) =>
    pair(`${place % 10}`, 0.5 + (place % 10) / 20, 0.4 + (place % 3) / 20),
  );
  const found = comparePairs(pairs);
  const mean = pairs.reduce((sum, { first, second }) => sum + first - second, 0) / 40;
  expect(found.difference).toBeCloseTo(mean, 12);
  expect(found).toMatchObject({ test: "sign flips, exact", groups: 40, clusters: 10 });
  expect(found.lower).toBeLessThan(mean);
  expect(found.upper).toBeGreaterThan(mean);
  // all ten clusters differ in one direction
  expect(found.pValue).toBe(2 / 2 ** 10);
  const swapped = comparePairs(pairs.map(({ cluster, first, second }) => pair(cluster, second, first)));
  expect(swapped.lower).toBeCloseTo(-(found.upper ?? 0), 12);
  expect(swapped.pValue).toBe(found.pValue);
});

test("signs are given to what clusters differ by in all, so that large ones weigh more", () => {
  const found = comparePairs([
    ...Array.from({ length: 4 }, () => pair("large", 1, 0.5)),
    pair("small", 0, 1),
    pair("other", 0.6, 0),
  ]);
  // 2, -1 and 0.6 come to 1.6; of ±2 ±1 ±0.6 six of eight sums are as far from 0
  expect(found).toMatchObject({ test: "sign flips, exact", pValue: 0.75, clusters: 3 });
  expect(found.difference).toBeCloseTo(1.6 / 6, 12);
});

test("from forty clusters on Student's t is used", () => {
  const pairs = Array.from({ length: 80 }, (_, place) =>
    pair(`${place % 40}`, 0.5 + (place % 7) / 20, 0.5 + (place % 40) / 100),
  );
  const found = comparePairs(pairs);
  expect(found).toMatchObject({ test: "Student's t over clusters", groups: 80, clusters: 40 });
  const held = (found.lower ?? 0) > 0 || (found.upper ?? 0) < 0;
  expect((found.pValue ?? 1) < 0.05).toBe(held);
});

test("four items and their repeats make no difference certain", () => {
  const always = Array.from({ length: 12 }, (_, place) => pair(`q${place % 4}`, 1, 0));
  expect(comparePairs(always)).toMatchObject({ difference: 1, upper: 1, pValue: 0.125 });
  // 0.025^(1/4) = 0.3976 of what was not drawn may be the other way round
  expect(comparePairs(always).lower).toBeCloseTo(2 * 0.397635 - 1, 5);
  const never = comparePairs(Array.from({ length: 12 }, (_, place) => pair(`q${place % 4}`, 0.3, 0.3)));
  expect(never).toMatchObject({ difference: 0, pValue: 1 });
  expect(never.upper).toBeCloseTo(0.602365, 5);
  expect(never.lower).toBeCloseTo(-0.602365, 5);
});

test("one cluster has no interval and no p-value", () => {
  expect(comparePairs([pair("a", 1, 0), pair("a", 1, 0)])).toMatchObject({
    difference: 1,
    lower: null,
    test: "all groups belong to one cluster",
    pValue: null,
  });
});

test("what moves all clusters together widens the interval, and p is never below what the clusters allow", () => {
  const pairs = [0.2, 0.3, 0.25, 0.35, 0.3, 0.2, 0.4, 0.25].map((second, place) =>
    pair(`q${place}`, second + 0.1 + 0.01 * (place % 3), second),
  );
  const alone = comparePairs(pairs);
  expect(alone).toMatchObject({ test: "sign flips, exact", pValue: 2 / 2 ** 8 });
  const people = comparePairs(pairs, { squaredError: 0.01, degreesOfFreedom: 9 });
  expect(people.test).toBe("Student's t over clusters and people");
  expect(people.difference).toBe(alone.difference);
  expect(people.lower).toBeLessThan(0);
  expect(people.pValue).toBeGreaterThan(0.2);
  const hardly = comparePairs(pairs, { squaredError: 1e-9, degreesOfFreedom: 9 });
  expect(hardly.pValue).toBe(2 / 2 ** 8);
});
