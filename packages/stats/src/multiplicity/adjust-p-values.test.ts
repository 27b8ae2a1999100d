import { expect, test } from "vitest";
import { adjustPValues, type PValueAdjustment } from "../index.ts";
import fixture from "./fixtures/multiplicity.json" with { type: "json" };

const cases: readonly [PValueAdjustment, readonly (number | null)[]][] = [
  ["bonferroni", fixture.bonferroni],
  ["holm", fixture.holm],
  ["benjamini-hochberg", fixture.benjaminiHochberg],
];

test.each(cases)("%s agrees with R, a missing value left out of the count", (adjustment, expected) => {
  const adjusted = adjustPValues(fixture.pValues, adjustment);
  for (const [index, value] of expected.entries()) {
    if (value === null) expect(adjusted[index]).toBeNull();
    else expect(adjusted[index]).toBeCloseTo(value, 14);
  }
});

test("Holm's values never fall: one that would is that of the test before it", () => {
  expect(adjustPValues([0.5, 0.01, 0.011], "holm")).toEqual([0.5, 0.03, 0.03]);
  expect(adjustPValues([0.5, 0.04, 0.03], "benjamini-hochberg")).toEqual([0.5, 0.06, 0.06]);
});

test("no tests give no adjusted values", () => {
  expect(adjustPValues([], "holm")).toEqual([]);
  expect(adjustPValues([null], "benjamini-hochberg")).toEqual([null]);
});

test("what is no probability is refused", () => {
  expect(() => adjustPValues([0.1, 1.5], "holm")).toThrow(
    "pValues[1]: invalid value 1.5, expected a number from 0 to 1, or null",
  );
});
