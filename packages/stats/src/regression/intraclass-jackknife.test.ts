import { expect, test } from "vitest";
import { buildDesign, fitRandomIntercept } from "../index.ts";
import { numberClusters } from "./clusters.ts";
import reference from "./fixtures/grouped-ratings.json" with { type: "json" };
import { jackknifeCorrelationInterval } from "./intraclass-jackknife.ts";

const design = buildDesign([
  { kind: "factor", name: "item", values: reference.item.map((item) => `i${item}`) },
]);
const shareOf = (values: readonly number[], errors: "model" | "jackknife") =>
  fitRandomIntercept(design, values, reference.person, { errors }).intraclassCorrelation;
const logit = (share: number) => Math.log(share / (1 - share));

// R 4.2.2 with nlme, by benchmarks/reference/grouped-ratings.R: variances fitted anew without each person
test("the interval of the share between groups is that of fits without each group, but for one step", () => {
  const found = shareOf(reference.value, "jackknife");
  const [estimate = 0, lower = 0, upper = 0] = reference.share;
  expect(found?.estimate).toBeCloseTo(estimate, 5);
  // one step from the whole fit is within 10 % of the half width
  const half = logit(upper) - logit(estimate);
  expect(Math.abs(logit(found?.interval[0] ?? 0) - logit(lower)) / half).toBeLessThan(0.1);
  expect(Math.abs(logit(found?.interval[1] ?? 0) - logit(upper)) / half).toBeLessThan(0.1);
});

test("without variance between groups the interval is the likelihood's, from 0", () => {
  // each person's values sum to 0
  const values = reference.person.map((person, row) => {
    const rows = reference.person.flatMap((own, place) => (own === person ? [place] : []));
    const place = rows.indexOf(row);
    return place - (rows.length - 1) / 2;
  });
  const found = shareOf(values, "jackknife");
  expect(found?.estimate).toBe(0);
  expect(found?.interval[0]).toBe(0);
  expect(found?.interval).toEqual(shareOf(values, "model")?.interval);
});

test("two groups have no interval, three have one", () => {
  const intervalOf = (groups: number) => {
    const labels = Array.from({ length: groups }, (_, group) => [group, group, group]).flat();
    const residuals = Float64Array.from(
      labels,
      (group, row) => ([-2, 0.5, 1.8][group] ?? 0) + ([0.6, -0.5, 0.1][row % 3] ?? 0),
    );
    const clusters = numberClusters(labels, labels.length, "clusters");
    return jackknifeCorrelationInterval(residuals, clusters, { group: 2, residual: 0.4 }, 0.95);
  };
  expect(intervalOf(2)).toBeNull();
  const [lower = 1, upper = 0] = intervalOf(3) ?? [];
  expect(lower).toBeLessThan(2 / 2.4);
  expect(upper).toBeGreaterThan(2 / 2.4);
});
