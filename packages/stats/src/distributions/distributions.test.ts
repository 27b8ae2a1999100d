import { describe, expect, test } from "vitest";
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareUpperTail,
  fCdf,
  fQuantile,
  fUpperTail,
  normalCdf,
  normalQuantile,
  normalTwoSided,
  normalUpperTail,
  studentTCdf,
  studentTQuantile,
  studentTTwoSided,
  studentTUpperTail,
} from "../index.ts";
import fixture from "./fixtures/distributions.json" with { type: "json" };

/** Relative agreement; quantiles of tiny probabilities and deep tails included. */
function agree(ours: number, theirs: number | undefined, relative: number): void {
  expect(theirs).toBeDefined();
  const reference = theirs ?? Number.NaN;
  expect(Math.abs(ours - reference)).toBeLessThanOrEqual(relative * Math.abs(reference) + 1e-300);
}

describe("agrees with R", () => {
  test.each(fixture.t)("t at %d with %d degrees of freedom", (t, df, lower, upper) => {
    agree(studentTCdf(t, df), lower, 1e-10);
    agree(studentTUpperTail(t, df), upper, 1e-10);
  });

  test.each(fixture.chiSquare)("chi-square at %d with %d degrees of freedom", (x, df, lower, upper) => {
    agree(chiSquareCdf(x, df), lower, 1e-10);
    agree(chiSquareUpperTail(x, df), upper, 1e-10);
  });

  test.each(fixture.f)("F at %d with %d and %d degrees of freedom", (x, d1, d2, lower, upper) => {
    agree(fCdf(x, d1, d2), lower, 1e-9);
    agree(fUpperTail(x, d1, d2), upper, 1e-9);
  });

  test.each(fixture.normal)("normal at %d", (z, lower, upper) => {
    agree(normalCdf(z), lower, 1e-12);
    agree(normalUpperTail(z), upper, 1e-12);
  });

  test("quantiles", () => {
    for (const [p = 0, df = 0, value] of fixture.tQuantile) {
      if (p === 0.5) expect(studentTQuantile(p, df)).toBeCloseTo(0, 12);
      else agree(studentTQuantile(p, df), value, 1e-9);
    }
    for (const [p = 0, df = 0, value] of fixture.chiSquareQuantile) {
      agree(chiSquareQuantile(p, df), value, 1e-8);
    }
    for (const [p = 0, d1 = 0, d2 = 0, value] of fixture.fQuantile) agree(fQuantile(p, d1, d2), value, 1e-8);
    for (const [p = 0, value] of fixture.normalQuantile) agree(normalQuantile(p), value, 1e-12);
  });
});

test("infinite degrees of freedom make t normal", () => {
  expect(studentTCdf(1.96, Number.POSITIVE_INFINITY)).toBe(normalCdf(1.96));
  expect(studentTQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
});

test("two-sided tails count both sides and are 1 at 0", () => {
  expect(studentTTwoSided(2, 5)).toBeCloseTo(2 * studentTCdf(-2, 5), 15);
  expect(studentTTwoSided(0, 5)).toBe(1);
  expect(normalTwoSided(-1.959963984540054)).toBeCloseTo(0.05, 12);
});

test("arguments outside their range are refused by name and value", () => {
  expect(() => studentTCdf(Number.NaN, 3)).toThrow("t: invalid value NaN, expected a number");
  expect(() => studentTCdf(1, 0)).toThrow("degreesOfFreedom: invalid value 0, expected a number above 0");
  expect(() => chiSquareUpperTail(-1, 2)).toThrow("statistic: invalid value -1, expected a number >= 0");
  expect(() => normalQuantile(1.2)).toThrow("probability: invalid value 1.2, expected a number from 0 to 1");
});

test("quantiles of F beyond the range of numbers are 0 and Infinity", () => {
  expect(fQuantile(0.975, 1, 0.0005)).toBe(Number.POSITIVE_INFINITY);
  expect(fQuantile(0.025, 0.0005, 1)).toBe(0);
});
