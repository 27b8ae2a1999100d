import { describe, expect, test } from "vitest";
import { bayesianRidge, createMatrix, imputeIteratively, matrixFromRows, matrixRows } from "../index.ts";
import fixture from "./fixtures/imputation.json" with { type: "json" };

describe("Bayesian ridge", () => {
  test.each(fixture.ridge)("agrees with scikit-learn (case %#)", (reference) => {
    const fit = bayesianRidge(matrixFromRows(reference.x), reference.y);
    for (const [index, coefficient] of reference.coefficients.entries()) {
      expect(fit.coefficients[index]).toBeCloseTo(coefficient, 9);
    }
    expect(fit.intercept).toBeCloseTo(reference.intercept, 9);
    expect(fit.noisePrecision / reference.noisePrecision).toBeCloseTo(1, 6);
    expect(fit.weightPrecision / reference.weightPrecision).toBeCloseTo(1, 6);
    expect(fit.iterations).toBe(reference.iterations);
  });

  test("refuses lists of unequal length and values that are no numbers", () => {
    const predictors = matrixFromRows([[1], [2]]);
    expect(() => bayesianRidge(predictors, [1])).toThrow("outcome.length: invalid value 1, expected 2");
    expect(() => bayesianRidge(predictors, [1, Number.NaN])).toThrow("outcome[1]: invalid value NaN");
  });
});

describe("iterative imputation", () => {
  test.each(fixture.imputations)("agrees with scikit-learn (case %#)", (reference) => {
    const table = matrixFromRows(reference.values.map((row) => row.map((value) => value ?? Number.NaN)));
    const result = imputeIteratively(table, {
      maximumRounds: reference.maximumRounds,
      range: { minimum: reference.minimum, maximum: reference.maximum },
    });
    expect(result.rounds).toBe(reference.rounds);
    for (const [row, values] of matrixRows(result.filled).entries()) {
      for (const [column, value] of values.entries()) {
        expect(value).toBeCloseTo(reference.filled[row]?.[column] ?? Number.NaN, 6);
      }
    }
    expect(result.imputed).toBe(reference.values.flat().filter((value) => value === null).length);
  });

  test("leaves observed values and the table handed in as they were", () => {
    const values = [1, 2, Number.NaN, 4, 6, 5, 2, 4, 3];
    const table = createMatrix(3, 3, Float64Array.from(values));
    const { filled } = imputeIteratively(table);
    expect(table.values[2]).toBeNaN();
    for (const [place, value] of values.entries()) {
      if (place !== 2) expect(filled.values[place]).toBe(value);
    }
    expect(filled.values[2]).not.toBeNaN();
  });

  test("keeps imputed values inside the range", () => {
    const rows = [
      [1, 10],
      [2, 20],
      [3, 30],
      [4, Number.NaN],
    ];
    const { filled } = imputeIteratively(matrixFromRows(rows), { range: { minimum: 1, maximum: 35 } });
    expect(filled.values[7]).toBe(35);
  });

  test("says which columns are empty and fills the others", () => {
    const gap = Number.NaN;
    const result = imputeIteratively(
      matrixFromRows([
        [1, gap, 2],
        [2, gap, gap],
        [3, gap, 6],
      ]),
    );
    expect(result).toMatchObject({
      emptyColumns: [1],
      imputed: 1,
      problem: "1 column has no observed value",
    });
    expect(result.filled.values[5]).toBeCloseTo(4, 1);
    expect(result.filled.values[4]).toBeNaN();
  });

  test("fills a single column with its mean, and has nothing to do for a full table", () => {
    const single = imputeIteratively(matrixFromRows([[1], [Number.NaN], [3]]));
    expect(single).toMatchObject({ rounds: 0, converged: true, problem: null });
    expect(Array.from(single.filled.values)).toEqual([1, 2, 3]);
    const full = imputeIteratively(
      matrixFromRows([
        [1, 2],
        [3, 5],
      ]),
    );
    expect(full).toMatchObject({ rounds: 0, imputed: 0, converged: true, problem: null });
  });

  test("refuses infinite values and a range upside down", () => {
    expect(() => imputeIteratively(matrixFromRows([[1, Number.POSITIVE_INFINITY]]))).toThrow(
      "table row 0, column 1: invalid value Infinity, expected a finite number, or NaN where missing",
    );
    expect(() => imputeIteratively(matrixFromRows([[1]]), { range: { minimum: 2, maximum: 1 } })).toThrow(
      'range: invalid value "2 to 1", expected a minimum below the maximum',
    );
  });
});
