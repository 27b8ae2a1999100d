import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@refract/stats";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { groupsSchema } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import reference from "./fixtures/weighted-means.json" with { type: "json" };
import { rebalancing } from "./rebalancing.ts";
import { weightedMeans } from "./weighted-means.ts";

type Row = Readonly<Record<string, unknown>>;

const half = { scheme: "raking", targets: { gender: { Male: 0.5, Female: 0.5 } } };

async function analysed(survey: readonly Row[], utterances: readonly Row[], weights: unknown = half) {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(join(folder, "survey.jsonl"), lines(survey));
  await writeFile(join(folder, "utterances.jsonl"), lines(utterances));
  await using data = await openAnalysisData(folder);
  const groups = groupsSchema.parse({
    minimum: 2,
    attributes: { gender: { column: "gender", title: "Gender" } },
    weights,
  });
  const [outcome] = await runAnalyses([rebalancing], data, {
    groups,
    mode: "corrected",
    seed: "1",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  return outcome;
}

function table(outcome: Awaited<ReturnType<typeof analysed>>, id: string) {
  const block = outcome.section.blocks.find((one) => one.kind === "table" && one.id === id);
  if (block?.kind !== "table") throw new Error(`no table ${id}`);
  const column = (name: string) => block.columns.findIndex((own) => own.name === name);
  return block.rows.map((row) => (name: string) => row[column(name)]);
}

/** Nine men who like a, three women who like b: women are half of the population. */
const people = Array.from({ length: 12 }, (_, place) => ({
  user_id: `u${String(place).padStart(2, "0")}`,
  gender: place < 9 ? "Male" : "Female",
}));
const turn = (user: string, scores: Readonly<Record<string, number>>, id = user): readonly Row[] =>
  Object.entries(scores).map(([model_name, score]) => ({
    user_id: user,
    interaction_id: id,
    turn: 0,
    model_name,
    score,
  }));
const utterances = people.flatMap(({ user_id, gender }, place) =>
  turn(user_id, gender === "Male" ? { a: 80 + (place % 3), b: 60 } : { a: 30, b: 90 + (place % 3) }),
);

test("weights turn the order of two models, in scores and in ranks", async () => {
  const outcome = await analysed(people, utterances);
  expect(outcome.status).toBe("done");
  const [effective] = table(outcome, "effective-n");
  // weights 2/3 and 2: 12^2 / (9 * 4/9 + 3 * 4)
  expect(effective?.("effective")).toBeCloseTo(9, 9);
  expect(effective?.("design_effect")).toBeCloseTo(4 / 3, 9);
  const [first, second] = table(outcome, "scores");
  expect(first?.("model")).toBe("b");
  expect(first?.("unweighted")).toBeCloseTo((9 * 60 + 3 * 91) / 12, 9);
  expect(first?.("weighted")).toBeCloseTo((60 + 91) / 2, 9);
  expect(second?.("weighted")).toBeCloseTo((81 + 30) / 2, 9);
  expect(second?.("unweighted_rank")).toBe(1);
  expect(second?.("weighted_rank")).toBe(2);
  // a wins 9 of 12 unweighted and half of the weight, so that ranks are equal then
  const byModel = new Map(table(outcome, "ranks").map((row) => [row("model"), row]));
  expect(byModel.get("a")?.("unweighted_rank")).toBe(1);
  expect(byModel.get("b")?.("unweighted_rank")).toBe(2);
  expect(byModel.get("a")?.("weighted")).toBeCloseTo(0.5, 9);
  expect(byModel.get("b")?.("weighted")).toBeCloseTo(0.5, 9);
  expect(outcome.section.provenance).toMatchObject({
    population: "people with scores in opening turns (12)",
    weights: "raking to gender (effective sample size 9 of 12)",
    mode: "corrected",
  });
});

test("targets that are the sample's own shares change nothing, and gains are 0 with intervals of 0", async () => {
  const outcome = await analysed(people, utterances, {
    scheme: "post-stratification",
    cells: [
      { levels: { gender: "Male" }, share: 0.75 },
      { levels: { gender: "Female" }, share: 0.25 },
    ],
  });
  for (const row of table(outcome, "scores")) {
    expect(row("difference")).toBeCloseTo(0, 9);
    expect(row("difference_lower")).toBeCloseTo(0, 9);
    expect(row("weighted")).toBeCloseTo(Number(row("unweighted")), 9);
    expect(row("weighted_lower")).toBeCloseTo(Number(row("unweighted_lower")), 9);
  }
  for (const row of table(outcome, "ranks"))
    expect([row("gain"), row("gain_lower"), row("gain_upper")]).toEqual([0, 0, 0]);
});

test("people in no cell count in unweighted figures only, and that is said", async () => {
  const survey = [...people, { user_id: "u99", gender: "Other" }];
  const outcome = await analysed(survey, [...utterances, ...turn("u99", { a: 1, b: 100, c: 50 })], {
    scheme: "post-stratification",
    cells: [
      { levels: { gender: "Male" }, share: 0.5 },
      { levels: { gender: "Female" }, share: 0.5 },
    ],
  });
  const c = table(outcome, "scores").find((row) => row("model") === "c");
  expect(c?.("unweighted")).toBe(50);
  expect(c?.("weighted")).toEqual({ absent: "nobody who scored it has a weight" });
  expect(JSON.stringify(outcome.section.blocks)).toContain("1 person has no cell with a target");
  expect(outcome.section.provenance.weights).toContain("1 with weight 0");
});

test("without weights in the file, with unknown levels and without battles it says what is missing", async () => {
  expect((await analysed(people, utterances, { scheme: "none" })).problem).toMatch(
    /weights: none are asked for, expected --groups FILE whose weights have a scheme/,
  );
  expect(
    (await analysed(people, utterances, { scheme: "raking", targets: { gender: { Men: 1 } } })).problem,
  ).toMatch(/nobody has the level "Men"/);
  const alone = await analysed(
    people,
    people.flatMap(({ user_id }, place) => turn(user_id, { a: place })),
  );
  expect(alone.status).toBe("done");
  expect(JSON.stringify(alone.section.blocks)).toContain("no opening turn in which two different models");
});

test("a weighted mean, its interval and its difference cover what they estimate in made samples", () => {
  // men are 30 % of the population and 60 % of samples; men score 40, women 60, both with their own level
  const random = createRandom("coverage");
  const rounds = 400;
  let weightedHits = 0;
  let differenceHits = 0;
  for (let round = 0; round < rounds; round += 1) {
    const sample = Array.from({ length: 80 }, (_, person) => ({
      man: person < 48,
      level: random.normal(person < 48 ? 40 : 60, 10),
    }));
    const rows = sample.flatMap(({ level }, person) =>
      [0, 1, 2].map(() => ({ person, score: level + random.normal(0, 5) })),
    );
    const [found] = weightedMeans(
      {
        models: rows.map(() => "a"),
        people: rows.map(({ person }) => person),
        scores: rows.map(({ score }) => score),
      },
      sample.map(({ man }) => (man ? 0.3 / 0.6 : 0.7 / 0.4)),
    );
    const covers = (
      interval: { lower: number | null; upper: number | null } | null | undefined,
      truth: number,
    ) => Number((interval?.lower ?? 1) <= truth && truth <= (interval?.upper ?? 0));
    weightedHits += covers(found?.weighted, 54);
    differenceHits += covers(found?.difference, 54 - 48);
  }
  // shares of men are fixed here, so that these intervals are too wide rather than too narrow
  expect(weightedHits / rounds).toBeGreaterThan(0.93);
  expect(differenceHits / rounds).toBeGreaterThan(0.93);
});

// statsmodels 0.13.5, by benchmarks/reference/analyses.py: least squares on a constant, fitted again without each person
test("means and intervals, weighted and not, are those of statsmodels", () => {
  const { models, people: rows, scores, weights } = reference.data;
  const found = new Map(
    weightedMeans({ models, people: rows, scores }, weights).map((own) => [own.model, own]),
  );
  for (const model of ["a", "b"] as const) {
    for (const side of ["unweighted", "weighted", "difference"] as const) {
      const own = found.get(model)?.[side];
      const expected = reference.means[model][side];
      expect(own?.mean).toBeCloseTo(expected.mean, 9);
      expect(own?.lower).toBeCloseTo(expected.lower, 8);
      expect(own?.upper).toBeCloseTo(expected.upper, 8);
    }
  }
});
