import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
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

async function analysed(utterances: readonly Row[], survey: readonly Row[] = [], seed = "1") {
  await using data = await openAnalysisData(await folderOf(utterances, survey));
  const [outcome] = await runAnalyses([welfare], data, {
    groups: prismGroups,
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
  const rows = table(await analysed(utterances, survey), "us-representative-rating-table");
  const cell = (population: string, scheme: string) =>
    rows.find((row) => row[0] === population && row[1] === scheme);
  // men always choose a: 80 for men, 5 for women; all = (12 * 80 + 4 * 5) / 16
  expect(cell("all", "men, 100")?.slice(2, 5)).toEqual([16, 61.25, 61.25]);
  expect(cell("not men", "men, 100")?.slice(2, 4)).toEqual([4, 5]);
  // over everybody b has 67.5: large representative panels choose it nearly always
  expect(cell("all", "representative, 100")?.[6]).toBe(67.5);
  expect(cell("all", "men, 100")?.[12]).toBe(true);
});

test("everybody is white: the complement is empty, and that is said", async () => {
  const outcome = await analysed(utterances, survey);
  expect(JSON.stringify(outcome.section.blocks)).toContain('nobody is in \\"not white people\\"');
  expect(table(outcome, "us-representative-rating-table").map((row) => row[0])).not.toContain(
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

test("the same seed draws the same panels", async () => {
  const mixed = people.flatMap(({ user }, place) => shown(user, { a: 50 + place, b: 66 - place, c: 58 }));
  const once = table(await analysed(mixed, survey), "us-representative-rating-table");
  expect(table(await analysed(mixed, survey), "us-representative-rating-table")).toEqual(once);
  expect(table(await analysed(mixed, survey, "2"), "us-representative-rating-table")).not.toEqual(once);
});

test("without a survey everybody is the population; one model, no scores and one person each leave a reason", async () => {
  const outcome = await analysed(utterances);
  expect(outcome.status).toBe("done");
  expect(table(outcome, "everybody-rating-table")).toHaveLength(4);
  expect((await analysed(shown("u1", { a: 5 }))).problem).toMatch(
    /one model, a: panels have nothing to choose from/,
  );
  expect((await analysed(shown("u1", { a: 5 }).map((row) => ({ ...row, score: null })))).problem).toMatch(
    /no scores in opening turns/,
  );
  expect((await analysed(shown("u1", { a: 5, b: 6 }))).status).toBe("done");
});
