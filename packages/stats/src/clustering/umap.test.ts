import { describe, expect, test } from "vitest";
import { createRandom, umap, type Vectors } from "../index.ts";
import fixture from "./fixtures/umap.json" with { type: "json" };

const groups = 3;
const each = 40;
const dimensions = 24;

/** Three directions with noise, of different lengths: near by angle, not by distance. */
function madeVectors(): Vectors {
  const random = createRandom("umap test");
  const centres = Array.from({ length: groups }, () =>
    Array.from({ length: dimensions }, () => random.normal()),
  );
  const rows = Array.from({ length: groups * each }, (_, point) => {
    const scale = 0.2 + 3 * random.next();
    return (centres[point % groups] ?? []).map((value) => scale * (value + 0.3 * random.normal()));
  });
  return { values: Float32Array.from(rows.flat()), dimensions };
}

/** Share of points whose nearest point in the result is of their own group. */
function keptTogether({ values, dimensions: width }: Vectors): number {
  const count = values.length / width;
  let kept = 0;
  for (let a = 0; a < count; a += 1) {
    let nearest = -1;
    let best = Number.POSITIVE_INFINITY;
    for (let b = 0; b < count; b += 1) {
      let squares = 0;
      for (let j = 0; j < width; j += 1) {
        squares += ((values[a * width + j] ?? 0) - (values[b * width + j] ?? 0)) ** 2;
      }
      if (b !== a && squares < best) {
        best = squares;
        nearest = b;
      }
    }
    if (nearest % groups === a % groups) kept += 1;
  }
  return kept / count;
}

describe("UMAP", () => {
  const vectors = madeVectors();
  const run = (seed: string, components: number) =>
    umap(vectors, { components, neighbours: 10, epochs: 100, random: createRandom(seed) }).points;

  test("keeps groups of one direction together, by angle", () => {
    const points = run("42", 2);
    expect(points?.dimensions).toBe(2);
    expect(points?.values).toHaveLength(groups * each * 2);
    expect(keptTogether(points ?? { values: new Float64Array(), dimensions: 1 })).toBeGreaterThan(0.97);
  });

  test("is the same for the same seed, and another for another", () => {
    expect(run("42", 5)).toEqual(run("42", 5));
    expect(run("42", 5)).not.toEqual(run("43", 5));
  });

  test("says when there are too few points", () => {
    const few = { values: vectors.values.subarray(0, 15 * dimensions), dimensions };
    expect(umap(few, { random: createRandom("1") })).toEqual({
      points: null,
      problem: "15 points are too few for 15 neighbours each",
    });
  });

  test("refuses options out of range", () => {
    expect(() => umap(vectors, { minimumDistance: -1, random: createRandom("1") })).toThrow(
      "minimumDistance: invalid value -1, expected a number from 0 to below 1",
    );
  });
});

/** For each point all others, nearest first. */
function byDistance({ values, dimensions: width }: Vectors): readonly (readonly number[])[] {
  const count = values.length / width;
  const distance = (a: number, b: number) => {
    let squares = 0;
    for (let j = 0; j < width; j += 1)
      squares += ((values[a * width + j] ?? 0) - (values[b * width + j] ?? 0)) ** 2;
    return squares;
  };
  const places = Array.from({ length: count }, (_, place) => place);
  return places.map((a) => places.filter((b) => b !== a).toSorted((b, c) => distance(a, b) - distance(a, c)));
}

/** 1 when the k nearest points of a layout were near before too (Venna and Kaski 2001), about 0.5 for random places. */
function trustworthiness(before: Vectors, after: Vectors, k: number): number {
  const ranks = byDistance(before).map((order) => new Map(order.map((point, rank) => [point, rank + 1])));
  const count = ranks.length;
  let penalty = 0;
  for (const [point, order] of byDistance(after).entries())
    for (const near of order.slice(0, k)) penalty += Math.max(0, (ranks[point]?.get(near) ?? 0) - k);
  return 1 - (2 / (count * k * (2 * count - 3 * k - 1))) * penalty;
}

test.each([2, 5] as const)("keeps neighbours as umap-learn does, in %i dimensions", (components) => {
  const before = { values: Float64Array.from(fixture.points), dimensions: fixture.dimensions };
  const found = ["1", "2", "3"].map((seed) => {
    const { points } = umap(before, {
      components,
      neighbours: 10,
      metric: "euclidean",
      random: createRandom(seed),
    });
    return points === null ? Number.NaN : trustworthiness(before, points, 5);
  });
  const worst = Math.min(...fixture.trustworthiness[components]);
  for (const value of found) expect(value).toBeGreaterThan(worst - 0.02);
  const chance = trustworthiness(
    before,
    { values: Float64Array.from({ length: 240 }, (_, place) => (place * 7919) % 241), dimensions: 2 },
    5,
  );
  expect(Math.abs(chance - (fixture.ofRandomPlaces[0] ?? 0))).toBeLessThan(0.1);
});
