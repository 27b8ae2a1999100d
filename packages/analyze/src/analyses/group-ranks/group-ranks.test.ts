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
    const charts = section.blocks.flatMap((block) => (block.kind === "chart" ? [block] : []));
    expect(charts.map(({ id }) => id)).toEqual([
      "group-moves-gender",
      "group-moves-age",
      "group-moves-region",
      "group-moves-ethnicity",
      "group-moves-religion",
    ]);
    const cells = charts.flatMap(({ data }) => data);
    expect(cells.map(({ group, model, move }) => [group, model, move])).toEqual(
      rows.map(([, group, model, , , move]) => [group, model, move]),
    );
    for (const { move_lower: lower, move_upper: upper, beyond_chance: isBeyond } of cells)
      expect(isBeyond).toBe(Number(lower) > 0 || Number(upper) < 0);
    expect(section.summary).toBe(
      "No attribute has groups that rank models differently beyond chance (Holm, 5 %).",
    );
  });

  test("groups that are all too small are said so, and tested by nothing", async () => {
    const section = await analysed(groupRanks, { ...prismGroups, minimum: 1000 });
    expect(tableOf(section, "group-ranks").rows).toEqual([]);
    expect(section.blocks.some(({ kind }) => kind === "chart")).toBe(false);
    expect(tableOf(section, "group-tests").rows.every((row) => isAbsent(row[5] ?? ""))).toBe(true);
  });

  test("larger panels agree better with all people", async () => {
    const section = await analysed(rankSensitivity);
    const rows = tableOf(section, "panel-sizes").rows;
    expect(rows.map(([people]) => people)).toEqual([10, 20, 50, 100]);
    expect(Number(rows[3]?.[1])).toBeGreaterThan(Number(rows[0]?.[1]));
    const dataOf = (id: string) =>
      section.blocks.flatMap((block) => (block.kind === "chart" && block.id === id ? block.data : []));
    const ends = (of: string) => dataOf(of).every(({ lower, upper }) => Number(lower) <= Number(upper));
    expect(dataOf("panel-agreement").map(({ people, tau }) => [people, tau])).toEqual(
      rows.map(([people, tau]) => [people, tau]),
    );
    expect(dataOf("panel-first-models").map(({ shared }) => shared)).toEqual(rows.map((row) => row[2]));
    // 5 models, the smallest, a middle and the largest panel
    expect(dataOf("panel-rank-ranges").map(({ people }) => people)).toEqual(
      [10, 20, 100].flatMap((people) => Array.from({ length: 5 }, () => people)),
    );
    expect(["panel-agreement", "panel-first-models", "panel-rank-ranges"].every(ends)).toBe(true);
  });
});
