import { expect, test } from "vitest";
import { findMinimum } from "./minimum.ts";
import { findRoot } from "./root.ts";

test("roots are found to the last digits", () => {
  expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  expect(findRoot((x) => Math.cos(x) - x, 0, 1)).toBeCloseTo(0.7390851332151607, 15);
  expect(findRoot((x) => (x - 1e-9) ** 3, -1, 1)).toBeCloseTo(1e-9, 7);
  expect(findRoot((x) => Math.tanh(50 * (x - 0.3)), -10, 10)).toBeCloseTo(0.3, 14);
});

test("ends of one sign are refused", () => {
  expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow("expected ends where f has different signs");
});

test("minima are found, also at an end", () => {
  expect(findMinimum((x) => (x - 0.7) ** 2 + 3, -5, 9).x).toBeCloseTo(0.7, 7);
  expect(findMinimum((x) => x, 2, 5).x).toBeCloseTo(2, 8);
  expect(findMinimum((x) => Math.abs(x - 1) + 0.1 * Math.cos(3 * x), -4, 4).value).toBeCloseTo(
    0.1 * Math.cos(3),
    8,
  );
});
