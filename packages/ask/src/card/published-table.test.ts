import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { afterEach, beforeEach, expect, test } from "vitest";
import { madeInstrument, madeItems } from "../run/made-instrument.fixture.ts";
import { runInstrument } from "../run/run-instrument.ts";
import { publishedTable } from "./published-table.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-published-"));
  await writeFile(join(folder, "items.csv"), madeItems(8));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("published results stand beside ours with what differs, and findings that are no score below", async () => {
  const { results } = await runInstrument({
    instrument: madeInstrument,
    choices: { models: [{ id: "demo", use: "demo:plain" }], limit: 4 },
    from: folder,
    out: join(folder, "run"),
    service: createModelService({ env: {}, prices: loadPrices([]), ledger: createMemoryLedger() }),
    cacheFile: null,
    capUsd: null,
    deadlineMs: 10_000,
    lengthNormalised: false,
    parquet: false,
    stopper: new AbortController(),
    onProgress: () => {},
  });
  const source = "Made (2020), table 1";
  const instrument = {
    ...madeInstrument,
    published: [
      { respondent: "old", metric: "accuracy", variant: null, value: 0.5, source, fromMemory: false },
    ],
    findings: [{ finding: "Items", value: "525", source, fromMemory: true }],
  };
  const [beside, findings] = publishedTable(instrument, results);
  expect(beside).toMatchObject({
    caption:
      "Differences in set-up: only the first 4 items were asked; data: 8 rows; the records were made for tests; demo models are scripted text; scoring mode generate; prompts in Refract's own words.",
    rows: [
      ["demo", "accuracy", "plain", 1, "this run"],
      ["old", "accuracy", "–", 0.5, source],
    ],
  });
  expect(findings).toMatchObject({ rows: [["Items", "525", `${source} (not rechecked)`]] });
  expect(publishedTable(madeInstrument, results)).toEqual([]);
  const [worded] = publishedTable({ ...instrument, wording: () => "prompts of the data" }, results);
  expect(worded).toMatchObject({ caption: expect.stringMatching(/generate; prompts of the data\.$/) });
});
