import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  averageRanks,
  clusteredPearson,
  correlationMatrix,
  createRandom,
  kendall,
  pearson,
  spearman,
} from "../index.ts";
import fixture from "./fixtures/correlation.json" with { type: "json" };

describe.each(["tied", "free", "long"] as const)("agrees with R on %s pairs", (name) => {
  const reference = fixture[name];
  const { x, y } = reference;

  test("Pearson's r, p and interval", () => {
    const ours = pearson(x, y);
    expect(ours.coefficient).toBeCloseTo(reference.pearson, 13);
    expect(ours.pValue ?? 2).toBeCloseTo(reference.pearsonP, 13);
    expect(ours.interval?.[0]).toBeCloseTo(reference.pearsonInterval[0] ?? 2, 12);
    expect(ours.interval?.[1]).toBeCloseTo(reference.pearsonInterval[1] ?? 2, 12);
    expect(ours.count).toBe(x.length);
  });

  test("Spearman's rho and p", () => {
    const ours = spearman(x, y);
    expect(ours.coefficient).toBeCloseTo(reference.spearman, 13);
    expect(ours.pValue).toBeCloseTo(reference.spearmanP, 13);
  });

  test("Kendall's tau-b and p", () => {
    const ours = kendall(x, y);
    expect(ours.coefficient).toBeCloseTo(reference.kendall, 13);
    expect(ours.pValue).toBeCloseTo(reference.kendallExactP ?? reference.kendallNormalP, 13);
  });
});

test("Kendall's tau-b of any pairs is what counting all pairs one by one gives", () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 3, maxLength: 40 }), (pairs) => {
      let score = 0;
      let untiedX = 0;
      let untiedY = 0;
      for (const [i, [xi, yi]] of pairs.entries()) {
        for (const [xj, yj] of pairs.slice(i + 1)) {
          score += Math.sign(xi - xj) * Math.sign(yi - yj);
          untiedX += xi === xj ? 0 : 1;
          untiedY += yi === yj ? 0 : 1;
        }
      }
      const { coefficient } = kendall(
        pairs.map(([x]) => x),
        pairs.map(([, y]) => y),
      );
      if (untiedX === 0 || untiedY === 0) expect(coefficient).toBeNull();
      else expect(coefficient).toBeCloseTo(score / Math.sqrt(untiedX * untiedY), 12);
    }),
  );
});

test("Fisher's interval of r = 0.5 from 103 pairs is tanh(atanh 0.5 +- 0.196)", () => {
  const x = Array.from({ length: 103 }, (_, i) => Math.sin(i * i));
  const { coefficient, interval } = pearson(
    x,
    x.map((v, i) => v + Math.cos(7 * i * i)),
  );
  const z = Math.atanh(coefficient ?? 0);
  expect(interval?.[0]).toBeCloseTo(Math.tanh(z - 0.1959963984540054), 14);
  expect(interval?.[1]).toBeCloseTo(Math.tanh(z + 0.1959963984540054), 14);
});

test("equal values share the mean of their ranks", () => {
  expect(Array.from(averageRanks([10, 30, 20, 30, 10, 30]))).toEqual([1.5, 5, 3, 5, 1.5, 5]);
});

test("a constant column or too few pairs give no coefficient, with the reason", () => {
  expect(pearson([1, 1, 1], [1, 2, 3])).toEqual({
    method: "pearson",
    coefficient: null,
    pValue: null,
    interval: null,
    count: 3,
    problem: "all values of x are equal",
  });
  expect(spearman([1, 2, 3], [0.1, 0.1, 0.1]).problem).toBe("all values of y are equal");
  expect(kendall([1, 2], [2, 1]).problem).toBe("2 pairs are too few for a correlation, which needs 3");
  expect(pearson([1, 2, 3], [1, 2, 4])).toMatchObject({
    interval: null,
    problem: "3 pairs are too few for an interval, which needs 4",
  });
});

test("perfect correlations have p 0 and an interval of one point", () => {
  expect(pearson([1, 2, 3, 4], [2, 4, 6, 8])).toMatchObject({ coefficient: 1, pValue: 0, interval: [1, 1] });
});

test("a matrix uses the pairs that both columns have", () => {
  const matrix = correlationMatrix([
    { name: "a", values: [1, 2, 3, 4, null, 9] },
    { name: "b", values: [2, 1, 4, 3, 5, Number.NaN] },
    { name: "c", values: [null, null, null, null, 1, 2] },
  ]);
  expect(matrix.names).toEqual(["a", "b", "c"]);
  expect(matrix.cells[0]?.[1]?.coefficient).toBeCloseTo(0.6, 14);
  expect(matrix.cells[1]?.[0]?.count).toBe(4);
  expect(matrix.cells[0]?.[0]?.coefficient).toBe(1);
  expect(matrix.cells[2]?.[0]).toMatchObject({ coefficient: null, count: 1 });
});

test("lists of different length are refused", () => {
  expect(() => pearson([1, 2, 3], [1, 2])).toThrow("y.length: invalid value 2, expected 3");
});

test("pairs of one person count as one: an interval from leaving out each person", () => {
  const random = createRandom("clustered r");
  // each person's pairs repeated six times say no more than once
  const own = Array.from({ length: 12 }, () => [random.normal(), random.normal()] as const);
  const x = own.flatMap(([value]) => Array.from({ length: 6 }, () => value));
  const y = own.flatMap(([, value]) => Array.from({ length: 6 }, () => value));
  const person = own.flatMap((_, place) => Array.from({ length: 6 }, () => place));
  const [once, repeated] = [
    clusteredPearson(
      own.map(([value]) => value),
      own.map(([, value]) => value),
      own.map((_, place) => place),
      { seed: "1" },
    ),
    clusteredPearson(x, y, person, { seed: "1" }),
  ];
  expect(repeated.coefficient).toBeCloseTo(once.coefficient ?? Number.NaN, 12);
  expect(repeated.pValue).toBeCloseTo(once.pValue ?? Number.NaN, 10);
  expect(repeated.count).toBe(72);
  expect(pearson(x, y).pValue ?? 1).toBeLessThan(repeated.pValue ?? 0);
  expect(clusteredPearson([1, 2, 3], [1, 2, 3], [0, 1, 2], { seed: "1" }).problem).toMatch(
    /follows from the other/,
  );
  expect(clusteredPearson([1, 2, 3, 5], [1, 2, 3, 4], [0, 0, 1, 1], { seed: "1" }).problem).not.toBeNull();
});

test("the clustered interval of few clusters is round Fisher's z, and leaves out 0 as its p says", () => {
  const found = clusteredPearson(
    [1, 2, 4, 3, 5, 7, 6, 8, 2, 4, 5, 1, 9, 7],
    [2, 1, 3, 5, 4, 6, 8, 5, 3, 4, 6, 2, 8, 6],
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8],
    { seed: "1" },
  );
  const [lower, upper] = found.interval ?? [0, 0];
  expect((Math.atanh(lower) + Math.atanh(upper)) / 2).toBeCloseTo(Math.atanh(found.coefficient ?? 0), 9);
  expect(lower > 0).toBe((found.pValue ?? 1) < 0.05);
});

test("two clusters have no clustered interval", () => {
  expect(
    clusteredPearson([1, 2, 4, 3, 5, 7], [2, 1, 3, 5, 4, 1], [0, 0, 0, 1, 1, 1], { seed: "1" }),
  ).toMatchObject({
    pValue: null,
    interval: null,
    problem: "2 clusters are too few for an interval, which needs 3",
  });
});
