import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAbsent, type Section, type Table } from "@refract/report";
import { writeMadeRelease } from "@refract/testing/made-release";
import { beforeAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../analysis/analysis.ts";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { type Groups, prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { rankSensitivity } from "../rank-sensitivity/rank-sensitivity.ts";
import { groupRanks } from "./group-ranks.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  await writeMadeRelease(folder, {
    seed: "group ranks",
    participants: 150,
    models: 5,
    responseCharacters: 20,
  });
});

async function analysed(analysis: Analysis, groups: Groups = prismGroups): Promise<Section> {
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([analysis], data, {
    groups,
    mode: "corrected",
    seed: "test",
    embedder: null,
  });
  expect(outcome?.problem).toBe(null);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome.section;
}

function tableOf(section: Section, id: string): Table {
  const found = section.blocks.find((block) => block.kind === "table" && block.id === id);
  if (found?.kind !== "table") throw new Error(`no table ${id}`);
  return found;
}

describe("a made release with random scores", () => {
  test("groups of at least 20 people get ranks with intervals; random scores differ by no attribute", async () => {
    const section = await analysed(groupRanks);
    expect(tableOf(section, "group-tests").rows.map(([name]) => name)).toEqual([
      "Gender",
      "Age",
      "Region of birth",
      "Ethnicity",
      "Religion",
    ]);
    const groups = tableOf(section, "groups").rows;
    expect(groups.every((row) => Number(row[2]) >= 20 && row[1] !== "Prefer not to say")).toBe(true);
    const rows = tableOf(section, "group-ranks").rows;
    expect(rows).toHaveLength(5 * groups.length);
    for (const row of rows) expect(Number(row[6])).toBeLessThanOrEqual(Number(row[7]));
    expect(section.summary).toBe(
      "No attribute has groups that rank models differently beyond chance (Holm, 5 %).",
    );
  });

  test("groups that are all too small are said so, and tested by nothing", async () => {
    const section = await analysed(groupRanks, { ...prismGroups, minimum: 1000 });
    expect(tableOf(section, "group-ranks").rows).toEqual([]);
    expect(tableOf(section, "group-tests").rows.every((row) => isAbsent(row[5] ?? ""))).toBe(true);
  });

  test("larger panels agree better with all people", async () => {
    const rows = tableOf(await analysed(rankSensitivity), "panel-sizes").rows;
    expect(rows.map(([people]) => people)).toEqual([10, 20, 50, 100]);
    expect(Number(rows[3]?.[1])).toBeGreaterThan(Number(rows[0]?.[1]));
  });
});
