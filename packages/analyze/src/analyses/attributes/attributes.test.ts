import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { attributes } from "./attributes.ts";

type Row = Readonly<Record<string, unknown>>;

async function analysed(
  survey: readonly Row[],
  conversations: readonly Row[],
  mode: "corrected" | "published" = "corrected",
) {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(join(folder, "survey.jsonl"), lines(survey));
  await writeFile(join(folder, "conversations.jsonl"), lines(conversations));
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([attributes], data, {
    groups: prismGroups,
    mode,
    seed: "1",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  return outcome;
}

const person = (user_id: string, values: number | null, safety: number | null): Row => ({
  user_id,
  stated_prefs: { values, safety },
});
const talk = (
  conversation_id: string,
  user_id: string,
  values: number | null,
  fluency: number | null,
): Row => ({
  conversation_id,
  user_id,
  performance_attributes: { values, fluency },
  choice_attributes: { values: 50, fluency },
});

const people = [person("u1", 10, 20), person("u2", 20, 30), person("u3", 30, 70)];
const talks = [
  talk("c1", "u1", 1, 5),
  talk("c2", "u1", 2, 4),
  talk("c3", "u2", 3, null),
  talk("c4", "u3", 4, 1),
];

function table(outcome: Awaited<ReturnType<typeof analysed>>, id: string) {
  const block = outcome.section.blocks.find((one) => one.kind === "table" && one.id === id);
  if (block?.kind !== "table") throw new Error(`no table ${id}`);
  return block;
}

test("stated preferences count once a person; published they count once a conversation", async () => {
  const corrected = table(await analysed(people, talks), "sliders");
  // means of 10, 20, 30 and of 10, 10, 20, 30
  expect(corrected.rows[0]?.slice(0, 4)).toEqual(["values", "stated", 3, 20]);
  const published = table(await analysed(people, talks, "published"), "sliders");
  expect(published.rows[0]?.slice(0, 4)).toEqual(["values", "stated", 4, 17.5]);
});

test("correlations are Pearson's over complete pairs; the share left out is counted", async () => {
  const outcome = await analysed(people, talks);
  const stated = table(outcome, "stated-correlations-table").rows[0];
  // R 4.2.2: cor(c(10, 20, 30), c(20, 30, 70)) = 0.9449112
  expect(stated?.[2]).toBeCloseTo(0.9449112, 7);
  expect(stated?.[6]).toBe(3);
  const fluency = table(outcome, "sliders").rows.find(
    (row) => row[0] === "fluency" && row[1] === "performance",
  );
  expect(fluency?.[8]).toBe(0.25);
});

test("a constant slider has no correlation and says why", async () => {
  const outcome = await analysed(people, talks);
  const row = table(outcome, "choice-correlations-table").rows[0];
  expect(row?.[2]).toMatchObject({ absent: expect.stringMatching(/vary|constant|equal/) });
});

test("one person, nobody's answers, and a missing column each leave a reason", async () => {
  expect((await analysed([person("u1", 10, 20)], [talk("c1", "u1", 1, 2)])).status).toBe("done");
  const empty = await analysed(
    [person("u1", null, null)],
    [talk("c1", "u1", null, null)].map((row) => ({ ...row, choice_attributes: { values: null } })),
  );
  expect(empty.status).toBe("impossible");
  expect(empty.problem).toMatch(/no answers to stated_prefs/);
  expect((await analysed([{ user_id: "u1" }], [{ user_id: "u1", conversation_id: "c1" }])).status).toBe(
    "impossible",
  );
});
