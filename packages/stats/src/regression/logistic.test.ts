import { describe, expect, test } from "vitest";
import { buildDesign, createRandom, fitLogistic, type LogisticFit, waldTest } from "../index.ts";
import reference from "./fixtures/regression.json" with { type: "json" };
import python from "./fixtures/regression-python.json" with { type: "json" };

const design = buildDesign([
  { kind: "number", name: "x1", values: reference.x1 },
  { kind: "number", name: "x2", values: reference.x2 },
  { kind: "factor", name: "band", values: reference.band },
]);

const estimates = (fit: LogisticFit) => fit.coefficients.map((one) => one.estimate ?? Number.NaN);
const errors = (fit: LogisticFit) => fit.coefficients.map((one) => one.standardError ?? Number.NaN);

function expectRelative(ours: readonly number[], theirs: readonly number[], relative: number): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [index, value] of theirs.entries()) {
    expect(Math.abs((ours[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(relative * Math.abs(value));
  }
}

describe.each([
  ["unweighted", undefined, reference.logistic],
  ["weighted", reference.weights, reference.logisticWeighted],
] as const)("%s logistic regression agrees with R", (_, weights, expected) => {
  const weighting = weights === undefined ? {} : { weights };

  test("estimates, errors, p and likelihood", () => {
    const fit = fitLogistic(design, reference.chosen, weighting);
    expectRelative(estimates(fit), expected.estimates, 1e-9);
    expectRelative(errors(fit), expected.classical, 1e-9);
    expectRelative(
      fit.coefficients.map((one) => one.pValue ?? 2),
      expected.p,
      1e-8,
    );
    expectRelative([fit.logLikelihood ?? 0], [expected.logLikelihood], 1e-12);
    expect(fit.separation).toBeNull();
  });

  test("robust and clustered errors", () => {
    for (const kind of ["HC0", "HC1"] as const) {
      const fit = fitLogistic(design, reference.chosen, { ...weighting, covariance: { kind } });
      expectRelative(errors(fit), expected[kind], 1e-9);
    }
    const covariance = { kind: "CR1", clusters: reference.person } as const;
    expectRelative(
      errors(fitLogistic(design, reference.chosen, { ...weighting, covariance })),
      expected.CR1,
      1e-9,
    );
  });
});

test("clustered errors agree with statsmodels", () => {
  const covariance = { kind: "CR1", clusters: reference.person } as const;
  expectRelative(errors(fitLogistic(design, reference.chosen, { covariance })), python.logitCluster, 1e-8);
});

test("the penalty is scikit-learn's 1 / C with a free intercept", () => {
  expectRelative(estimates(fitLogistic(design, reference.chosen, { l2: 1 })), python.ridge["1.0"], 1e-6);
  expectRelative(estimates(fitLogistic(design, reference.chosen, { l2: 20 })), python.ridge["20.0"], 1e-6);
  const weighted = fitLogistic(design, reference.chosen, { l2: 1, weights: reference.weights });
  expectRelative(estimates(weighted), python.ridgeWeighted, 1e-6);
});

test("a penalty makes dependent columns estimable: two equal columns share the effect", () => {
  const twin = buildDesign(
    [
      { kind: "number", name: "a", values: [1, -1, 1, -1, 1] },
      { kind: "number", name: "b", values: [1, -1, 1, -1, 1] },
    ],
    { intercept: false },
  );
  const fit = fitLogistic(twin, [1, 0, 1, 1, 0], { l2: 1 });
  expect(fit.coefficients[0]?.estimate).toBeGreaterThan(0);
  expect(fit.coefficients[0]?.estimate).toBeCloseTo(fit.coefficients[1]?.estimate ?? 0, 12);
  expect(fitLogistic(twin, [1, 0, 1, 1, 0]).dropped).toEqual([{ name: "b", of: ["a"] }]);
});

test("a column and a constant give the logarithms of the odds and of their ratio", () => {
  // 3 of 10 against 6 of 8
  const group = [...new Array(10).fill(0), ...new Array(8).fill(1)];
  const response = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0];
  const fit = fitLogistic(buildDesign([{ kind: "number", name: "g", values: group }]), response);
  expect(fit.coefficients[0]?.estimate).toBeCloseTo(Math.log(3 / 7), 12);
  expect(fit.coefficients[1]?.estimate).toBeCloseTo(Math.log(6 / 2 / (3 / 7)), 12);
  expect(fit.coefficients[1]?.standardError).toBeCloseTo(Math.sqrt(1 / 3 + 1 / 7 + 1 / 6 + 1 / 2), 12);
  expect(waldTest(fit, ["g"]).kind).toBe("chi-square");
});

describe("separation", () => {
  test("complete: a threshold predicts every row", () => {
    const fit = fitLogistic(
      buildDesign([{ kind: "number", name: "x", values: [1, 2, 3, 4, 5, 6] }]),
      [0, 0, 0, 1, 1, 1],
    );
    expect(fit.separation).toEqual({ kind: "complete", rows: 6, columns: ["(intercept)", "x"] });
    expect(fit.problem).toBe(
      "complete separation: (intercept), x predict 6 of 6 rows without error, so estimates run off to infinity; a penalty (l2) keeps them finite",
    );
    expect(fit.coefficients.every((one) => one.estimate === null)).toBe(true);
  });

  test("quasi-complete: every row of one level has the same answer", () => {
    const random = createRandom("quasi");
    const rows = 400;
    const region = Array.from({ length: rows }, (_, row) =>
      row % 40 === 0 ? "Oceania" : row % 2 ? "US" : "UK",
    );
    const x = Array.from({ length: rows }, () => random.normal());
    const response = region.map((where, row) =>
      where === "Oceania" ? 0 : random.chance(1 / (1 + Math.exp(-(x[row] ?? 0)))) ? 1 : 0,
    );
    const both = buildDesign([
      { kind: "number", name: "x", values: x },
      { kind: "factor", name: "region", values: region, reference: "US" },
    ]);
    const fit = fitLogistic(both, response);
    expect(fit.separation).toEqual({ kind: "quasi-complete", rows: 10, columns: ["region: Oceania"] });
    const penalized = fitLogistic(both, response, { l2: 1 });
    expect(penalized.problem).toBeNull();
    expect(penalized.coefficients[2]?.estimate).toBeLessThan(-1);
  });

  test("none: large but finite effects are estimated", () => {
    const x = Array.from({ length: 200 }, (_, row) => (row - 100) / 4);
    const response = x.map(
      (value, row) => (value > 0 ? 1 : 0) ^ (Math.abs(value) < 1 && row % 3 === 0 ? 1 : 0),
    );
    const fit = fitLogistic(buildDesign([{ kind: "number", name: "x", values: x }]), response);
    expect(fit.problem).toBeNull();
    expect(fit.coefficients[1]?.estimate).toBeGreaterThan(2);
  });
});

test("a constant response has no odds to estimate, and says so", () => {
  const fit = fitLogistic(buildDesign([{ kind: "number", name: "x", values: [1, 2, 3] }]), [1, 1, 1]);
  expect(fit.problem).toBe("the response is the same in every row, so its odds have no finite estimate");
  expect(fit.probabilities).toBeNull();
});

test("responses outside 0 to 1 are refused by row", () => {
  expect(() => fitLogistic(design, reference.y)).toThrow("expected a number from 0 to 1");
});
