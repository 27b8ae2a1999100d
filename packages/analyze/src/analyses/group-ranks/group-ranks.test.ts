import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cell, isAbsent, type Section, type Table } from "@refract/report";
import { cellsFromMatrix, deriveSeed, rankCentrality, ranksDescending, winMatrix } from "@refract/stats";
import { writeMadeRelease } from "@refract/testing/made-release";
import { beforeAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../analysis/analysis.ts";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { type Groups, prismGroups } from "../../groups/groups.ts";
import type { Mode } from "../../mode.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { rankSensitivity } from "../rank-sensitivity/rank-sensitivity.ts";
import { clusteredBattles } from "../ranks/battles.ts";
import { publishedOrder } from "../ranks/centrality.ts";
import { loadBattles } from "../ranks/load-battles.ts";
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

async function analysed(
  analysis: Analysis,
  groups: Groups = prismGroups,
  mode: Mode = "corrected",
): Promise<Section> {
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([analysis], data, {
    groups,
    mode,
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
    for (const { move_p: p, beyond_chance: isBeyond } of cells)
      expect(isBeyond).toBe(p !== undefined && Number(p) <= 0.05);
    for (const row of rows) if (row[5] === 0 && !isAbsent(row[8] ?? "")) expect(row[8]).toBe(1);
    // one region only is large enough
    const regions = rows.filter(([name]) => name === "Region of birth");
    expect(regions.map((row) => row[8])).toEqual(regions.map(() => ({ absent: "one group only" })));
    expect(section.summary).toBe(
      "No attribute has groups that rank models differently beyond chance (Holm, 5 %). Not tested: Region of birth.",
    );
  });

  test("weights leave the number of battles and the tests of groups as they are, and every seed that was drawn from is told", async () => {
    const plain = await analysed(groupRanks);
    const weights = { scheme: "raking", targets: { gender: { Male: 0.9, Female: 0.1 } } } as const;
    const weighted = await analysed(groupRanks, { ...prismGroups, weights });
    const battles = (section: Section) => tableOf(section, "groups").rows.map((row) => [row[1], row[3]]);
    expect(battles(weighted)).toEqual(battles(plain));
    // groups of other weights are no exchangeable people: the test counts everybody once
    expect(tableOf(weighted, "group-tests").rows).toEqual(tableOf(plain, "group-tests").rows);
    const seeds = ["gender", "age", "region", "ethnicity", "religion"].flatMap((attribute) =>
      ["moves", "move tests", "test"].map((purpose) =>
        deriveSeed("test", "group-ranks", `${purpose} ${attribute}`),
      ),
    );
    // one region only is large enough, so that nothing was permuted there
    const untested = ["move tests region", "test region"].map((of) => deriveSeed("test", "group-ranks", of));
    expect(plain.provenance.seed).toBe(seeds.filter((seed) => !untested.includes(seed)).join("; "));
  }, 60_000);

  test("groups that are all too small are said so, and tested by nothing", async () => {
    const section = await analysed(groupRanks, { ...prismGroups, minimum: 1000 });
    expect(tableOf(section, "group-ranks").rows).toEqual([]);
    expect(section.blocks.some(({ kind }) => kind === "chart")).toBe(false);
    expect(tableOf(section, "group-tests").rows.every((row) => isAbsent(row[5] ?? ""))).toBe(true);
    expect(section.summary).toBe(
      "Groups are not compared: no attribute has two groups of at least 1,000 people.",
    );
  });

  test("two models make no correlation of ranks, and that is the reason", async () => {
    const own = await mkdtemp(join(tmpdir(), "refract-test-"));
    await writeMadeRelease(own, { seed: "two", participants: 20, models: 2, responseCharacters: 20 });
    await using data = await openAnalysisData(own);
    const [outcome] = await runAnalyses([rankSensitivity], data, {
      groups: prismGroups,
      mode: "corrected",
      seed: "test",
      embedder: null,
    });
    if (outcome === undefined) throw new Error("no outcome");
    expect(tableOf(outcome.section, "panel-sizes").rows[0]?.[1]).toEqual({
      absent: "2 pairs are too few for a correlation, which needs 3",
    });
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

/** Rank of each model by the published computation, worked out from its definition: items in descending order of wins. */
async function publishedRanks(): Promise<ReadonlyMap<Cell, number>> {
  await using data = await openAnalysisData(folder);
  const battles = await loadBattles(data);
  const { cells } = clusteredBattles(battles);
  const order = publishedOrder(cells);
  const size = battles.models.length;
  const moved = (matrix: Float64Array) =>
    Float64Array.from({ length: size ** 2 }, (_, place) => {
      const [row, column] = [order[Math.floor(place / size)] ?? 0, order[place % size] ?? 0];
      return matrix[row * size + column] ?? 0;
    });
  const wins = winMatrix(cells, { ties: "none" });
  const eachWay = winMatrix(cells, { ties: "each-way" });
  const ties = eachWay.map((count, place) => count - (wins[place] ?? 0));
  const { scores } = rankCentrality(cellsFromMatrix(size, moved(wins), moved(ties)), {
    mode: "as-published",
  });
  if (scores === null) throw new Error("published rank centrality has scores");
  const ranks = ranksDescending(scores);
  return new Map(order.map((item, place) => [battles.models[item] ?? "", ranks[place] ?? 0]));
}

describe("published mode", () => {
  test("groups are ranked by the published computation, without weights, and that is said", async () => {
    const section = await analysed(
      groupRanks,
      { ...prismGroups, weights: { scheme: "raking", targets: { gender: { Male: 0.9, Female: 0.1 } } } },
      "published",
    );
    expect(section.provenance).toMatchObject({
      mode: "published",
      weights: "none (raking to gender is asked for, and left out in published mode)",
    });
    expect(section.provenance.method).toContain("Rank centrality as published");
    expect(JSON.stringify(section.blocks)).toContain(
      "Published mode: ranks are by the published rank centrality",
    );
    const expected = await publishedRanks();
    const rows = tableOf(section, "group-ranks").rows;
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row[3]).toBe(expected.get(row[2] ?? ""));
    // a group's own ranks are a ranking of five
    const women = rows.filter((row) => row[1] === "Female").map((row) => Number(row[4]));
    expect(women.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(tableOf(section, "group-ranks").rows).toEqual(
      tableOf(await analysed(groupRanks, prismGroups, "published"), "group-ranks").rows,
    );
  }, 120_000);

  test("small panels are held against published ranks of all, and corrected ones against corrected", async () => {
    const section = await analysed(rankSensitivity, prismGroups, "published");
    expect(section.provenance.mode).toBe("published");
    const expected = await publishedRanks();
    const all = (own: Section) =>
      new Map(tableOf(own, "panel-ranks").rows.map((row): [Cell, Cell] => [row[1] ?? "", row[2] ?? ""]));
    expect(all(section)).toEqual(expected);
    expect(JSON.stringify(tableOf(section, "panel-sizes").rows)).not.toBe(
      JSON.stringify(tableOf(await analysed(rankSensitivity), "panel-sizes").rows),
    );
  }, 120_000);
});
