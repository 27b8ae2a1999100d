import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { openRecordFolder, reportOfRuns, runInstrument } from "@refract/ask";
import type { Instrument } from "@refract/core";
import { instruments } from "@refract/instruments";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { writeReport } from "@refract/report";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  StubModelServer,
  type TestBrowser,
  takeScreenshot,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const countries = ["Chile", "Japan", "South Korea", "Nigeria", "Poland", "Hong Kong"];

/** CulturalBench-Hard's columns with made questions: four statements each, one of them true. */
function madeRows(): string {
  const lines = countries.flatMap((country, c) =>
    Array.from({ length: 4 }, (_, q) =>
      ["first", "second", "third", "fourth"].map((option, o) =>
        [
          c * 16 + q * 4 + o,
          c * 4 + q,
          `In the made-up land number ${c} what is rung at noon of day ${q}?`,
          `the ${option} bell`,
          o === q % 4 ? "True" : "False",
          country,
        ].join(","),
      ),
    ).flat(),
  );
  return ["data_idx,question_idx,prompt_question,prompt_option,answer,country", ...lines, ""].join("\n");
}

/** A dataset of two made people who judged the statements of the first questions. */
async function peopleOf(instrument: Instrument, from: string): Promise<string> {
  const { items } = await instrument.load(await openRecordFolder(from), instrument.options.parse({}));
  const judged = items.filter(({ format }) => format.kind === "true-false").slice(0, 16);
  const people = join(from, "..", `${basename(from)}-people`);
  await mkdir(people);
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(
    join(people, "items.jsonl"),
    lines(judged.map(({ id, question }) => ({ item: id, stage: "s", instrument: instrument.id, question }))),
  );
  await writeFile(
    join(people, "responses.jsonl"),
    lines(
      ["one", "two"].flatMap((respondent) =>
        judged.map(({ id, gold }, place) => ({
          ...{ item: id, stage: "s", respondent, reply: "", missing: null, rule: "people/answer" },
          ...{ value: gold.kind === "truth" && gold.value && place < 12, optionOrder: [], seed: "s" },
        })),
      ),
    ),
  );
  return people;
}

await describeWith(chromium, "a report card in a browser, from a file", (executable) => {
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "refract-card-"));
    const from = join(folder, "CulturalBench-Hard.csv");
    await writeFile(from, madeRows());
    await using stub = await StubModelServer.start({
      decide: ({ model, number }) => ({
        kind: "answer",
        text: (model === "often" ? number % 4 === 1 : number % 3 === 0) ? "True" : "False",
      }),
    });
    const instrument = instruments.find(({ id }) => id === "culturalbench");
    if (instrument === undefined) throw new Error("there is no CulturalBench");
    const run = join(folder, "run");
    const { stop } = await runInstrument({
      instrument,
      choices: {
        models: [
          { id: "often", use: stub.reference("often") },
          { id: "seldom", use: stub.reference("seldom") },
          { id: "plain", use: "demo:plain" },
        ],
      },
      from: folder,
      out: run,
      service: createModelService({
        env: {},
        prices: loadPrices([]),
        ledger: createMemoryLedger(),
        concurrency: 1,
        sleep: async () => {},
      }),
      cacheFile: null,
      capUsd: null,
      deadlineMs: 10_000,
      lengthNormalised: false,
      parquet: false,
      stopper: new AbortController(),
      onProgress: () => {},
    });
    expect(stop).toBeNull();
    [browser] = await Promise.all([
      openBrowser(executable),
      reportOfRuns([run], instruments, { folders: [await peopleOf(instrument, folder)] }).then((report) =>
        writeReport(report, join(folder, "report")),
      ),
    ]);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    for (const made of [folder, `${folder}-people`]) await rm(made, { recursive: true, force: true });
  });

  test("it reads well at both sizes, has no axe violation and asks nobody", async () => {
    const { page, errors } = await browser.openPage({ acceptDownloads: true, reducedMotion: "reduce" });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const address = pathToFileURL(join(folder, "report", "index.html")).href;
    await page.goto(address);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoAxeViolations(page);
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, `at ${width} it is wider than the window`).toBeLessThanOrEqual(0);
      await takeScreenshot(page, `report-card-${width}`);
    }
    expect(requests).toEqual([address]);
    expect(errors).toEqual([]);

    const text = await page.evaluate<string>("document.body.innerText");
    expect(text).toContain("scripted demonstration text, not a language model");
    expect(text).toContain("The maps of all models have the same colours.");
    expect(text).toContain("Published results beside this run");
    // three of four questions have all their judgements right
    expect(text).toContain("People beside models: CulturalBench");
    expect(text).toContain("Accuracy (hard): People 75.0 %");
    // three models make three pairs; the card holds them against each other
    await expect(page.getByRole("heading", { name: "Models in pairs" }).count()).resolves.toBe(1);
    const [drawing] = await Promise.all([
      page.waitForEvent("download"),
      page
        .getByRole("button", { name: /^SVG of .*often$/ })
        .first()
        .click(),
    ]);
    expect(drawing.suggestedFilename()).toMatch(/map-country-1\.svg$/);
  }, 180_000);
});
