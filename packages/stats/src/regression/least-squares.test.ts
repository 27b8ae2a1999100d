import { describe, expect, test } from "vitest";
import {
  buildDesign,
  type CovarianceChoice,
  contrast,
  fitLeastSquares,
  fitLeastSquaresEach,
  type LeastSquaresFit,
  type NamedMatrix,
  waldTest,
} from "../index.ts";
import reference from "./fixtures/regression.json" with { type: "json" };
import python from "./fixtures/regression-python.json" with { type: "json" };

const design = buildDesign([
  { kind: "number", name: "x1", values: reference.x1 },
  { kind: "number", name: "x2", values: reference.x2 },
  { kind: "factor", name: "band", values: reference.band },
]);

const estimates = (fit: LeastSquaresFit) => fit.coefficients.map((one) => one.estimate ?? Number.NaN);
const errors = (fit: LeastSquaresFit) => fit.coefficients.map((one) => one.standardError ?? Number.NaN);
const pValues = (fit: LeastSquaresFit) => fit.coefficients.map((one) => one.pValue ?? Number.NaN);

function expectRelative(ours: readonly number[], theirs: readonly number[], relative: number): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [index, value] of theirs.entries()) {
    expect(Math.abs((ours[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(relative * Math.abs(value));
  }
}

describe.each([
  ["unweighted", undefined, reference.linear],
  ["weighted, with rows of weight 0", reference.weights, reference.linearWeighted],
] as const)("%s least squares agrees with R", (_, weights, expected) => {
  const fitWith = (covariance: CovarianceChoice) =>
    fitLeastSquares(design, reference.y, weights === undefined ? { covariance } : { covariance, weights });

  test("estimates, classical errors, p, intervals, R2, F", () => {
    const fit = fitWith({ kind: "classical" });
    expectRelative(estimates(fit), expected.estimates, 1e-11);
    expectRelative(errors(fit), expected.classical, 1e-11);
    expectRelative(pValues(fit), expected.classicalP, 1e-9);
    expectRelative(fit.coefficients[1]?.interval ?? [], expected.interval, 1e-10);
    expect(fit.rSquared).toBeCloseTo(expected.rSquared, 12);
    expect(fit.adjustedRSquared).toBeCloseTo(expected.adjusted, 12);
    expect(fit.residualStandardError).toBeCloseTo(expected.sigma, 12);
    expect(fit.fTest?.statistic).toBeCloseTo(expected.fStatistic, 10);
    expectRelative([fit.fTest?.pValue ?? 2], [expected.fP], 1e-8);
    expect(fit.problem).toBeNull();
  });

  test.each(["HC0", "HC1", "HC2", "HC3"] as const)("%s errors", (kind) => {
    expectRelative(errors(fitWith({ kind })), expected[kind], 1e-10);
  });

  test.each(["CR0", "CR1"] as const)("%s errors", (kind) => {
    const fit = fitWith({ kind, clusters: reference.person });
    expectRelative(errors(fit), expected[kind], 1e-10);
    expect(fit.clusters).toBe(expected.clusters);
    expect(fit.degreesOfFreedom).toBe(expected.clusters - 1);
  });

  test("p-values of clustered errors use clusters - 1 degrees of freedom", () => {
    const fit = fitWith({ kind: "CR1", clusters: reference.person });
    expectRelative(pValues(fit), expected.clusterP, 1e-8);
  });
});

test("errors of all kinds agree with statsmodels too", () => {
  for (const kind of ["HC0", "HC1", "HC2", "HC3"] as const) {
    const fit = fitLeastSquares(design, reference.y, { covariance: { kind } });
    expectRelative(errors(fit), python.hc[kind], 1e-10);
  }
  const clustered = fitLeastSquares(design, reference.y, {
    covariance: { kind: "CR1", clusters: reference.person },
  });
  expectRelative(errors(clustered), python.cluster.CR1, 1e-10);
  expectRelative(pValues(clustered), python.cluster.pValues, 1e-8);
});

test("HC1 of the PRISM specification's example", () => {
  const small = buildDesign([{ kind: "number", name: "x", values: [1, 1, 0, 1, 0, 0, 0, 0] }]);
  const fit = fitLeastSquares(small, [1, 0, 0, 1, 1, 0, 0, 0], { covariance: { kind: "HC1" } });
  expect(estimates(fit).map((b) => b.toFixed(5))).toEqual(["0.20000", "0.46667"]);
  expect(errors(fit).map((se) => se.toFixed(5))).toEqual(["0.20656", "0.37607"]);
  expect(fit.rSquared?.toFixed(5)).toBe("0.21778");
});

test("normal inference uses the normal distribution", () => {
  const fit = fitLeastSquares(design, reference.y, { inference: "normal" });
  const { estimate = 0, standardError = 0, interval } = fit.coefficients[1] ?? {};
  expect(interval?.[1]).toBeCloseTo((estimate ?? 0) + 1.959963984540054 * (standardError ?? 0), 13);
  expect(fit.degreesOfFreedom).toBeNull();
});

test("several responses on one design fit as they do alone", () => {
  const other = reference.y.map((value, row) => value * (row % 3));
  const together = fitLeastSquaresEach(design, [reference.y, other]);
  expectRelative(
    estimates(together[1] ?? fitLeastSquares(design, [])),
    estimates(fitLeastSquares(design, other)),
    1e-12,
  );
});

test("a joint test of a factor agrees with R's comparison of models", () => {
  const fit = fitLeastSquares(design, reference.y);
  const result = waldTest(fit, ["band: 25-34", "band: 35-44"]);
  expect(result.statistic).toBeCloseTo(reference.wald[0] ?? 0, 10);
  expect(result.pValue).toBeCloseTo(reference.wald[1] ?? 0, 12);
  expect(result.degreesOfFreedom).toEqual([2, 135]);
});

test("the difference of two levels is the coefficient against the other reference", () => {
  const turned = buildDesign([
    { kind: "number", name: "x1", values: reference.x1 },
    { kind: "number", name: "x2", values: reference.x2 },
    { kind: "factor", name: "band", values: reference.band, reference: "25-34" },
  ]);
  const direct = fitLeastSquares(turned, reference.y).coefficients.find((one) => one.name === "band: 35-44");
  const difference = contrast(fitLeastSquares(design, reference.y), { "band: 35-44": 1, "band: 25-34": -1 });
  expect(difference.estimate).toBeCloseTo(direct?.estimate ?? 0, 11);
  expect(difference.standardError).toBeCloseTo(direct?.standardError ?? 0, 11);
  expect(difference.pValue).toBeCloseTo(direct?.pValue ?? 0, 11);
});

test("dependent columns are left out, later ones first, and named with what they follow from", () => {
  const dependent = buildDesign([
    { kind: "number", name: "a", values: [1, 2, 3, 4, 5, 7] },
    { kind: "number", name: "twice a plus one", values: [3, 5, 7, 9, 11, 15] },
    { kind: "number", name: "b", values: [1, 0, 0, 1, 1, 0] },
  ]);
  const fit = fitLeastSquares(dependent, [1, 3, 2, 5, 4, 6]);
  expect(fit.dropped).toEqual([{ name: "twice a plus one", of: ["(intercept)", "a"] }]);
  expect(fit.coefficients[2]).toEqual({
    name: "twice a plus one",
    estimate: null,
    standardError: null,
    statistic: null,
    pValue: null,
    interval: null,
  });
  expect(fit.residualDegreesOfFreedom).toBe(3);
  const alone = buildDesign([
    { kind: "number", name: "a", values: [1, 2, 3, 4, 5, 7] },
    { kind: "number", name: "b", values: [1, 0, 0, 1, 1, 0] },
  ]);
  const kept = fit.coefficients.filter((one) => one.estimate !== null);
  for (const [index, one] of fitLeastSquares(alone, [1, 3, 2, 5, 4, 6]).coefficients.entries()) {
    expect(kept[index]?.estimate).toBeCloseTo(one.estimate ?? 0, 12);
    expect(kept[index]?.standardError).toBeCloseTo(one.standardError ?? 0, 12);
  }
});

test("R2 is around the mean also when dummies make up the constant, around 0 when nothing does", () => {
  const dummies: NamedMatrix = buildDesign(
    [
      { kind: "number", name: "a", values: [1, 1, 0, 0] },
      { kind: "number", name: "b", values: [0, 0, 1, 1] },
    ],
    { intercept: false },
  );
  expect(fitLeastSquares(dummies, [1, 2, 3, 4]).rSquared).toBeCloseTo(1 - 1 / 5, 13);
  const through = buildDesign([{ kind: "number", name: "a", values: [1, 2, 3] }], { intercept: false });
  const fit = fitLeastSquares(through, [2, 3, 7]);
  expect(fit.rSquared).toBeCloseTo(1 - (62 - 29 ** 2 / 14) / 62, 13);
});

describe("degenerate data give a problem, never NaN", () => {
  const one = buildDesign([{ kind: "number", name: "x", values: [0, 1, 2, 3] }]);

  test.each([
    [
      "a constant response",
      [5, 5, 5, 5],
      "the response is the same in every row, so there is nothing to test",
    ],
    [
      "a response of zeros",
      [0, 0, 0, 0],
      "the response is the same in every row, so there is nothing to test",
    ],
    ["an exact line", [1, 3, 5, 7], "the columns explain the response exactly, so there is nothing to test"],
  ])("%s", (_, response, problem) => {
    const fit = fitLeastSquares(one, response);
    expect(fit.problem).toBe(problem);
    expect(fit.coefficients[0]?.estimate).toBeCloseTo(response[0] ?? 0, 12);
    expect(fit.coefficients.every(({ pValue, interval }) => pValue === null && interval === null)).toBe(true);
    expect(fit.fTest).toBeNull();
  });

  test("as many columns as rows", () => {
    const full = buildDesign([{ kind: "number", name: "x", values: [0, 1] }]);
    const fit = fitLeastSquares(full, [1, 4]);
    expect(fit.problem).toBe("2 rows and 2 independent columns leave no degrees of freedom for errors");
    expect(fit.coefficients[1]?.estimate).toBeCloseTo(3, 12);
    expect(fit.coefficients[1]?.standardError).toBeNull();
  });

  test("one cluster", () => {
    const covariance = { kind: "CR1", clusters: ["p", "p", "p", "p"] } as const;
    const fit = fitLeastSquares(one, [1, 2, 4, 3], { covariance });
    expect(fit.problem).toBe("one cluster: cluster-robust errors need at least two");
    expect(fit.coefficients[1]?.estimate).toBeCloseTo(0.8, 12);
    expect(waldTest(fit, ["x"])).toMatchObject({ pValue: null, problem: fit.problem });
  });

  test("a row that alone determines a coefficient has no HC3", () => {
    const lone = buildDesign([{ kind: "number", name: "x", values: [0, 0, 0, 1] }]);
    expect(fitLeastSquares(lone, [1, 2, 4, 3], { covariance: { kind: "HC3" } }).problem).toBe(
      "row 4 alone determines a coefficient, so HC3 has no value for it",
    );
  });
});

test("wrong shapes and values are refused by name", () => {
  expect(() => fitLeastSquares(design, [1, 2])).toThrow("response.length: invalid value 2, expected 140");
  expect(() => fitLeastSquares(design, reference.y, { weights: reference.y.map(() => 0) })).toThrow(
    'weights: invalid value "all 0", expected at least one above 0',
  );
  expect(() => waldTest(fitLeastSquares(design, reference.y), ["nobody"])).toThrow(
    'name: invalid value "nobody", expected one of (intercept), x1, x2',
  );
});
