import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createRandom,
  entry,
  matrixFromRows,
  mean,
  standardDeviation,
  studentTQuantile,
} from "@refract/stats";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { type Groups, prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { loadBases } from "./bases.ts";
import { distributionOf, isDominated, panelWelfare } from "./panel-welfare.ts";
import { schemeDifferences } from "./scheme-differences.ts";
import { loadScoreTables } from "./score-table.ts";
import { welfare } from "./welfare.ts";

type Row = Readonly<Record<string, unknown>>;

async function folderOf(utterances: readonly Row[], survey: readonly Row[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(join(folder, "utterances.jsonl"), lines(utterances));
  if (survey.length > 0) await writeFile(join(folder, "survey.jsonl"), lines(survey));
  return folder;
}

async function analysed(
  utterances: readonly Row[],
  survey: readonly Row[] = [],
  seed = "1",
  groups: Groups = prismGroups,
) {
  await using data = await openAnalysisData(await folderOf(utterances, survey));
  const [outcome] = await runAnalyses([welfare], data, {
    groups,
    mode: "corrected",
    seed,
    embedder: null,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  return outcome;
}

function table(outcome: Awaited<ReturnType<typeof analysed>>, id: string) {
  const block = outcome.section.blocks.find((one) => one.kind === "table" && one.id === id);
  if (block?.kind !== "table") throw new Error(`no table ${id}`);
  return block.rows;
}

const shown = (user: string, scores: Readonly<Record<string, number>>, balanced = true): readonly Row[] => {
  const best = Math.max(...Object.values(scores));
  return Object.entries(scores).map(([model, score]) => ({
    user_id: user,
    turn: 0,
    model_name: model,
    score,
    if_chosen: score === best,
    included_in_balanced_subset: balanced,
  }));
};

/** Twelve men like a, four women like b; all in the US sample. */
const people = Array.from({ length: 16 }, (_, place) => ({
  user: `u${String(place).padStart(2, "0")}`,
  man: place < 12,
}));
const survey = people.map(({ user, man }) => ({
  user_id: user,
  gender: man ? "Male" : "Female",
  ethnicity: { simplified: "White" },
  age: man ? "45-54 years old" : "18-24 years old",
  included_in_US_REP: true,
  included_in_UK_REP: false,
}));
const utterances = people.flatMap(({ user, man }) => shown(user, man ? { a: 80, b: 60 } : { a: 5, b: 90 }));

test("a panel of men chooses what men like, and those who are no men get what follows", async () => {
  const rows = table(await analysed(utterances, survey), "rating-us-representative-table");
  const cell = (population: string, scheme: string) =>
    rows.find((row) => row[0] === population && row[1] === scheme);
  // men always choose a: 80 for men, 5 for women; all = (12 * 80 + 4 * 5) / 16
  expect(cell("all", "men, 100")?.slice(2, 5)).toEqual([16, 61.25, 61.25]);
  expect(cell("not men", "men, 100")?.slice(2, 4)).toEqual([4, 5]);
  // over everybody b has 67.5: large representative panels choose it nearly always
  expect(cell("all", "representative, 100")?.[6]).toBe(67.5);
  expect(cell("all", "men, 100")?.[12]).toBe(true);
});

test("the summary counts those in a population, not everybody with scores", async () => {
  const outcome = await analysed([...utterances, ...shown("outside", { a: 50, b: 40 })], survey);
  expect(outcome.section.summary).toBe(
    "US representative sample: what 16 people get when panels of 10 to 100 choose one of 2 models for all.",
  );
});

test("everybody is white: the complement is empty, and that is said", async () => {
  const outcome = await analysed(utterances, survey);
  expect(JSON.stringify(outcome.section.blocks)).toContain('nobody is in \\"not white people\\"');
  expect(table(outcome, "rating-us-representative-table").map((row) => row[0])).not.toContain(
    "not white people",
  );
});

test("the score table holds means of opening turns in the balanced subset, and NaN for models never seen", async () => {
  const rows = [
    ...shown("u1", { a: 80, b: 60 }),
    ...shown("u1", { a: 40 }),
    ...shown("u2", { b: 7 }),
    ...shown("u3", { a: 1 }, false),
    { ...shown("u1", { a: 1 })[0], turn: 1 },
  ];
  await using data = await openAnalysisData(await folderOf(rows));
  const tables = await loadScoreTables(data);
  expect(tables.people).toEqual(["u1", "u2"]);
  expect([...tables.rating.values]).toEqual([60, 60, Number.NaN, 7]);
  expect([...tables.choice.values]).toEqual([1, 0, Number.NaN, 1]);
  expect([...tables.spared.values].map((value) => value + 0)).toEqual([0, 0, Number.NaN, -1]);
});

test("a choice without a score counts as a choice, and its person sits on no panel that looks at ratings", async () => {
  const rows = [
    ...shown("u1", { a: 80, b: 60 }),
    ...shown("u1", { a: 1, b: 2 }).map((row) => ({ ...row, score: null })),
    ...shown("u2", { a: 1, b: 2 }).map((row) => ({ ...row, score: null })),
  ];
  await using data = await openAnalysisData(await folderOf(rows));
  const tables = await loadScoreTables(data);
  expect([...tables.rating.values]).toEqual([80, 60, Number.NaN, Number.NaN]);
  expect([...tables.choice.values]).toEqual([0.5, 0.5, 0, 1]);
  const outcome = await analysed(rows);
  expect(table(outcome, "rating-everybody-table")[0]?.slice(0, 4)).toEqual([
    "all",
    "representative, 10",
    1,
    80,
  ]);
  expect(table(outcome, "choice-everybody-table")[0]?.[2]).toBe(2);
});

test("pools named and titled like other schemes stay apart from them", async () => {
  const outcome = await analysed(utterances, survey, "1", {
    ...prismGroups,
    pools: {
      "representative-100": { title: "representative", where: [{ column: "gender", is: "Female" }] },
      men: { title: "adults", where: [{ column: "gender", is: "Male" }] },
      grown: { title: "adults", where: [{ column: "gender", in: ["Male", "Female"] }] },
    },
  });
  const rows = table(outcome, "rating-us-representative-table").filter(
    ([population]) => population === "all",
  );
  expect(rows.map((row) => row[1])).toEqual([
    "representative, 10",
    "representative, 20",
    "representative, 50",
    "representative, 100",
    "representative, 100 (pool-representative-100)",
    "adults (men), 100",
    "adults (grown), 100",
  ]);
  // panels of women choose b, always; the reference is the scheme of everybody all the same
  expect(rows[4]?.[10]).toBe(1);
  expect(rows[3]?.[12]).toEqual({ absent: "the scheme the others are held against" });
  const matrix = table(outcome, "rating-us-representative-dominance-table");
  expect(matrix[4]?.slice(2)).toEqual([true, true, true, true, { absent: "itself" }, true, true]);
});

test("populations named like a part of another's results have results of their own", async () => {
  const [all, men] = [
    { title: "all", where: [] },
    { title: "men", where: [{ column: "gender", is: "Male" }] },
  ];
  const outcome = await analysed(utterances, survey, "1", {
    ...prismGroups,
    populations: { x: all, "x-dominance": men, "x-dominance-table": men },
  });
  const ids = outcome.section.blocks.flatMap((block) => ("id" in block ? [block.id] : []));
  expect(ids.length).toBeGreaterThan(12);
  expect(new Set(ids).size).toBe(ids.length);
});

test("dominance is not claimed where draws have no welfare", () => {
  const draws = (values: readonly number[], drawsWithoutWelfare = 0) =>
    distributionOf({ values: Float64Array.from(values), drawsWithoutWelfare });
  expect(isDominated(draws([3, 1]), draws([1, 2]))).toBe(true);
  expect(isDominated(draws([1, 2]), draws([3, 1]))).toBe(false);
  // as many draws with welfare on both sides, but not all of them
  expect(isDominated(draws([3], 1), draws([1], 1))).toBeNull();
  expect(isDominated(draws([3], 1), draws([1, 0]))).toBeNull();
  expect(isDominated(draws([], 2), draws([], 2))).toBeNull();
});

/** 400 people; each half always wants its own model, by very different margins. */
function divided() {
  const random = createRandom("divided");
  const scores = matrixFromRows(
    Array.from({ length: 400 }, (_, row) => {
      const margin = 5 + 40 * random.next();
      return row % 2 === 0 ? [50 + margin, 50, 51] : [50, 50 + margin, 51];
    }),
  );
  const rows = [...Array(400).keys()];
  const half = (name: string, rest: number) => ({
    name,
    title: name,
    rows: rows.filter((row) => row % 2 === rest),
  });
  const base = { name: "all", title: "all", rows, pools: [half("even", 0), half("odd", 1)], complements: [] };
  const rule = { judged: scores, worth: scores, scoreWithoutData: 1, draws: 1000, seed: "divided" };
  return { scores, base, rule };
}

test("the interval of a difference is that of a paired mean where panels always choose the same", () => {
  const { scores, base, rule } = divided();
  const differences = schemeDifferences(base, panelWelfare(base, rule), scores);
  const found = differences.find(
    ({ scheme, against }) => scheme.name === "pool-even" && against.name === "pool-odd",
  );
  const paired = base.rows.map((row) => entry(scores, row, 0) - entry(scores, row, 1));
  expect(found?.difference).toBeCloseTo(mean(paired), 10);
  expect(found?.drawError).toBe(0);
  const interval = found?.interval;
  expect(interval?.problem).toBeNull();
  // each pool has 200 people, which is the smallest of the three
  const overPeople = (standardDeviation(paired) ** 2 * 399) / 400 ** 2;
  const reach = studentTQuantile(0.975, 199) * Math.sqrt((overPeople * 200) / 199);
  expect(interval?.lower).toBeCloseTo(mean(paired) - reach, 9);
  expect(interval?.upper).toBeCloseTo(mean(paired) + reach, 9);
});

test("the chance of draws widens intervals, and two ways of drawing the same differ by no more than that", () => {
  const { scores, base, rule } = divided();
  const twice = { ...base, pools: [{ name: "all", title: "everybody", rows: base.rows }] };
  const [same] = schemeDifferences(twice, panelWelfare(twice, rule), scores).filter(
    ({ scheme }) => scheme.name === "pool-all",
  );
  expect(same?.drawError).toBeGreaterThan(0);
  expect(Math.abs(same?.difference ?? 99)).toBeLessThan(4 * (same?.drawError ?? 0));
  const width = (same?.interval.upper ?? 0) - (same?.interval.lower ?? 0);
  expect(width).toBeGreaterThan(2 * 1.96 * (same?.drawError ?? 99));
});

test("a provenance names every seed, how gaps were filled, and that the generator is another", async () => {
  const { provenance } = (await analysed(utterances, survey)).section;
  expect(provenance.seed?.split("; ")).toHaveLength(5);
  expect(provenance.method).toContain("over all 16 people x 2 models");
  expect(provenance.method).toContain("at most 10 rounds");
  expect(provenance.method).toContain("another generator than the paper's");
});

test("the same seed draws the same panels", async () => {
  const mixed = people.flatMap(({ user }, place) => shown(user, { a: 50 + place, b: 66 - place, c: 58 }));
  const once = table(await analysed(mixed, survey), "rating-us-representative-table");
  expect(table(await analysed(mixed, survey), "rating-us-representative-table")).toEqual(once);
  expect(table(await analysed(mixed, survey, "2"), "rating-us-representative-table")).not.toEqual(once);
});

test("without a survey everybody is the population; one model, no scores and one person each leave a reason", async () => {
  const outcome = await analysed(utterances);
  expect(outcome.status).toBe("done");
  expect(table(outcome, "rating-everybody-table")).toHaveLength(4);
  expect((await analysed(shown("u1", { a: 5 }))).problem).toMatch(
    /one model, a: panels have nothing to choose from/,
  );
  expect(
    (await analysed(shown("u1", { a: 5 }).map((row) => ({ ...row, score: null, if_chosen: null })))).problem,
  ).toMatch(/no scores or choices in opening turns/);
  expect((await analysed(shown("u1", { a: 5, b: 6 }))).status).toBe("done");
});

test("a fault while populations are read is no note", async () => {
  await using data = await openAnalysisData(
    await folderOf(shown("u1", { a: 1, b: 2 }), [{ user_id: "u1", gender: "Male" }]),
  );
  const broken = { ...data, arrays: () => Promise.reject(new Error("out of memory")) };
  await expect(loadBases(broken, prismGroups, ["u1"])).rejects.toThrow("out of memory");
});
