import { describe, expect, test } from "vitest";
import { buildDesign, createRandom, fitLeastSquares, fitRandomIntercept } from "../index.ts";
import reference from "./fixtures/regression.json" with { type: "json" };
import python from "./fixtures/regression-python.json" with { type: "json" };

const design = buildDesign([
  { kind: "number", name: "x1", values: reference.x1 },
  { kind: "number", name: "x2", values: reference.x2 },
  { kind: "factor", name: "band", values: reference.band },
]);

function expectRelative(ours: readonly number[], theirs: readonly number[], relative: number): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [index, value] of theirs.entries()) {
    expect(Math.abs((ours[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(relative * Math.abs(value));
  }
}

describe.each(["REML", "ML"] as const)("by %s", (method) => {
  const fit = fitRandomIntercept(design, reference.y, reference.person, { method });
  const expected = reference[method];
  const estimates = fit.coefficients.map((one) => one.estimate ?? Number.NaN);

  test("estimates, errors, variances, likelihood and group effects agree with R's nlme", () => {
    expectRelative(estimates, expected.estimates, 1e-6);
    expectRelative(
      [fit.groupVariance ?? 0, fit.residualVariance ?? 0],
      [expected.groupVariance, expected.residualVariance],
      1e-5,
    );
    expect(fit.logLikelihood).toBeCloseTo(expected.logLikelihood, 8);
    expectRelative(
      fit.coefficients.map((one) => one.standardError ?? 0),
      expected.standardErrors,
      1e-6,
    );
    expect(fit.effects.map(({ group }) => group)).toEqual(expected.groups);
    for (const [index, effect] of expected.effects.entries()) {
      expect(fit.effects[index]?.effect).toBeCloseTo(effect, 4);
    }
  });

  test("estimates, variances and likelihood agree with statsmodels", () => {
    const other = python.mixed[method];
    expectRelative(estimates, other.estimates, 1e-6);
    expectRelative(
      [fit.groupVariance ?? 0, fit.residualVariance ?? 0],
      [other.groupVariance, other.residualVariance],
      1e-5,
    );
    expect(fit.logLikelihood).toBeCloseTo(other.logLikelihood, 7);
  });
});

test("balanced groups without columns give the textbook's analysis of variance", () => {
  // Two groups of three: between mean square 54, within mean square 4
  const response = [10, 12, 14, 16, 18, 20];
  const only = {
    names: ["(intercept)"],
    matrix: { rows: 6, columns: 1, values: Float64Array.from({ length: 6 }, () => 1) },
  };
  const fit = fitRandomIntercept(only, response, ["a", "a", "a", "b", "b", "b"]);
  expect(fit.residualVariance).toBeCloseTo(4, 6);
  expect(fit.groupVariance).toBeCloseTo((54 - 4) / 3, 5);
  expect(fit.intraclassCorrelation?.estimate).toBeCloseTo(50 / 3 / (50 / 3 + 4), 6);
  expect(fit.coefficients[0]?.estimate).toBeCloseTo(15, 10);
  expect(fit.coefficients[0]?.standardError).toBeCloseTo(Math.sqrt(54 / 6), 5);
  expect(fit.effects[0]?.effect).toBeCloseTo(-3 * (1 - 4 / 54), 6);
});

test("groups that differ less than chance have variance 0 and least squares estimates", () => {
  const response = [1, 5, 3, 3, 5, 1, 2, 4];
  const x = [1, 2, 3, 1, 2, 4, 3, 3];
  const small = buildDesign([{ kind: "number", name: "x", values: x }]);
  const fit = fitRandomIntercept(small, response, [1, 1, 2, 2, 3, 3, 4, 4]);
  expect(fit.groupVariance).toBe(0);
  expect(fit.intraclassCorrelation?.estimate).toBe(0);
  expect(fit.intraclassCorrelation?.interval[0]).toBe(0);
  expect(fit.groupTest).toEqual({ statistic: 0, pValue: 1 });
  expect(fit.effects.every(({ effect }) => effect === 0)).toBe(true);
  const plain = fitLeastSquares(small, response);
  for (const [index, one] of fit.coefficients.entries()) {
    expect(one.estimate).toBeCloseTo(plain.coefficients[index]?.estimate ?? 0, 10);
    expect(one.standardError).toBeCloseTo(plain.coefficients[index]?.standardError ?? 0, 10);
  }
});

test("planted variances are recovered inside their interval, large offsets or not", () => {
  const random = createRandom("planted");
  const groups = Array.from({ length: 6000 }, (_, row) => `p${row % 300}`);
  const level = new Map(Array.from({ length: 300 }, (_, p) => [`p${p}`, random.normal(0, 2)]));
  const x = groups.map(() => random.normal(1e5, 1));
  const response = groups.map(
    (group, row) => 3 * (x[row] ?? 0) + (level.get(group) ?? 0) + random.normal(0, 4),
  );
  const fit = fitRandomIntercept(buildDesign([{ kind: "number", name: "x", values: x }]), response, groups);
  expect(Math.abs((fit.coefficients[1]?.estimate ?? 0) - 3)).toBeLessThan(0.2);
  const [low, high] = fit.intraclassCorrelation?.interval ?? [1, 0];
  expect(low).toBeLessThan(0.2);
  expect(high).toBeGreaterThan(0.2);
  expect(high - low).toBeLessThan(0.1);
  expect(fit.groupTest?.pValue).toBeLessThan(1e-20);
});

describe("degenerate data give a problem, never NaN", () => {
  const small = buildDesign([{ kind: "number", name: "x", values: [1, 2, 3, 5] }]);

  test.each([
    [
      "one group",
      [1, 2, 4, 3],
      ["a", "a", "a", "a"],
      "one group: its intercept can't be told from the fixed one",
    ],
    [
      "one row a group",
      [1, 2, 4, 3],
      ["a", "b", "c", "d"],
      "every group has one row, so group and residual variance can't be told apart",
    ],
    ["an exact line", [2, 4, 6, 10], ["a", "a", "b", "b"], "the columns explain the response exactly"],
    [
      "one value in each group",
      [2, 2, 7, 7],
      ["a", "a", "b", "b"],
      "columns and groups together explain the response exactly",
    ],
    ["a constant response", [2, 2, 2, 2], ["a", "a", "b", "b"], "the columns explain the response exactly"],
  ])("%s", (_, response, groups, problem) => {
    const fit = fitRandomIntercept(small, response, groups);
    expect(fit.problem).toBe(problem);
    expect(fit).toMatchObject({ groupVariance: null, logLikelihood: null, intraclassCorrelation: null });
    expect(fit.coefficients.every((one) => one.estimate === null)).toBe(true);
  });
});
