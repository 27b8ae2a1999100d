import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { writeStubDataset } from "../topics/stub-dataset.fixture.ts";
import { loadResponses, openingsNotices } from "./load-responses.ts";

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
  expect(openingsNotices(all)).toEqual([]);
  expect(openingsNotices(cut).map(({ text }) => text)).toEqual([
    `The dataset has ${all.total} responses; only those of the opening turn were taken (${openings}), because embedding takes time. Mode published takes all.`,
  ]);
  expect((await loadResponses(data, "corrected", all.total)).openingsOnly).toBe(false);
});

test("the marker of an empty response is no text, unless as published", async () => {
  const folder = await writeStubDataset();
  const file = join(folder, "utterances.jsonl");
  const [first = ""] = (await readFile(file, "utf8")).split("\n");
  const empty = { ...JSON.parse(first), model_response: "EMPTY STRING", utterance_id: "empty" };
  await writeFile(file, `${JSON.stringify(empty)}\n`, { flag: "a" });
  await using data = await openAnalysisData(folder);
  const corrected = await loadResponses(data, "corrected");
  const published = await loadResponses(data, "published");
  expect([corrected.total, corrected.texts.length]).toEqual([480, 480]);
  expect(published.texts.filter((text) => text === "EMPTY STRING")).toHaveLength(1);
});
