import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableRecords } from "@refract/report";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { openingRankings } from "./opening-rankings.ts";

async function analysed(
  openings: readonly Readonly<Record<string, number>>[],
  idOf = (turn: number) => `int${turn}`,
) {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = openings.flatMap((opening, turn) =>
    Object.entries(opening).map(([model_name, score]) =>
      JSON.stringify({
        interaction_id: idOf(turn),
        user_id: `user${turn % 3}`,
        turn: 0,
        model_name,
        score,
      }),
    ),
  );
  await writeFile(join(folder, "utterances.jsonl"), `${lines.join("\n")}\n`);
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([openingRankings], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "test",
    embedder: null,
  });
  expect(outcome?.problem).toBe(null);
  const blocks = outcome?.section.blocks ?? [];
  const table = blocks.find((block) => block.kind === "table");
  if (table?.kind !== "table") throw new Error("no table");
  return { rows: tableRecords(table), blocks, n: table.n };
}

test("two models that win three and one of four turns differ by log 3", async () => {
  const { rows, n } = await analysed([
    { a: 9, b: 1 },
    { a: 8, b: 7 },
    { a: 5, b: 2 },
    { a: 1, b: 2 },
  ]);
  expect(rows.map(({ model, rank }) => [model, rank])).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
  // whole rankings are counted, not the battles in them
  expect(n).toBe("4 ranked opening turns of 3 people");
  expect(Number(rows[0]?.ability) - Number(rows[1]?.ability)).toBeCloseTo(Math.log(3), 9);
});

test("a model that always comes first has no finite ability: a notice, and cells without a number", async () => {
  const { rows, blocks } = await analysed([
    { a: 9, b: 1 },
    { a: 8, b: 7 },
  ]);
  expect(rows).toEqual([{ model: "a" }, { model: "b" }]);
  expect(blocks.some((block) => block.kind === "notice" && block.level === "impossible")).toBe(true);
});

test("turns of two people that have one id are two rankings, as they are two turns with battles", async () => {
  const openings = [
    { a: 9, b: 1 },
    { a: 8, b: 7 },
    { a: 1, b: 2 },
  ];
  const { rows } = await analysed(openings, () => "int0");
  expect(rows).toEqual((await analysed(openings)).rows);
});
