import { describe, expect, test } from "vitest";
import { fleissKappa } from "../index.ts";
import fixture from "./fixtures/agreement.json" with { type: "json" };

describe("Fleiss' kappa", () => {
  test.each(fixture.fleiss)("agrees with statsmodels (table %#)", (table) => {
    expect(fleissKappa(table.counts).kappa).toBeCloseTo(table.kappa, 12);
  });

  test("has the standard error that tables drawn by chance show", () => {
    const large = fixture.fleiss[1];
    const error = fleissKappa(large?.counts ?? []).nullStandardError ?? 0;
    // 20,000 simulated tables: the simulated figure itself is good to about 0.5 %.
    expect(error / (large?.simulatedNullError ?? 1)).toBeGreaterThan(0.98);
    expect(error / (large?.simulatedNullError ?? 1)).toBeLessThan(1.02);
  });

  test("of the worked example with 10 subjects, 14 raters, 5 categories is 0.210", () => {
    const worked = fixture.fleiss[0]?.counts ?? [];
    expect(fleissKappa(worked)).toMatchObject({ units: 10, ratersPerUnit: 14, problem: null });
    expect(fleissKappa(worked).kappa).toBeCloseTo(0.209931, 6);
    expect(fleissKappa(worked).observed).toBeCloseTo(0.378022, 6);
    expect(fleissKappa(worked).expected).toBeCloseTo(0.212755, 6);
  });

  test("of one category against the rest equals kappa of the two-column table", () => {
    const counts = [
      [3, 1, 0],
      [0, 2, 2],
      [1, 0, 3],
      [4, 0, 0],
    ];
    const merged = counts.map(([first = 0, ...rest]) => [first, rest.reduce((a, b) => a + b, 0)]);
    expect(fleissKappa(counts).categories[0]).toBeCloseTo(fleissKappa(merged).kappa ?? Number.NaN, 12);
  });

  test("says why there is no figure", () => {
    expect(fleissKappa([])).toMatchObject({ kappa: null, problem: "there are no units" });
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toMatchObject({
      kappa: null,
      observed: 1,
      problem: "all ratings are of one category, so agreement can't be told from chance",
    });
  });

  test("refuses units with different numbers of ratings", () => {
    expect(() =>
      fleissKappa([
        [2, 1],
        [1, 1],
      ]),
    ).toThrow("the sum of counts[1]: invalid value 2, expected 3 as in the first unit");
    expect(() => fleissKappa([[1, 0]])).toThrow(
      "the sum of counts[0]: invalid value 1, expected at least 2 ratings",
    );
  });
});
