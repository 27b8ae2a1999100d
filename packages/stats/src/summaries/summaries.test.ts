import { describe, expect, test } from "vitest";
import {
  countLevels,
  empiricalDistribution,
  firstOrderDominates,
  histogram,
  interquartileRange,
  mean,
  median,
  type QuantileType,
  quantile,
  quantiles,
  skewness,
  standardDeviation,
  standardScores,
  summarize,
  variance,
} from "../index.ts";
import fixture from "./fixtures/summaries.json" with { type: "json" };

const { values, weights, probabilities } = fixture;

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [index, value] of theirs.entries()) expect(ours[index]).toBeCloseTo(value, 12);
}

describe("agrees with R", () => {
  test("mean and variance, weighted and not, by both divisors and both kinds of weights", () => {
    expect(mean(values)).toBeCloseTo(fixture.mean, 13);
    expect(mean(values, weights)).toBeCloseTo(fixture.weightedMean, 13);
    expect(variance(values)).toBeCloseTo(fixture.sampleVariance, 12);
    expect(variance(values, { divisor: "population" })).toBeCloseTo(fixture.populationVariance, 12);
    expect(variance(values, { weights })).toBeCloseTo(fixture.reliabilityVariance, 12);
    expect(variance(values, { weights: fixture.frequencies, weightKind: "frequency" })).toBeCloseTo(
      fixture.frequencyVariance,
      12,
    );
  });

  test("skewness", () => {
    expect(skewness(values)).toBeCloseTo(fixture.skewness, 12);
    expect(skewness(values, "sample")).toBeCloseTo(fixture.sampleSkewness, 12);
  });

  const types: readonly QuantileType[] = [1, 4, 6, 7, 8];
  test.each(types)("quantiles of type %d", (type) => {
    expectClose(quantiles(values, probabilities, { type }), fixture.quantiles[`type${type}`]);
    const equal = values.map(() => 0.3);
    expectClose(quantiles(values, probabilities, { type, weights: equal }), fixture.quantiles[`type${type}`]);
  });

  test.each([4, 6, 7, 8] as const)("weighted quantiles of type %d", (type) => {
    expectClose(
      quantiles(values, probabilities, { type, weights }),
      fixture.weightedQuantiles[`type${type}`],
    );
  });

  test("histogram counts with given edges", () => {
    const { bins, outside } = histogram(values, { edges: [-7, 0, 2.125, 5, 12.125] });
    expect(bins.map((bin) => bin.count)).toEqual(fixture.histogram);
    expect(outside).toBe(0);
  });
});

test("standard scores of 90, 60, 40, 38 use the sample's deviation, as the PRISM release does", () => {
  const scores = Array.from(standardScores([90, 60, 40, 38]));
  expect(scores.map((score) => score.toFixed(4))).toEqual(["1.3671", "0.1243", "-0.7043", "-0.7871"]);
});

test("standard scores of one value or of equal values are 0", () => {
  expect(Array.from(standardScores([7]))).toEqual([0]);
  expect(Array.from(standardScores([0.1, 0.1, 0.1]))).toEqual([0, 0, 0]);
});

test("a mean of a million does not cost the variance its digits", () => {
  expect(variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(30);
});

test("the weighted quantile of type 1 is the value where the weight passes the probability", () => {
  const options = { type: 1, weights: [1, 2, 3, 4] } as const;
  expect(quantiles([10, 20, 30, 40], [0, 0.1, 0.11, 0.3, 0.6, 0.61, 1], options)).toEqual([
    10, 10, 20, 20, 30, 40, 40,
  ]);
});

test("median and interquartile range interpolate between neighbours", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(interquartileRange([1, 2, 3, 4, 5])).toBe(2);
});

test("a summary of nothing says so instead of giving NaN", () => {
  expect(summarize([])).toMatchObject({ count: 0, mean: null, median: null, problem: "there are no values" });
});

test("a summary of one value has no sample deviation and says so", () => {
  expect(summarize([5])).toEqual({
    count: 1,
    mean: 5,
    sampleDeviation: null,
    populationDeviation: 0,
    minimum: 5,
    lowerQuartile: 5,
    median: 5,
    upperQuartile: 5,
    maximum: 5,
    skewness: null,
    problem: "one value has no sample standard deviation and no skewness",
  });
});

test("a summary of 1 to 9", () => {
  expect(summarize([1, 2, 3, 4, 5, 6, 7, 8, 9])).toMatchObject({
    count: 9,
    mean: 5,
    minimum: 1,
    lowerQuartile: 3,
    median: 5,
    upperQuartile: 7,
    maximum: 9,
    skewness: 0,
    problem: null,
  });
});

test("levels come most frequent first, with the named ones last", () => {
  const levels = ["b", "Other", "a", "a", "Other", "Other", "c"];
  expect(countLevels(levels, { last: ["Other"] })).toEqual([
    { level: "a", count: 2, weight: 2, share: 2 / 7 },
    { level: "b", count: 1, weight: 1, share: 1 / 7 },
    { level: "c", count: 1, weight: 1, share: 1 / 7 },
    { level: "Other", count: 3, weight: 3, share: 3 / 7 },
  ]);
});

test("equal bins span the values, and what edges leave out is counted", () => {
  expect(histogram([0, 1, 2, 3, 4], { bins: 2 }).bins).toEqual([
    { from: 0, to: 2, count: 2 },
    { from: 2, to: 4, count: 3 },
  ]);
  expect(histogram([0, 1, 9], { edges: [0.5, 2, 3] }).outside).toBe(2);
  expect(histogram([3, 3], { bins: 1 }).bins).toEqual([{ from: 2.5, to: 3.5, count: 2 }]);
});

test("the empirical distribution steps at distinct values", () => {
  const distribution = empiricalDistribution([2, 1, 2, 5]);
  expect(distribution.values).toEqual([1, 2, 5]);
  expect(distribution.shares).toEqual([0.25, 0.75, 1]);
  expect([0.9, 1, 1.9, 2, 99].map(distribution.at)).toEqual([0, 0.25, 0.25, 0.75, 1]);
});

test("dominance holds when every sorted value is at least its counterpart", () => {
  expect(firstOrderDominates([3, 1, 2], [1, 2, 2])).toBe(true);
  expect(firstOrderDominates([3, 1, 2], [1.1, 1.2, 1.3])).toBe(false);
  expect(firstOrderDominates([1, 2], [1, 2])).toBe(true);
  expect(firstOrderDominates([5, 6], [1, 5, 6])).toBe(true);
});

test("arguments out of range are refused by name", () => {
  expect(() => mean([])).toThrow("values.length: invalid value 0, expected at least 1");
  expect(() => mean([1, Number.NaN])).toThrow("values[1]: invalid value NaN, expected a finite number");
  expect(() => mean([1, 2], [1, -1])).toThrow("weights[1]: invalid value -1, expected a number >= 0");
  expect(() => standardDeviation([1])).toThrow("more than one for a sample variance");
  expect(() => quantile([1], 1.5)).toThrow(
    "probabilities[0]: invalid value 1.5, expected a number from 0 to 1",
  );
  expect(() => histogram([1], { edges: [1, 1] })).toThrow(
    "edges[1]: invalid value 1, expected a number above 1",
  );
});
