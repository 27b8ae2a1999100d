import { expect, test } from "vitest";
import { entropyBits } from "./entropy.ts";
import fixture from "./fixtures/entropy.json" with { type: "json" };

test.each(fixture.cases)("is scipy's: $bits bits", ({ counts, bits }) => {
  expect(entropyBits(counts).bits).toBeCloseTo(bits, 13);
});

test("the worked example of PRISM's analysis", () => {
  expect(entropyBits([47, 52, 1]).bits).toBeCloseTo(1.0689707760528673, 15);
});

test("is 0 when all are alike and log2 of the number of kinds when none is more frequent", () => {
  expect(entropyBits([9, 0, 0])).toEqual({ problem: null, bits: 0 });
  expect(entropyBits([3, 3, 3, 3, 3, 3, 3, 3]).bits).toBeCloseTo(3, 14);
});

test("takes shares as well as counts", () => {
  expect(entropyBits([0.47, 0.52, 0.01]).bits).toBeCloseTo(1.0689707760528673, 14);
});

test("of nothing is a problem; of a negative count an error", () => {
  expect(entropyBits([0, 0])).toEqual({ problem: "there is nothing to count", bits: null });
  expect(() => entropyBits([1, -2])).toThrow(
    new RangeError("counts[1]: invalid value -2, expected a finite number of at least 0"),
  );
});
