import { expect, test } from "vitest";
import { PointTally } from "./interval.ts";

function tallied(points: readonly (readonly [cluster: string, points: number])[]): PointTally {
  const tally = new PointTally();
  for (const [cluster, own] of points) tally.add(cluster, own);
  return tally;
}

test("independent zeros and ones have Wilson's interval", () => {
  const points = Array.from({ length: 10 }, (_, place) => [`q${place}`, place < 8 ? 1 : 0] as const);
  const found = tallied(points).mean("1");
  expect(found).toMatchObject({ mean: 0.8, method: "Wilson", points: 10, clusters: 10 });
  // statsmodels 0.13.5: proportion_confint(8, 10, method="wilson")
  expect(found.lower).toBeCloseTo(0.490162471536642, 9);
  expect(found.upper).toBeCloseTo(0.9433178485456247, 9);
});

test("points of shared clusters are as sure as the clusters are, not as there are points", () => {
  const spread = (clusterOf: (place: number) => string) =>
    tallied(
      Array.from({ length: 400 }, (_, place) => [clusterOf(place), place % 40 < 20 ? 0.9 : 0.3] as const),
    ).mean("1");
  const alone = spread((place) => `q${place}`);
  const shared = spread((place) => `q${place % 40}`);
  expect(shared).toMatchObject({ method: "cluster bootstrap", points: 400, clusters: 40 });
  expect(shared.mean).toBeCloseTo(0.6, 12);
  const width = ({ lower, upper }: typeof alone) => (upper ?? 0) - (lower ?? 0);
  // 3.16 times as wide, the root of ten
  expect(width(shared) / width(alone)).toBeGreaterThan(2.5);
  expect(width(shared) / width(alone)).toBeLessThan(4);
  expect(spread((place) => `q${place % 40}`)).toEqual(shared);
});

test("no points and one cluster have no interval, and say why", () => {
  expect(tallied([]).mean("1")).toMatchObject({ mean: null, lower: null, method: "no points" });
  expect(
    tallied([
      ["a", 1],
      ["a", 0.5],
    ]).mean("1"),
  ).toMatchObject({ mean: 0.75, lower: null, method: "all points belong to one cluster" });
});
