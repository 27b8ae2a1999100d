import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { waldTest } from "./contrast.ts";
import { buildDesign } from "./design-matrix.ts";
import { interactionTest } from "./interaction-test.ts";
import { fitLeastSquares } from "./least-squares.ts";

function made(seed: string, rows: number, empty: (first: number, second: number) => boolean = () => false) {
  const random = createRandom(seed);
  const layout = {
    first: [] as number[],
    second: [] as number[],
    values: [] as number[],
    clusters: [] as string[],
  };
  while (layout.values.length < rows) {
    const cluster = random.integer(40);
    const first = random.integer(4);
    const second = cluster % 3;
    if (empty(first, second)) continue;
    layout.first.push(first);
    layout.second.push(second);
    layout.clusters.push(`u${cluster}`);
    layout.values.push(random.normal(first + cluster / 10, 2));
  }
  return layout;
}

test("the F is that of least squares with an interaction and clustered errors", () => {
  const rows = made("whole", 400);
  const design = buildDesign([
    { kind: "factor", name: "a", values: rows.first.map(String) },
    { kind: "factor", name: "b", values: rows.second.map(String) },
    { kind: "interaction", of: ["a", "b"] },
  ]);
  const fit = fitLeastSquares(design, rows.values, { covariance: { kind: "CR1", clusters: rows.clusters } });
  const wald = waldTest(
    fit,
    design.names.filter((name) => name.includes("a: ") && name.includes("b: ")),
  );
  const own = interactionTest(rows);
  expect(own.degreesOfFreedom).toEqual(wald.degreesOfFreedom);
  expect(own.statistic).toBeCloseTo(wald.statistic ?? Number.NaN, 8);
  expect(own.pValue).toBeCloseTo(wald.pValue ?? Number.NaN, 10);
});

test("a cell without rows takes its contrast out, and the rest is tested", () => {
  const own = interactionTest(made("hole", 300, (first, second) => first === 3 && second === 2));
  expect(own.degreesOfFreedom[0]).toBe(5);
  expect(own.pValue).toBeGreaterThan(0);
});

test("one level, constant values and few clusters have no test and say why", () => {
  const rows = made("bad", 60);
  expect(interactionTest({ ...rows, second: rows.second.map(() => 0) }).problem).toMatch(/no two levels/);
  expect(interactionTest({ ...rows, values: rows.values.map(() => 5) }).problem).toMatch(/singular/);
  expect(interactionTest({ ...rows, clusters: rows.clusters.map(() => "one") }).problem).toMatch(
    /1 clusters are too few/,
  );
});
