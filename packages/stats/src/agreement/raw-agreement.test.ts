import { expect, test } from "vitest";
import { rawAgreement } from "../index.ts";

test("raw agreement counts pairs by unit and over all, and unanimous units", () => {
  const result = rawAgreement([
    [1, 1, 2],
    [3, 3, null],
    [4, 5, 6],
    [7, null, null],
  ]);
  expect(result).toEqual({
    meanPairAgreement: (1 / 3 + 1 + 0) / 3,
    pooledPairAgreement: 2 / 7,
    unanimous: 1 / 3,
    unitCount: 3,
    problem: null,
  });
});

test("raw agreement of units with one value says why there is none", () => {
  expect(rawAgreement([[1], [null, 2]])).toMatchObject({
    meanPairAgreement: null,
    pooledPairAgreement: null,
    unanimous: null,
    problem: "no unit has two ratings",
  });
});
