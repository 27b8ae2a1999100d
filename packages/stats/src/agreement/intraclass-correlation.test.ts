import { describe, expect, test } from "vitest";
import { createRandom, intraclassCorrelations } from "../index.ts";
import fixture from "./fixtures/intraclass-correlation.json" with { type: "json" };

const shroutFleiss = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];
const forms = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"] as const;

describe("intraclass correlations", () => {
  test.each([
    ["ICC1", 0.165742],
    ["ICC2", 0.289764],
    ["ICC3", 0.714841],
    ["ICC1k", 0.442797],
    ["ICC2k", 0.620051],
    ["ICC3k", 0.909316],
  ] as const)("%s of Shrout and Fleiss' table is %d", (form, value) => {
    expect(intraclassCorrelations(shroutFleiss).forms[form].value).toBeCloseTo(value, 6);
  });

  test.each(fixture.tables)("agree with R in mean squares, F, p and interval: $name", (table) => {
    const ours = intraclassCorrelations(table.ratings);
    expect(ours.meanSquares.units).toBeCloseTo(table.result.meanSquares.units, 10);
    expect(ours.meanSquares.within).toBeCloseTo(table.result.meanSquares.within, 10);
    expect(ours.meanSquares.raters).toBeCloseTo(table.result.meanSquares.raters, 10);
    expect(ours.meanSquares.residual).toBeCloseTo(table.result.meanSquares.residual, 10);
    for (const form of forms) {
      const expected = table.result[form];
      const result = ours.forms[form];
      if (expected.value > 1 || expected.lower > expected.upper) {
        // the formulas as R computes them run past their poles
        expect(result.interval).toBeNull();
        expect(ours.problem).toMatch(form);
        continue;
      }
      expect(ours.problem ?? "").not.toMatch(new RegExp(`${form}\\b`));
      expect(result.value, form).toBeCloseTo(expected.value, 10);
      expect(result.fStatistic, form).toBeCloseTo(expected.f, 9);
      expect(result.degreesOfFreedom, form).toEqual([expected.df1, expected.df2]);
      expect(result.pValue, form).toBeCloseTo(expected.p, 10);
      expect(result.interval?.[0], form).toBeCloseTo(expected.lower, 8);
      expect(result.interval?.[1], form).toBeCloseTo(expected.upper, 8);
    }
  });

  test("of raters that differ by a constant are 1 where raters are fixed, without a test", () => {
    const result = intraclassCorrelations([
      [1.1, 2.1],
      [2.2, 3.2],
      [3.3, 4.3],
    ]);
    expect(result.forms.ICC3).toMatchObject({ value: 1, fStatistic: null, pValue: null, interval: null });
    expect(result.forms.ICC1.value).toBeLessThan(1);
    expect(result.problem).toBe(
      "raters differ by constants only, so F is unbounded and there is no interval",
    );
  });

  test("of a constant table say that there is nothing to divide", () => {
    const result = intraclassCorrelations([
      [0.1, 0.1, 0.1],
      [0.1, 0.1, 0.1],
    ]);
    for (const form of forms) expect(result.forms[form]).toMatchObject({ value: null, fStatistic: null });
    expect(result.problem).toBe("all ratings are the same, so there is no variance to divide");
  });

  test.each([
    [
      [2, 0, 1],
      [3, 0, 0],
    ],
    [
      [2, 0],
      [0, 2],
    ],
    [
      [-1.44, -0.7, 0.22, -0.13, 1.65],
      [-0.08, 0.8, 0.55, -0.4, -1.02],
    ],
  ])("units that hardly differ have no interval where it has no bound: %j, %j", (...table) => {
    const result = intraclassCorrelations(table);
    expect(result.problem).toMatch(/units differ too little|means are all the same/);
    for (const { value, interval } of Object.values(result.forms)) {
      if (value !== null) expect(value).toBeLessThanOrEqual(1);
      if (interval !== null) expect(interval[0]).toBeLessThanOrEqual(interval[1]);
    }
  });

  test("the second form has an interval where units hardly differ, and is that of fixed raters below 0", () => {
    const { forms, problem } = intraclassCorrelations([
      [0.3, 0.4],
      [0.4, 0],
    ]);
    expect(problem).toBeNull();
    expect(forms.ICC2.value).toBeLessThan(0);
    expect(forms.ICC2.interval?.[0]).toBeCloseTo(forms.ICC3.interval?.[0] ?? 0, 12);
  });

  test("the second form's interval knows how little three raters say of raters, however many units there are", () => {
    const random = createRandom("three raters");
    const raters = [-0.5, 0, 0.5];
    const { forms } = intraclassCorrelations(
      Array.from({ length: 300 }, () => {
        const unit = random.normal();
        return raters.map((rater) => unit + rater + random.normal(0, 0.8));
      }),
    );
    const [lower = 1, upper = 0] = forms.ICC2.interval ?? [];
    // a chi-square of two degrees of freedom is below 0.05 of them in 2.5 %: raters may differ 40 times as much
    expect(lower).toBeLessThan(0.25);
    expect(upper).toBeGreaterThan(0.6);
    expect(upper - lower).toBeGreaterThan(
      2 * ((forms.ICC3.interval?.[1] ?? 0) - (forms.ICC3.interval?.[0] ?? 0)),
    );
  });

  test("any small table of whole numbers has figures or reasons", () => {
    const random = createRandom("tables");
    for (let round = 0; round < 500; round += 1) {
      const raters = 2 + random.integer(3);
      const table = Array.from({ length: 2 + random.integer(4) }, () =>
        Array.from({ length: raters }, () => random.integer(4)),
      );
      const { forms, problem } = intraclassCorrelations(table);
      const figures = Object.values(forms).flatMap(({ value, interval }) => [value, ...(interval ?? [null])]);
      expect(figures.every((figure) => figure === null || Number.isFinite(figure))).toBe(true);
      if (figures.includes(null)) expect(problem).not.toBeNull();
    }
  });

  test("refuse blocks that are too small or not rectangular", () => {
    expect(() => intraclassCorrelations([[1, 2]])).toThrow(
      "ratings.length: invalid value 1, expected at least 2 units",
    );
    expect(() => intraclassCorrelations([[1], [2]])).toThrow("expected at least 2 raters");
    expect(() => intraclassCorrelations([[1, 2], [3]])).toThrow(
      "ratings[1].length: invalid value 1, expected 2",
    );
  });
});
