import { expect, test } from "vitest";
import { buildDesign, clusteredPearson, fitLeastSquares, wildClusterTests } from "../index.ts";
import reference from "./fixtures/wild-clusters.json" with { type: "json" };

const { cluster, x, y, estimate, standardError, exact } = reference.slope;
const design = buildDesign([{ kind: "number", name: "x", values: x }]);
const [none, some] = exact;

// numpy, by benchmarks/reference/wild-clusters.py: refits without each cluster for all 2^13 signs
test("draws come to the p-value of all signs, and the interval ends where a hypothesis has that p-value", () => {
  const level = 1 - (some?.pValue ?? 0);
  const [, slope] = wildClusterTests(design, y, cluster, { seed: "signs", draws: 9999, level });
  // 0.004 is one standard deviation of 9,999 draws
  expect(slope?.pValue).toBeCloseTo(none?.pValue ?? 0, 1);
  expect(Math.abs((slope?.pValue ?? 0) - (none?.pValue ?? 0))).toBeLessThan(0.012);
  expect(Math.abs((slope?.interval?.[1] ?? 0) - (some?.hypothesis ?? 0))).toBeLessThan(0.05);
});

test("the error is the one by leaving out each cluster, and a seed gives the same draws", () => {
  const fit = fitLeastSquares(design, y, { covariance: { kind: "CR3", clusters: cluster } });
  expect(fit.coefficients[1]?.estimate).toBeCloseTo(estimate, 10);
  expect(fit.coefficients[1]?.standardError).toBeCloseTo(standardError, 10);
  const once = wildClusterTests(design, y, cluster, { seed: "a" });
  expect(wildClusterTests(design, y, cluster, { seed: "a" })).toEqual(once);
  expect(once.map(({ name }) => name)).toEqual(["(intercept)", "x"]);
});

test("a column that follows from others has no test, and few clusters leave every value possible", () => {
  const double = buildDesign([
    { kind: "number", name: "x", values: x },
    { kind: "number", name: "double", values: x.map((value) => 2 * value) },
  ]);
  expect(wildClusterTests(double, y, cluster, { seed: "a", draws: 99 })[2]).toEqual({
    name: "double",
    pValue: null,
    interval: null,
  });
  const three = cluster.map((own) => own % 3);
  const [, slope] = wildClusterTests(design, y, three, { seed: "a", draws: 99 });
  expect(slope?.pValue).toBeGreaterThan(0.05);
});

test("from 200 clusters on a correlation has Student's t and the jackknife's error", () => {
  const { correlation } = reference;
  const found = clusteredPearson(correlation.x, correlation.y, correlation.cluster, { seed: "unused" });
  expect(found.coefficient).toBeCloseTo(correlation.coefficient, 10);
  expect(found.interval?.[0]).toBeCloseTo(correlation.lower, 9);
  expect(found.interval?.[1]).toBeCloseTo(correlation.upper, 9);
  expect((found.pValue ?? 0) / correlation.pValue).toBeCloseTo(1, 6);
});
