import { describe, expect, test } from "vitest";
import { jackknife } from "./bootstrap.ts";
import { bcaInterval, percentileInterval } from "./bootstrap-intervals.ts";
import fromScipy from "./fixtures/bootstrap.json" with { type: "json" };

const { sample, replicates, level } = fromScipy;

function variance(indices: ArrayLike<number>): number {
  const values = Array.from(indices, (index) => sample[index] ?? 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

describe("from scipy's replicates come scipy's intervals", () => {
  test("percentile", () => {
    const [lower, upper] = fromScipy.intervals.percentile;
    const interval = percentileInterval(replicates, level);
    expect(interval.lower).toBeCloseTo(lower ?? 0, 12);
    expect(interval.upper).toBeCloseTo(upper ?? 0, 12);
  });

  test("bias-corrected and accelerated", () => {
    const [lower, upper] = fromScipy.intervals.BCa;
    const estimate = variance(sample.map((_, index) => index));
    const interval = bcaInterval(estimate, replicates, fromScipy.jackknife, level);
    expect(interval.lower).toBeCloseTo(lower ?? 0, 10);
    expect(interval.upper).toBeCloseTo(upper ?? 0, 10);
  });

  test("and the jackknife is numpy's", () => {
    const { values, failed } = jackknife(sample.length, variance);
    expect(failed).toBe(0);
    for (const [unit, value] of fromScipy.jackknife.entries()) expect(values[unit]).toBeCloseTo(value, 12);
  });
});

test("where no interval can be made, a sentence says why", () => {
  expect(percentileInterval([1])).toEqual({
    problem: "there are 1 replicates, at least two are needed",
    lower: null,
    upper: null,
  });
  expect(bcaInterval(0, [1, 2, 3], [1, 2]).problem).toBe("every replicate lies on one side of the estimate");
  expect(bcaInterval(2, [1, 2, 3], [2, 2]).problem).toBe("the statistic is the same without any unit");
});

test("a level outside 0 to 1 is an error", () => {
  expect(() => percentileInterval([1, 2], 95)).toThrow(
    new RangeError("level: invalid value 95, expected a number between 0 and 1"),
  );
});
