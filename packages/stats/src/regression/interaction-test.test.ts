import { expect, test } from "vitest";
import { entry } from "../linear-algebra/matrix.ts";
import { createRandom } from "../random.ts";
import { buildDesign } from "./design-matrix.ts";
import reference from "./fixtures/grouped-ratings.json" with { type: "json" };
import { interactionTest } from "./interaction-test.ts";
import { fitRandomIntercept } from "./random-intercept.ts";

const rows = {
  item: reference.item,
  values: reference.value,
  clusters: reference.person,
  group: reference.group,
};

// R 4.2.2 with nlme, clubSandwich and vegan, by benchmarks/reference/grouped-ratings.R
test("the pseudo-F is that of vegan's adonis2, and so is the share of permutations", () => {
  const own = interactionTest(rows, { seed: "vegan", permutations: 9999 });
  expect(own.degreesOfFreedom).toEqual([2, 21]);
  expect(own.statistic).toBeCloseTo(reference.F, 5);
  expect(Math.abs((own.pValue ?? 1) - reference.pValue)).toBeLessThan(0.015);
});

test("errors that leave out people are clubSandwich's CR3 less its missing factor", () => {
  const design = buildDesign([{ kind: "factor", name: "item", values: reference.item.map(String) }]);
  const fit = fitRandomIntercept(design, reference.value, reference.person, { errors: "jackknife" });
  expect(fit.degreesOfFreedom).toBe(23);
  for (const [i, row] of reference.covariance.entries()) {
    expect(fit.coefficients[i]?.estimate).toBeCloseTo(reference.coefficients[i] ?? Number.NaN, 4);
    if (fit.covariance === null) throw new Error("a covariance");
    for (const [j, value] of row.entries()) expect(entry(fit.covariance, i, j)).toBeCloseTo(value, 3);
  }
});

test("an item that one person alone has does not stop the errors", () => {
  const items = reference.item.map((item, row) => (row === 0 ? "alone" : String(item)));
  const design = buildDesign([{ kind: "factor", name: "item", values: items }]);
  const fit = fitRandomIntercept(design, reference.value, reference.person, { errors: "jackknife" });
  for (const { standardError } of fit.coefficients) expect(standardError).toBeGreaterThan(0);
});

test("a seed gives the same p-value, which is never below one in the permutations", () => {
  const planted = {
    ...rows,
    values: rows.values.map((value, row) => value + (rows.group[row] === 1 && rows.item[row] === 2 ? 80 : 0)),
  };
  const own = interactionTest(planted, { seed: "a", permutations: 99 });
  expect(own.pValue).toBe(0.01);
  expect(interactionTest(rows, { seed: "a" })).toEqual(interactionTest(rows, { seed: "a" }));
});

test("five in a hundred null datasets are rejected, also for 30 people and 21 items", () => {
  const random = createRandom("null");
  const rejected = Array.from({ length: 200 }, (_, round) => {
    const made = {
      item: [] as number[],
      values: [] as number[],
      clusters: [] as number[],
      group: [] as number[],
    };
    for (let person = 0; person < 30; person += 1) {
      const group = random.integer(3);
      const spread = Math.exp(random.normal(0, 0.5));
      const taste = Array.from({ length: 21 }, () => random.normal(0, 10));
      for (let row = 0; row < 20; row += 1) {
        const item = random.integer(21);
        made.item.push(item);
        made.clusters.push(person);
        made.group.push(group);
        made.values.push(spread * (item + (taste[item] ?? 0) + random.normal(0, 15)));
      }
    }
    return (interactionTest(made, { seed: `null ${round}`, permutations: 99 }).pValue ?? 1) <= 0.05;
  }).filter(Boolean).length;
  // 10 expected; 2 to 20 in all but one of 1,000 seeds
  expect(rejected).toBeGreaterThanOrEqual(2);
  expect(rejected).toBeLessThanOrEqual(20);
});

test("one group, constant values, one item and one person have no test and say why", () => {
  const options = { seed: "bad", permutations: 9 };
  expect(interactionTest({ ...rows, group: rows.group.map(() => 0) }, options).problem).toMatch(/one group/);
  expect(interactionTest({ ...rows, values: rows.values.map(() => 5) }, options).problem).toMatch(
    /don't differ/,
  );
  expect(interactionTest({ ...rows, item: rows.item.map(() => 0) }, options).problem).toMatch(/two items/);
  expect(interactionTest({ ...rows, clusters: rows.clusters.map(() => 1) }, options).problem).toMatch(
    /don't differ/,
  );
  expect(interactionTest({ ...rows, group: rows.clusters }, options).problem).toMatch(/as many groups/);
});

/** Four people, two of each group, who part as far as they can. */
const four = {
  item: [0, 1, 0, 1, 0, 1, 0, 1],
  values: [1, 0, 1, 0, 0, 1, 0, 1],
  clusters: [0, 0, 1, 1, 2, 2, 3, 3],
  group: [0, 0, 0, 0, 1, 1, 1, 1],
};

test("orders that part people exactly as the data does count as large: four people never have less than a third", () => {
  // 2 of the 6 ways to make two groups of two
  const { pValue, permutations } = interactionTest(four, { seed: "ties", permutations: 5999 });
  expect(permutations).toBe(5999);
  expect(Math.abs((pValue ?? 1) - 1 / 3)).toBeLessThan(0.03);
});

test("people with values of one item are not counted, however many they have", () => {
  const more = {
    item: [...four.item, 0, 1, 1],
    values: [...four.values, 5, 7, 6],
    clusters: [...four.clusters, 4, 5, 5],
    group: [...four.group, 0, 1, 1],
  };
  expect(interactionTest(more, { seed: "one", permutations: 9 }).degreesOfFreedom).toEqual([1, 2]);
});
