import { createRandom } from "@refract/stats";
import { expect, test } from "vitest";
import reference from "./fixtures/mixed-models.json" with { type: "json" };
import { groupDifferences } from "./group-differences.ts";
import type { Ratings } from "./load-ratings.ts";
import { modelEffects } from "./model-effects.ts";

/** Made ratings: 120 people score 4 of 6 models, twice; levels of people differ; women score model f higher by `planted`. */
function made(
  seed: string,
  planted: number,
): Ratings & { readonly women: readonly string[]; readonly coins: readonly string[] } {
  const random = createRandom(seed);
  const models = ["a", "b", "c", "d", "e", "f"];
  const scores: number[] = [];
  const people: string[] = [];
  const shown: string[] = [];
  const women: string[] = [];
  const coins: string[] = [];
  for (let person = 0; person < 120; person += 1) {
    const level = random.normal(50, 12);
    const coin = random.chance(0.5) ? "heads" : "tails";
    for (const model of [...random.sample(models, 4), ...random.sample(models, 4)]) {
      const woman = person % 2 === 0;
      scores.push(
        level + 3 * models.indexOf(model) + (woman && model === "f" ? planted : 0) + random.normal(0, 8),
      );
      people.push(`u${person}`);
      shown.push(model);
      women.push(woman ? "Female" : "Male");
      coins.push(coin);
    }
  }
  return { scores: Float64Array.from(scores), people, models: shown, women, coins };
}

test("effects of models are found beside persons' levels", () => {
  const ratings = made("effects", 0);
  const { blocks } = modelEffects(ratings, "made");
  const [effects] = blocks;
  const variance = blocks.find((block) => block.kind === "table" && block.id === "variance");
  if (effects?.kind !== "table" || variance?.kind !== "table") throw new Error("two tables");
  expect(effects.rows.map((row) => row[0])).toEqual(["f", "e", "d", "c", "b", "a"]);
  // effects run from -7.5 to 7.5; people's variance is 144 of 208
  for (const [place, row] of effects.rows.entries())
    expect(Math.abs(Number(row[1]) - (7.5 - 3 * place))).toBeLessThan(2);
  expect(Math.abs(Number(variance.rows[0]?.[2]) - 144 / 208)).toBeLessThan(0.1);
});

test("a planted difference of groups in one model is found, and a drawn group shows none", () => {
  const ratings = made("groups", 10);
  const { table, isPermuted } = groupDifferences(
    ratings,
    [
      { title: "Gender", levels: ratings.women },
      { title: "Coin", levels: ratings.coins },
    ],
    "made",
    "seed",
  );
  const { rows } = table;
  expect(isPermuted).toBe(true);
  // the smallest that 1,999 permutations and two attributes allow
  expect(rows[0]?.[7]).toBe(2 / 2000);
  expect(Number(rows[1]?.[7])).toBeGreaterThan(0.05);
});

test("groups that nobody is in, one group, one model, constant scores and one person leave reasons", () => {
  const ratings = made("bad", 0);
  const none = groupDifferences(
    ratings,
    [
      { title: "None", levels: ratings.people.map(() => null) },
      { title: "One", levels: ratings.people.map(() => "all") },
    ],
    "made",
    "seed",
  );
  // nothing was permuted, so that the chapter names no seed for it
  expect(none.isPermuted).toBe(false);
  expect(none.table.rows.map((row) => row[6])).toEqual([
    { absent: "no group is large enough" },
    { absent: "one group has nothing to differ from" },
  ]);
  for (const bad of [
    { ...ratings, models: ratings.models.map(() => "a") },
    { ...ratings, scores: ratings.scores.map(() => 50) },
    { ...ratings, people: ratings.people.map(() => "u1") },
    { scores: Float64Array.of(50), people: ["u1"], models: ["a"] },
  ]) {
    const text = JSON.stringify(modelEffects(bad, "made").blocks.filter(({ kind }) => kind === "table"));
    expect(text).not.toMatch(/NaN|null/);
    expect(text).toContain("absent");
  }
});

// statsmodels 0.13.5 and numpy, by benchmarks/reference/analyses.py; its optimiser stops at about six digits
test("effects, variances and tests are those of statsmodels", () => {
  const { data } = reference;
  const ratings: Ratings = {
    scores: Float64Array.from(data.scores),
    people: data.people,
    models: data.models,
  };
  const tableOf = (id: string) => {
    const table = modelEffects(ratings, "made").blocks.find(
      (block) => block.kind === "table" && block.id === id,
    );
    if (table?.kind !== "table") throw new Error(`no table ${id}`);
    return table.rows;
  };
  const effects = new Map(tableOf("effects").map((row) => [row[0], row]));
  for (const [place, model] of reference.effects.models.entries()) {
    expect(effects.get(model)?.[1]).toBeCloseTo(reference.effects.estimates[place] ?? Number.NaN, 5);
    expect(effects.get(model)?.[2]).toBeCloseTo(reference.effects.standardErrors[place] ?? Number.NaN, 5);
  }
  const [between, within] = tableOf("variance");
  const total = reference.groupVariance + reference.residualVariance;
  expect(Number(between?.[1]) / reference.groupVariance).toBeCloseTo(1, 5);
  expect(Number(within?.[1]) / reference.residualVariance).toBeCloseTo(1, 5);
  expect(between?.[2]).toBeCloseTo(reference.groupVariance / total, 5);
  const [tested] = groupDifferences(ratings, [{ title: "Made", levels: data.groups }], "made", "seed").table
    .rows;
  expect(tested?.[3]).toBeCloseTo(reference.level.pValue, 5);
  expect(tested?.[5]).toBeCloseTo(reference.interaction.F, 8);
  // both count permutations of their own
  expect(Math.abs(Number(tested?.[6]) - reference.interaction.pValue)).toBeLessThan(0.02);
});
