import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { modelMeans } from "./model-means.ts";
import { loadOpeningScores } from "./person-standard-scores.ts";
import { scaleUse } from "./scale-use.ts";
import { turnRanks } from "./turn-ranks.ts";

type Row = Readonly<Record<string, unknown>>;

async function folderOf(rows: readonly Row[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  await writeFile(join(folder, "utterances.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return folder;
}

async function analysed(rows: readonly Row[]) {
  await using data = await openAnalysisData(await folderOf(rows));
  const [outcome] = await runAnalyses([scaleUse], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "1",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  return outcome;
}

function turn(user: string, number: number, scores: readonly (number | null)[]): readonly Row[] {
  return scores.map((score, place) => ({
    utterance_id: `${user}-${number}-${place}`,
    interaction_id: `${user}-${number}`,
    conversation_id: user,
    user_id: user,
    turn: number,
    within_turn_id: place,
    model_name: number === 0 ? `m${place + 1}` : "m1",
    score,
  }));
}

test("a person's scores become z by the sample deviation of opening turns, or of all", async () => {
  await using data = await openAnalysisData(
    await folderOf([...turn("u1", 0, [90, 60, 40, 38]), ...turn("u1", 1, [50, 70])]),
  );
  const { z } = await loadOpeningScores(data, "openings");
  // prism-analysis, "It works when" 6
  expect([...z].map((value) => value.toFixed(4))).toEqual(["1.3671", "0.1243", "-0.7043", "-0.7871"]);
  const all = await loadOpeningScores(data, "all turns");
  // R 4.2.2: (90 - mean(x)) / sd(x) for x = 90, 60, 40, 38, 50, 70
  expect(all.z[0]).toBeCloseTo(1.616244, 6);
});

test("a person who gives one score to everything has z 0, not a division by 0", async () => {
  await using data = await openAnalysisData(await folderOf(turn("u1", 0, [50, 50, 50])));
  expect([...(await loadOpeningScores(data, "openings")).z]).toEqual([0, 0, 0]);
});

test("ranks inside a turn fall from the highest score; equal scores fall at random, the same for a seed", () => {
  const turns = ["a", "a", "a", "b", "b"];
  const scores = Float64Array.from([10, 90, 50, 70, 70]);
  const ranks = turnRanks(turns, scores, "1");
  expect([...ranks.slice(0, 3)]).toEqual([3, 1, 2]);
  expect([...ranks.slice(3)].toSorted()).toEqual([1, 2]);
  expect(turnRanks(turns, scores, "1")).toEqual(ranks);
});

test("responses without a turn are no turn of their own", async () => {
  const stray = [...turn("u3", 0, [99, 1]), ...turn("u4", 0, [98, 2])].map((row) => ({
    ...row,
    interaction_id: null,
  }));
  const outcome = await analysed([...turn("u1", 0, [90, 60]), ...turn("u2", 0, [70, 40]), ...stray]);
  const models = outcome.section.blocks.find((block) => block.kind === "table" && block.id === "models");
  if (models?.kind !== "table") throw new Error("a table");
  const ranks = models.columns.findIndex(({ name }) => name === "turn_rank");
  expect(models.rows.map((row) => [row[0], row[1], row[ranks]])).toEqual([
    ["m1", 4, 1],
    ["m2", 4, 2],
  ]);
  const alone = stray.map((row, place) => ({ ...row, utterance_id: `stray-${place}`, model_name: "m3" }));
  const other = await analysed([...turn("u1", 0, [90, 60]), ...alone]);
  expect(JSON.stringify(other.section.blocks)).toContain(
    "4 opening responses without a turn left out of ranks in turns.",
  );
  expect(JSON.stringify(other.section.blocks)).not.toContain("NaN");
});

test("the interval of a mean is clustered by person", () => {
  const [own] = modelMeans(["m", "m", "m", "m"], ["a", "a", "b", "b"], [1, 2, 5, 6]);
  // statsmodels 0.13.5: OLS on a constant, cov_type="cluster" (groups a, a, b, b), use_t: bse 2, from -21.91240947
  expect(own?.mean).toBe(3.5);
  expect(own?.interval?.[0]).toBeCloseTo(3.5 - 12.706204736 * 2, 6);
  expect(modelMeans(["m"], ["a"], [1])[0]?.interval).toBeNull();
});

test("turns and people are counted by hand", async () => {
  const outcome = await analysed([
    ...turn("u1", 0, [90, 60]),
    ...turn("u1", 1, [50, 70]),
    ...turn("u2", 0, [20, 40]),
  ]);
  const table = (id: string) =>
    outcome.section.blocks.find((block) => block.kind === "table" && block.id === id);
  const turns = table("turns");
  const people = table("people");
  if (turns?.kind !== "table" || people?.kind !== "table") throw new Error("two tables");
  expect(turns.rows).toEqual([
    [1, 52.5, 25, 2],
    [2, 60, 20, 1],
  ]);
  // range 30 and 20; mean 75 and 30; distance from 50: 25 and 20
  expect(people.rows[0]?.slice(0, 4)).toEqual(["opening turns", "Mean range", 2, 25]);
  expect(people.rows[2]?.slice(0, 4)).toEqual(["opening turns", "Mean score", 2, 52.5]);
  expect(people.rows[3]?.slice(0, 4)).toEqual(["opening turns", "Distance from 50", 2, 22.5]);
});

test("no scores, one person, and one response a turn each leave a reason", async () => {
  expect((await analysed(turn("u1", 0, [null, null]))).problem).toMatch(/no scores in opening turns/);
  const one = await analysed(turn("u1", 0, [50]));
  expect(one.status).toBe("done");
  expect(JSON.stringify(one.section.blocks)).toContain("one person has no interval");
});
