import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableRecords } from "@refract/report";
import { deriveSeed, kendall } from "@refract/stats";
import { describeWith, sharedData } from "@refract/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { arenaComparison } from "./arena-comparison.ts";

async function analysed(arena: string | null, mapping: string | null = null) {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const scores = { a: 90, b: 50, c: 10 };
  const lines = Object.entries(scores).map(([model_name, score]) =>
    JSON.stringify({ interaction_id: "int0", user_id: "user0", turn: 0, model_name, score }),
  );
  await writeFile(join(folder, "utterances.jsonl"), `${lines.join("\n")}\n`);
  await mkdir(join(folder, "arena"));
  if (arena !== null) await writeFile(join(folder, "arena", "battles.csv"), arena);
  if (mapping !== null) await writeFile(join(folder, "arena", "model_mapping.csv"), mapping);
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([arenaComparison], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "test",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

test("pairs of both arenas are ranked in both, names mapped and ties of both kinds merged", async () => {
  const { section, problem } = await analysed(
    "model_a,model_b,winner\nA!,b,model_b\nb,c,tie (bothbad)\nc,b,tie\nx,b,model_a\n",
    "arena_model,model\nA!,a\n",
  );
  expect(problem).toBe(null);
  expect(section.provenance.seed).toBe(
    ["rounds", "rounds of the arena"]
      .map((purpose) => deriveSeed("test", "arena-comparison", purpose))
      .join("; "),
  );
  const [arenas, models] = section.blocks.flatMap((block) => (block.kind === "table" ? [block] : []));
  if (arenas === undefined || models === undefined) throw new Error("no tables");
  expect(arenas.rows[0]?.slice(0, 3)).toEqual([2, 3, 0]);
  expect(Number(arenas.rows[0]?.[3])).toBeCloseTo(2 / 3, 12);
  expect(tableRecords(models).map(({ model, rank_here }) => [model, rank_here])).toEqual([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
  const [pairs, scores] = section.blocks.flatMap((block) => (block.kind === "chart" ? [block] : []));
  expect(pairs?.data.map(({ model, rank_here: here, move }) => [model, here, move])).toEqual(
    tableRecords(models).map(({ model, rank_here: here, move }) => [model, here, move]),
  );
  expect(scores?.data.map(({ model, arena }) => [model, arena])).toEqual(
    ["a", "b", "c"].flatMap((model) => [
      [model, "here"],
      [model, "the other arena"],
    ]),
  );
});

test("no file, a wrong winner and a missing column are said with what was expected", async () => {
  const { section } = await analysed(null);
  expect(section.provenance.seed).toBe(null);
  expect(JSON.stringify(section.blocks)).toContain("into the dataset's folder as arena/battles.csv");
  expect((await analysed("model_a,model_b,winner\na,b,me\n")).problem).toMatch(/winner: invalid value "me"/);
  expect((await analysed("model_a,winner\na,tie\n")).problem).toMatch(/expected a CSV file with the columns/);
});

await describeWith(sharedData("prism"), "PRISM beside LMSYS", (prism) => {
  test("the published win rates disagree in order, and command's 90 wins were divided by another pair's 226", async () => {
    const rate = z.looseObject({ prism: z.number(), lmsys: z.number() });
    const { win_rate_including_ties: rates } = z
      .looseObject({ win_rate_including_ties: z.record(z.string(), rate) })
      .parse(JSON.parse(await readFile(join(prism, "reference/lmsys_comparison.json"), "utf8")));
    const both = Object.values(rates);
    const tau = kendall(
      both.map((own) => own.prism),
      both.map((own) => own.lmsys),
    );
    // scipy 1.10.1, kendalltau
    expect(tau.coefficient).toBeCloseTo(0.09890109890109891, 10);
    const counts = z.looseObject({
      command_row_counts_with_alpha_1: z.array(z.number()),
      command_row_after_published_normalisation: z.array(z.number()),
    });
    const row = counts.parse(JSON.parse(await readFile(join(prism, "reference/model_ranking.json"), "utf8")));
    const [wins, share] = [
      row.command_row_counts_with_alpha_1[17],
      row.command_row_after_published_normalisation[17],
    ];
    expect([wins, Math.round((wins ?? 0) / (share ?? 1))]).toEqual([90, 226]);
  });
});
