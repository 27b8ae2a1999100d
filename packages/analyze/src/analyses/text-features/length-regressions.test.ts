import { expect, test } from "vitest";
import type { Features } from "./feature-view.ts";
import reference from "./fixtures/text-features.json" with { type: "json" };
import { lengthRegressions } from "./length-regressions.ts";

// statsmodels 0.13.5, by benchmarks/reference/analyses.py

const numbers = (values: readonly number[]) => Float64Array.from(values);
const { data } = reference;
const features: Features = {
  user: data.user,
  turn: numbers(data.turn),
  score: numbers(data.score),
  characters: numbers(data.characters),
  lineBreak: numbers(data.lineBreak),
  question: numbers(data.question),
  list: numbers(data.list),
  deanthropomorphising: numbers(data.deanthropomorphising),
  refusal: numbers(data.refusal),
  selfIdentification: numbers(data.selfIdentification),
};

const titles = {
  length: "Length (all",
  form: "Length and form (",
  phrases: "Length, form and phrases",
} as const;

test.each([
  ["corrected", "length"],
  ["corrected", "form"],
  ["corrected", "phrases"],
  ["published", "length"],
  ["published", "form"],
  ["published", "phrases"],
] as const)("%s: the model of %s is that of statsmodels", (mode, name) => {
  const expected = reference.models[name][mode];
  const classical = mode === "published" ? expected : reference.models[name].classical;
  const { blocks } = lengthRegressions(features, { mode, n: "made", seed: "1" }, null);
  const rowsOf = (id: string) => {
    const table = blocks.find((block) => block.kind === "table" && block.id === id);
    if (table?.kind !== "table") throw new Error(`no table ${id}`);
    return table.rows.filter(([title]) => String(title).startsWith(titles[name]));
  };
  const rows = rowsOf("regressions");
  expect(rows).toHaveLength(expected.estimates.length);
  for (const [place, row] of rows.entries()) {
    expect(row[2]).toBeCloseTo(expected.estimates[place] ?? Number.NaN, 8);
    expect(row[3]).toBeCloseTo(expected.standardErrors[place] ?? Number.NaN, 8);
    // corrected ones of few people are drawn: wild-cluster-tests.test.ts
    if (mode === "published") {
      expect(row[4]).toBeCloseTo(expected.lower[place] ?? Number.NaN, 7);
      expect(row[5]).toBeCloseTo(expected.upper[place] ?? Number.NaN, 7);
      expect(row[6]).toBeCloseTo(expected.pValues[place] ?? Number.NaN, 8);
    } else {
      expect(row[4]).toBeLessThan(expected.estimates[place] ?? Number.NaN);
      expect(row[5]).toBeGreaterThan(expected.estimates[place] ?? Number.NaN);
    }
    expect(row[7]).toBeCloseTo(classical.standardErrors[place] ?? Number.NaN, 8);
  }
  const [fit] = rowsOf("fits");
  expect(fit?.[1]).toBe(expected.rows);
  expect(fit?.[2]).toEqual(
    mode === "published" ? { absent: "not clustered" } : reference.models[name].people,
  );
  expect(fit?.[3]).toBeCloseTo(expected.rSquared, 10);
  expect(fit?.[4]).toBeCloseTo(expected.residualSd, 8);
});

test("the first models take responses under the 95th percentile of length, by linear interpolation", () => {
  const { blocks } = lengthRegressions(features, { mode: "corrected", n: "made", seed: "1" }, null);
  expect(JSON.stringify(blocks)).toContain(`under ${reference.limit.toFixed(1)} characters`);
});
