import { describe, expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { type BradleyTerryEstimate, fitBradleyTerry } from "./bradley-terry.ts";
import { clusteredCovariance, sandwichCovariance } from "./bradley-terry-covariance.ts";
import { clusterComparisons } from "./clustered-comparisons.ts";
import { type ComparisonCells, cellsFromMatrix } from "./comparison-cells.ts";
import fromPython from "./fixtures/ranking.json" with { type: "json" };
import { rankCentrality } from "./rank-centrality.ts";
import { rankIntervals, ranksFromIntervals } from "./rank-intervals.ts";
import { bootstrapBradleyTerry, bootstrapRanking, type RankingReplicates } from "./ranking-bootstrap.ts";

const clustered = clusterComparisons(fromPython.comparisons, fromPython.comparisons.cluster);
const { cells } = clustered;

function fitted(data: ComparisonCells, ties: "half-win" | "davidson" = "half-win"): BradleyTerryEstimate {
  const fit = fitBradleyTerry(data, { ties });
  if (fit.problem !== null) throw new Error(fit.problem);
  return fit;
}

function standardDeviation({ values, itemCount, count }: RankingReplicates, item: number): number {
  const own = Array.from({ length: count }, (_, replicate) => values[replicate * itemCount + item] ?? 0);
  const mean = own.reduce((sum, value) => sum + value, 0) / count;
  return Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
}

describe("Bradley-Terry refitted to resamples", () => {
  test.each(["half-win", "davidson"] as const)("%s: spreads as the sandwich says, by comparison", (ties) => {
    const fit = fitted(cells, ties);
    const replicates = bootstrapBradleyTerry(cells, fit, { seed: "spread", replicates: 2000 });
    expect(replicates.failed).toBe(0);
    const { matrix } = sandwichCovariance(cells, fit);
    for (let item = 0; item < 6; item += 1) {
      const ratio = standardDeviation(replicates, item) / Math.sqrt(matrix?.[item * 7] ?? 0);
      // 2,000 replicates are good to 1.6 %; the small sample adds a few per cent
      expect(ratio).toBeGreaterThan(0.93);
      expect(ratio).toBeLessThan(1.12);
    }
  });

  test("spreads as the clustered sandwich says, by cluster", () => {
    const fit = fitted(cells);
    const replicates = bootstrapBradleyTerry(clustered, fit, { seed: "spread", replicates: 2000 });
    const { matrix } = clusteredCovariance(clustered, fit, { correction: "none" });
    for (let item = 0; item < 6; item += 1) {
      const ratio = standardDeviation(replicates, item) / Math.sqrt(matrix?.[item * 7] ?? 0);
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.2);
    }
  });

  test("each replicate is the fit that weights would give", () => {
    // the same stream of draws, counted by hand
    const random = createRandom("hand").stream("bootstrap");
    const weights = new Float64Array(25);
    for (let draw = 0; draw < 25; draw += 1) {
      const drawn = Math.floor(random.next() * 25);
      weights[drawn] = (weights[drawn] ?? 0) + 1;
    }
    const weight = fromPython.comparisons.cluster.map((cluster) => weights[cluster] ?? 0);
    const byHand = fitted(
      clusterComparisons({ ...fromPython.comparisons, weight }, fromPython.comparisons.cluster).cells,
    );
    const { values } = bootstrapBradleyTerry(clustered, fitted(cells), { seed: "hand", replicates: 1 });
    for (const [item, ability] of byHand.abilities.entries()) expect(values[item]).toBeCloseTo(ability, 6);
  });

  test("the same seed gives the same, another one doesn't", () => {
    const fit = fitted(cells);
    const draw = (seed: string) => bootstrapBradleyTerry(clustered, fit, { seed, replicates: 5 }).values;
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  test("resamples without an estimate are counted and left out", () => {
    const thin = cellsFromMatrix(2, [0, 4, 1, 0]);
    const replicates = bootstrapBradleyTerry(thin, fitted(thin), { seed: "thin", replicates: 400 });
    // chance that all five are alike: 0.8^5 + 0.2^5 = 0.328
    expect(replicates.failed).toBeGreaterThan(100);
    expect(replicates.failed).toBeLessThan(165);
    expect(replicates.count).toBe(400 - replicates.failed);
    expect(replicates.values).toHaveLength(2 * replicates.count);
    expect(replicates.values.every(Number.isFinite)).toBe(true);
  });

  test("weighted cells can't be resampled as comparisons", () => {
    const half = cellsFromMatrix(2, [0, 4.5, 1, 0]);
    expect(() => bootstrapBradleyTerry(half, fitted(half), { seed: "x" })).toThrow(
      new RangeError(
        "cells, count 0: invalid value 4.5, expected a whole number (resample weighted data by cluster)",
      ),
    );
  });
});

test("any ranking can be refitted, such as rank centrality", () => {
  const replicates = bootstrapRanking(clustered, (drawn) => rankCentrality(drawn).scores, {
    seed: "centrality",
    replicates: 300,
  });
  expect(replicates).toMatchObject({ itemCount: 6, count: 300, failed: 0 });
  const estimates = rankCentrality(cells).scores ?? new Float64Array();
  for (const { lower, upper, estimate } of rankIntervals(estimates, replicates)) {
    expect(lower).toBeLessThan(estimate);
    expect(upper).toBeGreaterThan(estimate);
  }
});

describe("ranks with intervals", () => {
  // four replicates of three items
  const replicates: RankingReplicates = {
    itemCount: 3,
    count: 4,
    failed: 0,
    values: Float64Array.of(3, 2, 1, 3, 1, 2, 2, 3, 1, 5, 2, 1),
  };

  test("by hand", () => {
    expect(rankIntervals([3, 2, 1], replicates, { level: 0.5, top: 2 })).toEqual([
      {
        item: 0,
        estimate: 3,
        rank: 1,
        lower: 2.75,
        upper: 3.5,
        median: 3,
        bestRank: 1,
        worstRank: 2,
        topShare: 1,
      },
      {
        item: 1,
        estimate: 2,
        rank: 2,
        lower: 1.75,
        upper: 2.25,
        median: 2,
        bestRank: 1,
        worstRank: 3,
        topShare: 0.75,
      },
      {
        item: 2,
        estimate: 1,
        rank: 3,
        lower: 1,
        upper: 1.25,
        median: 1,
        bestRank: 2,
        worstRank: 3,
        topShare: 0.25,
      },
    ]);
  });

  test("without replicates there is no interval", () => {
    const none = { itemCount: 2, count: 0, failed: 9, values: new Float64Array() };
    expect(rankIntervals([1, 2], none)[1]).toEqual({
      item: 1,
      estimate: 2,
      rank: 1,
      lower: null,
      upper: null,
      median: null,
      bestRank: null,
      worstRank: null,
      topShare: null,
    });
  });

  test("intervals that overlap share a rank", () => {
    expect(ranksFromIntervals([5, 3, 4, 0], [6, 4.5, 5.5, 1])).toEqual(Int32Array.of(1, 2, 1, 4));
  });
});

test("few clusters draw percentiles apart, by Student's t and n / (n - 1)", () => {
  const values = Float64Array.from({ length: 100_001 }, (_, place) => place / 100_000);
  const replicates = { itemCount: 1, count: values.length, failed: 0, values };
  // R 4.2.2: pnorm(-sqrt(30 / 29) * qt(0.975, 29))
  expect(rankIntervals([0.5], replicates, { clusters: 30 })[0]?.lower).toBeCloseTo(0.0187539, 6);
  expect(rankIntervals([0.5], replicates, { clusters: 30 })[0]?.upper).toBeCloseTo(1 - 0.0187539, 6);
  expect(rankIntervals([0.5], replicates)[0]?.lower).toBeCloseTo(0.025, 6);
  expect(() => rankIntervals([0.5], replicates, { clusters: 1 })).toThrow(/clusters/);
});
