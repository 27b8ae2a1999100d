import { expect, test } from "vitest";
import { PointTally } from "./interval.ts";

function tallied(points: readonly (readonly [cluster: string, points: number])[]): PointTally {
  const tally = new PointTally();
  for (const [cluster, own] of points) tally.add(cluster, own);
  return tally;
}

test("independent zeros and ones have Wilson's interval", () => {
  const points = Array.from({ length: 10 }, (_, place) => [`q${place}`, place < 8 ? 1 : 0] as const);
  const found = tallied(points).mean();
  expect(found).toMatchObject({ mean: 0.8, method: "Wilson", points: 10, clusters: 10 });
  // statsmodels 0.13.5: proportion_confint(8, 10, method="wilson")
  expect(found.lower).toBeCloseTo(0.490162471536642, 9);
  expect(found.upper).toBeCloseTo(0.9433178485456247, 9);
});

const width = ({ lower, upper }: { readonly lower: number | null; readonly upper: number | null }) =>
  (upper ?? 0) - (lower ?? 0);

test("points of shared clusters are as sure as the clusters are, not as there are points", () => {
  const spread = (clusterOf: (place: number) => string) =>
    tallied(
      Array.from({ length: 400 }, (_, place) => [clusterOf(place), place % 40 < 20 ? 0.9 : 0.3] as const),
    ).mean();
  const alone = spread((place) => `q${place}`);
  const shared = spread((place) => `q${place % 40}`);
  expect(shared).toMatchObject({
    method: "Wilson, effective number of points, Student's t",
    points: 400,
    clusters: 40,
  });
  expect(shared.mean).toBeCloseTo(0.6, 12);
  // 3.16 times as wide, the root of ten
  expect(width(shared) / width(alone)).toBeGreaterThan(2.5);
  expect(width(shared) / width(alone)).toBeLessThan(4);
});

test("repeats of few items make nobody certain", () => {
  const repeated = (points: (item: number, repeat: number) => number) =>
    tallied(
      Array.from({ length: 12 }, (_, place) => [`q${place % 4}`, points(place % 4, place % 3)] as const),
    ).mean();
  const allRight = repeated(() => 1);
  // four items are four answers: Wilson's interval of 4 of 4
  expect(allRight).toMatchObject({ mean: 1, upper: 1, points: 12, clusters: 4 });
  expect(allRight.lower).toBeCloseTo(0.5101092, 6);
  expect(width(repeated(() => 0.4))).toBeGreaterThan(0.6);
  expect(width(repeated((item) => (item === 0 ? 0 : 1)))).toBeGreaterThan(0.6);
  const outside = tallied([
    ["a", 2],
    ["b", 2],
    ["c", 2],
  ]).mean();
  expect(outside).toMatchObject({ mean: 2, lower: null, method: "all clusters have the same mean" });
});

test("two clusters are enough for an interval", () => {
  const found = tallied([
    ["a", 1],
    ["a", 1],
    ["b", 1],
    ["b", 0],
  ]).mean();
  expect(found).toMatchObject({ mean: 0.75, points: 4, clusters: 2 });
  // Wilson's for 0.75 · 0.25 / 0.0625 = 3 answers, with Student's t of 1 / 0.5 = 2 degrees of freedom: 4.302653
  expect(found.lower).toBeCloseTo(0.079194, 5);
  expect(found.upper).toBeCloseTo(0.990532, 5);
});

test("no points and one cluster have no interval, and say why", () => {
  expect(tallied([]).mean()).toMatchObject({ mean: null, lower: null, method: "no points" });
  expect(
    tallied([
      ["a", 1],
      ["a", 0.5],
    ]).mean(),
  ).toMatchObject({ mean: 0.75, lower: null, method: "all points belong to one cluster" });
});
