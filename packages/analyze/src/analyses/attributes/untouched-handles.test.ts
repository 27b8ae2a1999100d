import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { attributes } from "./attributes.ts";

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

async function noticesOf(files: Readonly<Record<string, readonly object[]>>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  for (const [name, rows] of Object.entries(files)) await writeFile(join(folder, name), lines(rows));
  await using data = await openAnalysisData(folder);
  const settings = { groups: prismGroups, mode: "corrected", seed: "1", embedder: null } as const;
  const [outcome] = await runAnalyses([attributes], data, settings);
  return (outcome?.section.blocks ?? []).flatMap((block) => (block.kind === "notice" ? [block.text] : []));
}

const survey = [
  {
    user_id: "a",
    stated_prefs: { values: 50, safety: 80 },
    stated_prefs_touched: { values: false, safety: true },
  },
  {
    user_id: "b",
    stated_prefs: { values: 50, safety: null },
    stated_prefs_touched: { values: true, safety: false },
  },
];
const conversations = ["c0", "c1"].map((conversation_id, place) => ({
  conversation_id,
  user_id: ["a", "b"][place],
  performance_attributes: { values: 50, fluency: 70 },
}));
const touched = (conversation_id: string, key: string, value: boolean) => ({
  ...{ user_id: "a", conversation_id, missing: null, value },
  field: `performance_attributes_touched.${key}`,
});

test("handles that nobody touched are counted as in the paper, and both numbers are said", async () => {
  const notices = await noticesOf({
    "survey.jsonl": survey,
    "conversations.jsonl": conversations,
    "answers.jsonl": [
      touched("c0", "values", false),
      touched("c0", "fluency", true),
      touched("c1", "values", false),
      { user_id: "a", conversation_id: null, field: "age", value: 30, missing: null },
    ],
  });
  expect(notices).toContain(
    "3 of 7 answers are handles that nobody touched, which stand where they began: stated: values 1, performance: values 2. They are counted here, as in the paper, whose release does not tell them apart; 4 answers were set by people.",
  );
});

test("a dataset that does not tell, and one in which all were touched, say nothing", async () => {
  const untold = survey.map(({ user_id, stated_prefs }) => ({ user_id, stated_prefs }));
  const all = { "survey.jsonl": untold, "conversations.jsonl": conversations };
  for (const files of [all, { ...all, "answers.jsonl": [touched("c0", "values", true)] }])
    expect((await noticesOf(files)).filter((text) => text.includes("touched"))).toEqual([]);
});
