import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { StubModelServer } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { madeInstrument, madeItems } from "./made-instrument.fixture.ts";
import { type RunOptions, rescoreRun, runInstrument } from "./run-instrument.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-logprobs-"));
  await writeFile(join(folder, "items.csv"), madeItems(8));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function optionsFor(use: string, mode: string): RunOptions {
  return {
    instrument: madeInstrument,
    choices: { models: [{ id: "stub", use }], mode },
    from: folder,
    out: join(folder, "run"),
    service: createModelService({
      env: {},
      prices: loadPrices([]),
      ledger: createMemoryLedger(),
      concurrency: 2,
      sleep: async () => {},
    }),
    cacheFile: null,
    capUsd: null,
    deadlineMs: 10_000,
    lengthNormalised: false,
    parquet: false,
    stopper: new AbortController(),
    onProgress: () => {},
  };
}

async function responses(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines = (await readFile(join(folder, "run", "responses.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

describe("letter-logprobs", () => {
  test("the likeliest letter counts, whatever was written, and the server is proved once", async () => {
    await using stub = await StubModelServer.start({
      decide: () => ({
        kind: "answer",
        text: "Well",
        alternatives: { Well: -0.1, A: -3, B: -2.5, " A": -2.4 },
      }),
    });
    const options = optionsFor(stub.reference("m"), "letter-logprobs");
    const { results } = await runInstrument(options);
    const rows = await responses();
    expect(rows).toHaveLength(8);
    // e^-3 + e^-2.4 > e^-2.5: tokens that differ by a blank are one answer
    const a = Math.log(Math.exp(-3) + Math.exp(-2.4));
    for (const row of rows)
      expect(row).toMatchObject({
        value: "A",
        reply: "Well",
        candidates: [
          { optionId: "A", logprob: expect.closeTo(a, 10) },
          { optionId: "B", logprob: -2.5 },
        ],
      });
    expect(results.identity.mode).toBe("letter-logprobs");
    expect(stub.requests).toHaveLength(9);
    for (const { body } of stub.requests)
      expect(body).toMatchObject({ logprobs: true, top_logprobs: 20, max_tokens: 1 });
    await runInstrument(options);
    expect(stub.requests).toHaveLength(9);
  });

  test("a sample whose letters are not among the likeliest is unparsed", async () => {
    await using stub = await StubModelServer.start({
      decide: () => ({ kind: "answer", text: "Well", alternatives: { Well: -0.1, Hm: -3 } }),
    });
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "letter-logprobs"));
    expect(results.rates).toMatchObject([
      { rule: "letter-logprobs/no-candidate", missing: "unparsed", count: 8 },
    ]);
  });
});

describe("likelihood", () => {
  test("the likelier continuation counts; by length is another table, from the same answers", async () => {
    // Each word of a question that ends in A or B is equally likely, but the letters are not.
    await using stub = await StubModelServer.start({
      logprobOf: (word) => (/A$/.test(word) ? -1.5 : /B$/.test(word) ? -0.5 : -0.25),
    });
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "likelihood"));
    const rows = await responses();
    for (const row of rows) {
      expect(row).toMatchObject({ value: "B", reply: "" });
      expect(row.candidates).toMatchObject([
        { optionId: "A", logprob: -1.5, tokens: 1 },
        { optionId: "B", logprob: -0.5, tokens: 1 },
      ]);
    }
    expect(results.means.find(({ cut }) => cut === null)?.mean).toBe(1);
    // a probe and two continuations a sample
    expect(stub.requests).toHaveLength(17);
    expect(results.lengthNormalised).toBe(false);
    // " Answer A" is as long as " Answer B"
    const both = {
      respondent: "stub",
      variant: "plain",
      metric: "accuracy",
      sum: 1,
      perCharacter: 1,
      points: 4,
    };
    expect(results.normalisations).toEqual([both]);
    const again = await rescoreRun(join(folder, "run"), [madeInstrument], {
      lengthNormalised: true,
      parquet: false,
    });
    expect(again.lengthNormalised).toBe(true);
    expect(again.normalisations).toEqual([both]);
    expect(stub.requests).toHaveLength(17);
  });

  test("two continuations that are as likely are both the answer of an instrument that splits ties, else the first", async () => {
    await using stub = await StubModelServer.start({ logprobOf: () => -0.5 });
    const options = optionsFor(stub.reference("m"), "likelihood");
    const splitting = { ...madeInstrument, splitsTies: true };
    await runInstrument({ ...options, instrument: splitting });
    for (const row of await responses())
      expect(row).toMatchObject({ value: ["A", "B"], missing: null, rule: "likelihood/2-tied" });
    await rescoreRun(join(folder, "run"), [madeInstrument], { lengthNormalised: false, parquet: false });
    for (const row of await responses()) expect(row).toMatchObject({ value: "A", rule: "letter" });
  });
});
