import { expect, test } from "vitest";
import { wordStatistics } from "./word-statistics.ts";

test("words a text are as NumPy has them, with n - 1 in the deviation", () => {
  // numpy: mean, std(ddof=1), quantile of [1, 2, 2, 5, 10]
  expect(wordStatistics(Uint32Array.of(10, 2, 1, 5, 2))).toEqual({
    n: 5,
    mean: 4,
    sd: expect.closeTo(3.6742346141747673, 12),
    min: 1,
    p25: 2,
    median: 2,
    p75: 5,
    max: 10,
  });
});

test("one text has no deviation, and none has nothing", () => {
  expect(wordStatistics(Uint32Array.of(7))).toEqual({
    n: 1,
    mean: 7,
    sd: null,
    min: 7,
    p25: 7,
    median: 7,
    p75: 7,
    max: 7,
  });
  expect(wordStatistics(new Uint32Array(0))).toBeNull();
});
