import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { writeStubDataset } from "../topics/stub-dataset.fixture.ts";
import { loadResponses } from "./load-responses.ts";

test("only opening responses are taken above a number of responses", async () => {
  const folder = await writeStubDataset();
  const file = join(folder, "utterances.jsonl");
  const [first = ""] = (await readFile(file, "utf8")).split("\n");
  const later = { ...JSON.parse(first), turn: 1, utterance_id: "later" };
  await writeFile(file, `${JSON.stringify(later)}\n`, { flag: "a" });
  await using data = await openAnalysisData(folder);
  const all = await loadResponses(data, "corrected");
  expect(all.openingsOnly).toBe(false);
  expect(all.texts).toHaveLength(all.total);
  const openings = all.isOpening.filter(Boolean).length;
  expect(openings).toBe(all.total - 1);
  const cut = await loadResponses(data, "corrected", all.total - 1);
  expect([cut.openingsOnly, cut.total, cut.texts.length]).toEqual([true, all.total, openings]);
  expect((await loadResponses(data, "corrected", all.total)).openingsOnly).toBe(false);
});
