import { describe, expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { bootstrapClusters, bootstrapStatistic } from "./bootstrap.ts";
import { resampleCounts, resampleIndices, resampleWeights } from "./resample.ts";

describe("resampling", () => {
  test("indices stay in range and reach all units", () => {
    const drawn = resampleIndices(createRandom("a"), 40);
    expect(drawn).toHaveLength(40);
    expect(drawn.every((index) => index >= 0 && index < 40)).toBe(true);
    // 1 - 1/e of the units on average: 25 of 40
    expect(new Set(drawn).size).toBeGreaterThan(18);
    expect(new Set(drawn).size).toBeLessThan(33);
  });

  test("weights count the same draws as indices", () => {
    const weights = resampleWeights(createRandom("a"), 40);
    const counted = new Float64Array(40);
    for (const index of resampleIndices(createRandom("a"), 40)) counted[index] = (counted[index] ?? 0) + 1;
    expect(weights).toEqual(counted);
  });

  test("counts keep their total and leave empty groups empty", () => {
    const counts = Float64Array.of(0, 12, 1, 0, 7_000_000, 300, 0);
    const drawn = new Float64Array(7);
    for (let round = 0; round < 50; round += 1) {
      resampleCounts(createRandom(`round ${round}`), counts, drawn);
      expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(7_000_313);
      expect([drawn[0], drawn[3], drawn[6]]).toEqual([0, 0, 0]);
    }
  });

  test("counts vary as multinomial draws do", () => {
    const counts = Float64Array.of(30, 50, 120);
    const drawn = new Float64Array(3);
    const random = createRandom("multinomial");
    const rounds = 20_000;
    let sum = 0;
    let squares = 0;
    let products = 0;
    for (let round = 0; round < rounds; round += 1) {
      resampleCounts(random, counts, drawn);
      const first = (drawn[0] ?? 0) - 30;
      sum += first;
      squares += first ** 2;
      products += first * ((drawn[2] ?? 0) - 120);
    }
    // variance 200 * 0.15 * 0.85 = 25.5, covariance -200 * 0.15 * 0.6 = -18
    expect(Math.abs(sum / rounds)).toBeLessThan(0.15);
    expect(squares / rounds).toBeGreaterThan(24.5);
    expect(squares / rounds).toBeLessThan(26.5);
    expect(products / rounds).toBeGreaterThan(-19);
    expect(products / rounds).toBeLessThan(-17);
  });
});

describe("bootstrap of a statistic", () => {
  const values = [3, 9, 4, 1, 7, 7, 2, 8];
  const mean = (indices: Int32Array) =>
    indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / indices.length;

  test("the mean's replicates spread by the standard error", () => {
    const { values: replicates, failed } = bootstrapStatistic(8, mean, { seed: "mean", replicates: 4000 });
    expect(failed).toBe(0);
    const centre = replicates.reduce((sum, value) => sum + value, 0) / 4000;
    const spread = Math.sqrt(replicates.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 4000);
    expect(centre).toBeCloseTo(5.125, 0);
    // population sd 2.8037 / sqrt(8) = 0.9912
    expect(spread).toBeGreaterThan(0.95);
    expect(spread).toBeLessThan(1.03);
  });

  test("the same seed gives the same replicates; what can't be computed is counted", () => {
    const statistic = (indices: Int32Array) => (indices.includes(3) ? mean(indices) : null);
    const one = bootstrapStatistic(8, statistic, { seed: "s", replicates: 200 });
    expect(one).toEqual(bootstrapStatistic(8, statistic, { seed: "s", replicates: 200 }));
    // (7/8)^8 = 0.34 of the resamples lack unit 3
    expect(one.failed).toBeGreaterThan(45);
    expect(one.failed).toBeLessThan(95);
    expect(one.values).toHaveLength(200 - one.failed);
  });

  test("clusters are drawn whole", () => {
    const cluster = [0, 0, 1, 2, 2, 2];
    bootstrapClusters(
      cluster,
      (weights) => {
        expect(weights[0]).toBe(weights[1]);
        expect(weights[3]).toBe(weights[5]);
        expect((weights[0] ?? 0) + (weights[2] ?? 0) + (weights[3] ?? 0)).toBe(3);
        return 0;
      },
      { seed: "c", replicates: 50 },
    );
  });

  test("wrong arguments are errors", () => {
    expect(() => bootstrapStatistic(0, () => 0, { seed: "x" })).toThrow(
      new RangeError("unitCount: invalid value 0, expected a whole number of at least 1"),
    );
    expect(() => bootstrapStatistic(2, () => 0, { seed: "x", replicates: 0.5 })).toThrow(/replicates/);
    expect(() => bootstrapClusters([], () => 0, { seed: "x" })).toThrow(/cluster.length/);
    expect(() => bootstrapClusters([0, -1], () => 0, { seed: "x" })).toThrow(/cluster\[1\]/);
  });
});
