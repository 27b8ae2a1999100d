import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Instrument } from "@refract/core";
import { createMemoryLedger, createModelService, createPriceTable, loadPrices } from "@refract/models";
import { writeReport } from "@refract/report";
import { type StubBehaviour, StubModelServer, type StubRequest } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createReportCard } from "../card/report-card.ts";
import { compareRuns } from "../compare/compare-runs.ts";
import { describeAnswers } from "../scores/describe-answers.ts";
import { madeInstrument, madeItems } from "./made-instrument.fixture.ts";
import { type RunOptions, rescoreRun, runInstrument } from "./run-instrument.ts";

let folder: string;
let records: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-run-"));
  records = await mkdtemp(join(tmpdir(), "refract-records-"));
  await writeFile(join(records, "items.csv"), madeItems(40));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(records, { recursive: true, force: true });
});

const answer = (text: string): StubBehaviour => ({ kind: "answer", text });

const questionOf = (request: StubRequest): string => JSON.stringify(request.body.messages);

function optionsFor(use: string, name: string, more: Partial<RunOptions> = {}): RunOptions {
  return {
    instrument: madeInstrument,
    choices: { models: [{ id: "stub", use }] },
    from: records,
    out: join(folder, name),
    service: createModelService({
      env: {},
      prices: loadPrices([]),
      ledger: createMemoryLedger(),
      concurrency: 4,
      sleep: async () => {},
    }),
    cacheFile: null,
    capUsd: null,
    deadlineMs: 10_000,
    lengthNormalised: false,
    parquet: false,
    stopper: new AbortController(),
    onProgress: () => {},
    ...more,
  };
}

const overall = (results: Awaited<ReturnType<typeof runInstrument>>["results"]) =>
  results.means.find(({ cut }) => cut === null);

describe("a run", () => {
  test("asks every item once, scores groups, and gives Wilson's interval for independent zeros and ones", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) => answer(/q[01]\?/.test(questionOf(request)) ? "A" : "B"),
    });
    const { results, stop } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(stop).toBeNull();
    expect(stub.requests.length).toBe(40);
    // 19 of 20 groups; Wilson by R 4.2.2: prop.test(19, 20, correct = FALSE) gives 0.7638688 to 0.9911186.
    expect(overall(results)).toMatchObject({ mean: 0.95, method: "Wilson", points: 20 });
    expect(overall(results)?.lower).toBeCloseTo(0.7638688, 5);
    expect(overall(results)?.upper).toBeCloseTo(0.9911186, 5);
    expect(
      results.means.filter(({ cut }) => cut === "country").map(({ level, mean }) => [level, mean]),
    ).toEqual([
      ["Chile", 0.9],
      ["Japan", 1],
    ]);
  });

  test("shows counts only for levels with fewer points than the instrument's smallest cell", async () => {
    await using stub = await StubModelServer.start({ decide: () => answer("B") });
    const { results } = await runInstrument(
      optionsFor(stub.reference("m"), "run", { instrument: { ...madeInstrument, smallestCell: 11 } }),
    );
    expect(overall(results)).toMatchObject({ mean: 1, points: 20 });
    for (const level of results.means.filter(({ cut }) => cut !== null))
      expect(level).toMatchObject({
        mean: null,
        lower: null,
        upper: null,
        method: "fewer than 11 points",
        points: 10,
      });
  });

  test("loses nothing to rate limits", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) =>
        request.number % 20 === 19 ? { kind: "status", status: 429, retryAfter: "0.05" } : answer("B"),
    });
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(results.counts).toMatchObject({ asked: 40, failures: {}, incompleteGroups: 0 });
    expect(stub.requests.length).toBe(42);
  });

  test("takes known answers from the cache, with the same bytes", async () => {
    await using stub = await StubModelServer.start({ decide: () => answer("B") });
    const cacheFile = join(folder, "cache.sqlite");
    await runInstrument(optionsFor(stub.reference("m"), "first", { cacheFile }));
    await runInstrument(optionsFor(stub.reference("m"), "second", { cacheFile }));
    expect(stub.requests.length).toBe(40);
    for (const name of ["results.json", "responses.jsonl", "manifest.json"])
      expect(await readFile(join(folder, "second", name), "utf8")).toBe(
        await readFile(join(folder, "first", name), "utf8"),
      );
  });

  test("asks a vendor's model at another address anew, whatever the cache has from the first", async () => {
    await using one = await StubModelServer.start({ decide: () => answer("A") });
    await using other = await StubModelServer.start({ decide: () => answer("B") });
    const at = (stub: StubModelServer) =>
      createModelService({
        env: { OPENAI_API_KEY: "k", OPENAI_BASE_URL: stub.baseUrl },
        prices: loadPrices([]),
        ledger: createMemoryLedger(),
      });
    const cacheFile = join(folder, "cache.sqlite");
    await runInstrument(optionsFor("openai:m", "first", { cacheFile, service: at(one) }));
    const { results } = await runInstrument(
      optionsFor("openai:m", "second", { cacheFile, service: at(other) }),
    );
    expect([one.requests.length, other.requests.length]).toEqual([40, 40]);
    expect(overall(results)?.mean).toBe(1);
  });

  test("names a cache that is damaged, and how to do without", async () => {
    await using stub = await StubModelServer.start({ decide: () => answer("B".repeat(2000)) });
    const cacheFile = join(folder, "cache.sqlite");
    await runInstrument(optionsFor(stub.reference("m"), "first", { cacheFile }));
    const bytes = await readFile(cacheFile);
    // Everything behind the first page, which tells what the file is.
    await writeFile(cacheFile, bytes.fill(0xff, 4096));
    await expect(
      runInstrument(optionsFor(stub.reference("m"), "second", { cacheFile })),
    ).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/cache\.sqlite: .*malformed, expected a cache of answers; .*--no-cache/),
    });
  });

  test("stops at its cap with what it has, and goes on where it stopped", async () => {
    await using stub = await StubModelServer.start({ decide: () => answer("B") });
    const prices = createPriceTable([
      { pattern: "*", inputUsdPerMillion: 0, outputUsdPerMillion: 1_000_000, asOf: "2026-11-28", note: null },
    ]);
    // One token is one dollar; an answer may have up to 2,048 and has one.
    const service = createModelService({ env: {}, prices, ledger: createMemoryLedger(), concurrency: 1 });
    const capped = await runInstrument(optionsFor(stub.reference("m"), "run", { service, capUsd: 2060 }));
    expect(capped.stop?.reason).toBe("budget");
    expect(capped.results.counts.asked).toBe(13);
    const rest = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(rest.stop).toBeNull();
    expect(stub.requests.length).toBe(40);
  });

  test("tells for each model how many answers it lacks, and that its scores are of the others", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) =>
        request.model === "half" && questionOf(request).includes("1")
          ? { kind: "status", status: 400 }
          : request.model === "unknown"
            ? { kind: "status", status: 404 }
            : answer(request.model === "mumbles" ? "Who can say?" : "B"),
    });
    const models = ["half", "unknown", "mumbles", "works"].map((id) => ({ id, use: stub.reference(id) }));
    const { results } = await runInstrument(optionsFor("", "run", { choices: { models } }));
    const refused = results.counts.failures.refused ?? 0;
    expect(refused).toBeGreaterThan(0);
    expect(describeAnswers(results)).toEqual([
      `half: ${refused} of 40 samples without an answer (${refused} refused); its scores are of the others`,
      "unknown: 40 of 40 samples without an answer (40 open)",
      "mumbles: 40 of 40 replies could not be read (responses.jsonl has them)",
    ]);
    const [missing = "", alsoMissing = "", unread = ""] = describeAnswers(results);
    const report = await createReportCard([join(folder, "run")], [madeInstrument], {
      folders: [],
      by: null,
      showTexts: false,
    });
    // One box a matter, however many models it is about.
    expect(report.notices.slice(2, 4)).toEqual([
      {
        ...{ kind: "notice", level: "warning", text: "Samples without an answer (2):" },
        items: [missing, alsoMissing],
      },
      { kind: "notice", level: "warning", text: `${unread}.` },
    ]);
    // A model without a complete group keeps its row, with the reason.
    const reason = "none of 20 scoring groups is complete";
    expect(results.means.filter(({ respondent }) => respondent === "unknown")).toMatchObject([
      { metric: "accuracy", cut: null, mean: null, points: 0, method: reason },
    ]);
    const scores = report.sections
      .flatMap(({ blocks }) => blocks)
      .find((block) => block.kind === "table" && block.id === "means");
    expect(JSON.stringify(scores)).toContain(`["unknown","plain","Accuracy",{"absent":"${reason}"}`);
  });

  test("tells of every model that was given up, not of the first alone, and of the cap that ended the rest", async () => {
    await using stub = await StubModelServer.start({
      decide: ({ model }) =>
        model === "unknown"
          ? { kind: "status", status: 404 }
          : model === "locked"
            ? { kind: "status", status: 401 }
            : answer("B"),
    });
    const models = ["unknown", "locked", "works"].map((id) => ({ id, use: stub.reference(id) }));
    const { stop } = await runInstrument(optionsFor("", "run", { choices: { models } }));
    expect(stop?.reason).toBe("model");
    expect(stop?.message.split("\n")).toEqual([
      expect.stringMatching(/^unknown: HTTP 404/),
      expect.stringMatching(/^locked: HTTP 401/),
    ]);
    const prices = createPriceTable([
      { pattern: "*", inputUsdPerMillion: 0, outputUsdPerMillion: 1_000_000, asOf: "2026-11-28", note: null },
    ]);
    // One token is one dollar; an answer may have up to 2,048 and has one.
    const service = createModelService({ env: {}, prices, ledger: createMemoryLedger(), concurrency: 1 });
    const before = stub.count("works");
    const capped = await runInstrument(
      optionsFor("", "other", { choices: { models }, service, capUsd: 2060 }),
    );
    expect(capped.stop?.reason).toBe("budget");
    expect(capped.stop?.message).toMatch(/^unknown: .*\nlocked: .*\n.*cap/);
    expect(stub.count("works") - before).toBe(13);
  });

  test("keeps the answers that are under way when it reaches its cap", async () => {
    await using stub = await StubModelServer.start({
      decide: () => ({ kind: "answer", text: "B", firstTextMs: 300 }),
    });
    const prices = createPriceTable([
      { pattern: "*", inputUsdPerMillion: 0, outputUsdPerMillion: 1_000_000, asOf: "2026-11-28", note: null },
    ]);
    // Four calls may be under way, and the fifth is refused while nothing is answered yet.
    const service = createModelService({ env: {}, prices, ledger: createMemoryLedger(), concurrency: 8 });
    const capped = await runInstrument(optionsFor(stub.reference("m"), "run", { service, capUsd: 8200 }));
    expect(capped.stop?.reason).toBe("budget");
    expect(stub.requests.length).toBe(4);
    expect(capped.results.counts.asked).toBe(4);
  });

  test("refuses a folder of another run and says what differs", async () => {
    await using stub = await StubModelServer.start({ decide: () => answer("B") });
    await runInstrument(optionsFor(stub.reference("m"), "run"));
    const other = optionsFor(stub.reference("m"), "run");
    await expect(
      runInstrument({ ...other, choices: { ...other.choices, seed: "another", limit: 3 } }),
    ).rejects.toThrow(/holds another run, which differs in limit, seed/);
  });

  test("keeps replies that are huge or in another script, and counts what could not be read; empty ones are none", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) => {
        const question = questionOf(request);
        if (question.includes("q0?")) return answer("");
        if (question.includes("q2?")) return answer("x".repeat(900_000));
        return answer(question.includes("q4?") ? "الجواب هو ب" : "B");
      },
    });
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(results.rates).toMatchObject([
      { rule: "letter", missing: null, count: 37 },
      { rule: "none", missing: "unparsed", count: 2 },
      { rule: "failure/empty", missing: "model-error", count: 1 },
    ]);
  });

  test("tells kinds of errors apart; what the model refused is its outcome", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) => {
        const question = questionOf(request);
        if (question.includes("q0?")) return { kind: "status", status: 400, message: "no" };
        if (question.includes("q2?")) return { kind: "status", status: 400, code: "content_filter" };
        return question.includes("q4?") ? { kind: "status", status: 500 } : answer("B");
      },
    });
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(results.counts.failures).toEqual({ "content-filter": 1, refused: 1, server: 1 });
    expect(results.counts.incompleteGroups).toBe(1);
  });

  test("refuses mode letter-logprobs where the server gives none", async () => {
    await using stub = await StubModelServer.start({
      decide: () => ({ kind: "answer", text: "A", alternatives: {} }),
    });
    const options = optionsFor(stub.reference("m"), "run");
    await expect(
      runInstrument({ ...options, choices: { ...options.choices, mode: "letter-logprobs" } }),
    ).rejects.toThrow(/stub: the server gives no log-probabilities of first tokens/);
    await expect(
      runInstrument({
        ...options,
        out: join(folder, "l"),
        choices: { ...options.choices, mode: "likelihood" },
      }),
    ).rejects.toThrow(/stub: HTTP 404/);
    // nothing was asked, so that the same folder takes the mode that works
    const { results } = await runInstrument(options);
    expect(results.counts).toMatchObject({ samples: 40, asked: 40 });
  });

  test("leaves no folder behind for a model that can't be opened", async () => {
    await expect(runInstrument(optionsFor("demo:nobody", "run"))).rejects.toThrow(/unknown demo voice/);
    expect(await readdir(folder)).toEqual([]);
  });

  test("has replies judged by the named model, whose rambling is an outcome of its own", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) => {
        if (request.model === "m") return answer("some text");
        return answer(request.number === 0 ? "Well, it depends" : "VERDICT B");
      },
    });
    const options = optionsFor(stub.reference("m"), "run");
    await expect(
      runInstrument({ ...options, choices: { ...options.choices, mode: "judge" } }),
    ).rejects.toThrow(/--judge: missing/);
    const judge = { id: "judge", use: stub.reference("judge") };
    const { results } = await runInstrument({
      ...options,
      choices: { ...options.choices, mode: "judge", judge },
    });
    expect(results.rates).toMatchObject([
      { rule: "judge/verdict", count: 39 },
      { rule: "judge/rambling", missing: "unparsed", count: 1 },
    ]);
    const before = await readFile(join(folder, "run", "results.json"), "utf8");
    await rescoreRun(options.out, [madeInstrument], { lengthNormalised: false, parquet: false });
    expect(await readFile(join(folder, "run", "results.json"), "utf8")).toBe(before);
  });

  test("counts what a reply cost whose judge refused it", async () => {
    await using stub = await StubModelServer.start({
      decide: ({ model }) => (model === "m" ? answer("some text") : { kind: "status", status: 400 }),
    });
    const prices = createPriceTable([
      { pattern: "*", inputUsdPerMillion: 0, outputUsdPerMillion: 1_000_000, asOf: "2026-11-28", note: null },
    ]);
    const service = createModelService({ env: {}, prices, ledger: createMemoryLedger(), concurrency: 1 });
    const options = optionsFor(stub.reference("m"), "run", { service });
    const judge = { id: "judge", use: stub.reference("judge") };
    await runInstrument({ ...options, choices: { ...options.choices, mode: "judge", judge, limit: 2 } });
    const [line = ""] = (await readFile(join(folder, "run", "responses.jsonl"), "utf8")).split("\n");
    // One token is one dollar; the reply has two.
    expect(JSON.parse(line)).toMatchObject({ failure: "refused", costUsd: 2 });
  });

  test("says that it was the judge who did not answer", async () => {
    await using stub = await StubModelServer.start({
      decide: ({ model }) => (model === "m" ? answer("some text") : { kind: "status", status: 404 }),
    });
    const options = optionsFor(stub.reference("m"), "run");
    const judge = { id: "judge", use: stub.reference("nosuch") };
    const { stop } = await runInstrument({
      ...options,
      choices: { ...options.choices, mode: "judge", judge },
    });
    expect(stop?.message).toMatch(/^stub: the judge: HTTP 404: the server does not know this model/);
  });

  test("talks in several turns when the instrument says so, and has each reply judged with those before it", async () => {
    await using stub = await StubModelServer.start({
      decide: (request) => {
        const text = questionOf(request);
        if (request.model === "judge") return answer(text.includes("after 1") ? "VERDICT A" : "VERDICT B");
        return answer(`reply to ${/and then/.test(text) ? "the second" : "the first"}`);
      },
    });
    const seen: string[] = [];
    const { judge: plain } = madeInstrument;
    if (plain === undefined) throw new Error("the made instrument has a judge");
    const instrument: Instrument = {
      ...madeInstrument,
      follow: (item, _variant, _presentation, replies) =>
        replies.length === 1
          ? {
              messages: [
                { role: "user", content: item.question },
                { role: "assistant", content: replies[0] ?? "" },
                { role: "user", content: "and then?" },
              ],
              parameters: { temperature: 0 },
            }
          : null,
      judge: {
        ...plain,
        prompt: (row, _options, earlier) => ({
          messages: [{ role: "user", content: `Judge: ${row.reply} after ${earlier.length}` }],
          parameters: { temperature: 0 },
        }),
      },
      summaries: (rows) => {
        seen.push(
          ...rows.map(({ turns }) =>
            JSON.stringify(turns?.map(({ reply, parsed }) => [reply, parsed.value])),
          ),
        );
        return [];
      },
    };
    const options = optionsFor(stub.reference("m"), "run", { instrument });
    const judge = { id: "judge", use: stub.reference("judge") };
    const { results } = await runInstrument({
      ...options,
      choices: { ...options.choices, mode: "judge", judge },
    });
    // 40 items, two turns, each asked and judged
    expect(stub.requests).toHaveLength(160);
    expect(results.rates).toMatchObject([{ rule: "judge/verdict", count: 40 }]);
    expect(new Set(seen)).toEqual(
      new Set([
        JSON.stringify([
          ["reply to the first", "B"],
          ["reply to the second", "A"],
        ]),
      ]),
    );
    const [line = ""] = (await readFile(join(folder, "run", "responses.jsonl"), "utf8")).split("\n");
    expect(JSON.parse(line)).toMatchObject({
      reply: "reply to the second",
      value: "A",
      verdict: "VERDICT A",
      turns: [
        { reply: "reply to the first", verdict: "VERDICT B" },
        { reply: "reply to the second", verdict: "VERDICT A" },
      ],
    });
  });

  test("gives up a model that never answers, and says so", async () => {
    await using stub = await StubModelServer.start({ decide: () => ({ kind: "status", status: 400 }) });
    const { stop } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(stop?.message).toContain("samples in a row without an answer; the model was given up");
  });

  test("keeps nothing that a refused key did, so that the same command asks it all with the right one", async () => {
    let isRight = false;
    await using stub = await StubModelServer.start({
      decide: () => (isRight ? answer("B") : { kind: "status", status: 401 }),
    });
    const refused = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(refused.stop).toMatchObject({
      reason: "model",
      message: expect.stringMatching(
        /^stub: HTTP 401: the server refused the key \(REFRACT_KEY_.* \(1 sample without an answer; the model was given up\)$/,
      ),
    });
    expect(refused.results.counts).toMatchObject({ asked: 0, failures: {} });
    isRight = true;
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(results.counts).toMatchObject({ asked: 40, failures: {} });
  });

  test.each([
    [
      "no credit",
      { kind: "status", status: 400, message: "Your credit balance is too low" },
      "is out of money",
    ],
    ["a code", { kind: "status", status: 429, code: "insufficient_quota" }, "is out of money"],
    ["a block page", { kind: "html", status: 403 }, "a page that blocks us"],
    ["a redirect", { kind: "status", status: 308 }, "the server sends us elsewhere"],
    [
      "a limit of the key",
      { kind: "status", status: 403, message: "Key limit exceeded" },
      "may not use this",
    ],
  ] as const)(
    "keeps its samples open where the account is the problem (%s), gives the model up after three, and goes on later",
    async (_, behaviour: StubBehaviour, said) => {
      let isMended = false;
      await using stub = await StubModelServer.start({ decide: () => (isMended ? answer("B") : behaviour) });
      const stopped = await runInstrument(optionsFor(stub.reference("m"), "run"));
      expect(stopped.stop).toMatchObject({ reason: "model", message: expect.stringContaining(said) });
      expect(stopped.stop?.message).toMatch(
        / \([3-6] samples in a row without an answer; the model was given up\)$/,
      );
      expect(stopped.results.counts).toMatchObject({ asked: 0, failures: {} });
      // no question was put twice, and four calls at a time are under way when the third fails
      expect(stub.requests.length).toBeLessThanOrEqual(3 + 3);
      isMended = true;
      const { stop, results } = await runInstrument(optionsFor(stub.reference("m"), "run"));
      expect(stop).toBeNull();
      expect(results.counts).toMatchObject({ asked: 40, failures: {} });
    },
  );

  test("takes a page that blocks one question for that question's, which stays open", async () => {
    let isMended = false;
    await using stub = await StubModelServer.start({
      decide: (request) =>
        !isMended && questionOf(request).includes("q7") ? { kind: "html", status: 403 } : answer("B"),
    });
    const first = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(first.stop).toBeNull();
    expect(first.results.counts).toMatchObject({ asked: 39, failures: {} });
    isMended = true;
    const { results } = await runInstrument(optionsFor(stub.reference("m"), "run"));
    expect(results.counts).toMatchObject({ asked: 40 });
  });

  test("is not scored by another version of its instrument, whose items may stand in another order", async () => {
    const options = optionsFor("demo:plain", "run");
    await runInstrument(options);
    const rescored = { lengthNormalised: false, parquet: false };
    await expect(rescoreRun(options.out, [{ ...madeInstrument, version: 2 }], rescored)).rejects.toThrow(
      "the run was made with made version 1, expected version 2",
    );
  });

  test("finds the records where they were last read", async () => {
    const options = optionsFor("demo:plain", "run");
    await runInstrument(options);
    const moved = join(folder, "moved");
    await rename(records, moved);
    await runInstrument({ ...options, from: moved });
    const rescored = { lengthNormalised: false, parquet: false };
    expect((await rescoreRun(options.out, [madeInstrument], rescored)).counts.asked).toBe(40);
  });

  test("refuses duplicate ids", async () => {
    await writeFile(join(records, "items.csv"), "id\nq0\nq0\n");
    await expect(runInstrument(optionsFor("demo:plain", "run"))).rejects.toThrow(
      "item q0: stands twice in the records, expected unique ids",
    );
  });

  test("is scored anew without asking, and compared in pairs", async () => {
    const options = optionsFor("demo:plain", "run");
    const models = ["demo:plain", "demo:blunt"].map((use) => ({ id: use, use }));
    await runInstrument({ ...options, choices: { models } });
    const before = await readFile(join(folder, "run", "results.json"), "utf8");
    await rescoreRun(join(folder, "run"), [madeInstrument], { lengthNormalised: false, parquet: true });
    expect(await readFile(join(folder, "run", "results.json"), "utf8")).toBe(before);
    expect(await compareRuns([join(folder, "run")], [madeInstrument])).toMatchObject([
      { difference: 0, groups: 20, test: "McNemar, exact", adjusted: 1 },
    ]);
  });
});

test("a report card tells models apart whose names a file's name can't hold", async () => {
  const instrument: Instrument = {
    ...madeInstrument,
    summaries: () => [
      {
        id: "tries",
        title: "Tries",
        caption: "none",
        columns: [{ name: "n", title: "n", kind: "integer" }],
        rows: [[1]],
      },
    ],
  };
  const models = [
    { id: "模型一", use: "demo:plain" },
    { id: "模型二", use: "demo:blunt" },
  ];
  const options = optionsFor("demo:plain", "run", { instrument, choices: { models } });
  await runInstrument(options);
  const card = await createReportCard([options.out], [instrument], {
    folders: [],
    by: null,
    showTexts: false,
  });
  const { files } = await writeReport(card, join(folder, "card"));
  expect(files.filter((name) => /tries.*csv$/.test(name))).toEqual([
    "tables/run-1/tries.csv",
    "tables/run-1/tries-2.csv",
  ]);
});

test("replies that two judges judged are not compared", async () => {
  await using stub = await StubModelServer.start({
    decide: ({ model }) => answer(model === "m" ? "some text" : "VERDICT B"),
  });
  const judged = async (name: string, id: string) => {
    const options = optionsFor(stub.reference("m"), name);
    const judge = { id, use: stub.reference(id) };
    await runInstrument({ ...options, choices: { ...options.choices, mode: "judge", judge } });
    return options.out;
  };
  const [one, other] = [await judged("one", "strict"), await judged("other", "mild")];
  await expect(compareRuns([one, other], [madeInstrument])).rejects.toThrow(
    /other: instrument, .* or judge differ from those of .*one, expected runs that can be compared$/,
  );
  const { sections } = await createReportCard([one, other], [madeInstrument], {
    folders: [],
    by: null,
    showTexts: false,
  });
  expect(sections.at(-1)?.blocks).toMatchObject([
    { kind: "notice", text: expect.stringMatching(new RegExp(`^${other}: instrument, `)) },
  ]);
});

const processFile = fileURLToPath(new URL("./asking-process.fixture.ts", import.meta.url));

function startAsking(use: string, out: string) {
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", processFile, use, records, out], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("a run in a process of its own", () => {
  test("killed three times repeats no more calls than were under way, and ends in the same bytes", async () => {
    await writeFile(join(records, "items.csv"), madeItems(400));
    await using stub = await StubModelServer.start({
      decide: () => ({ kind: "answer", text: "B", firstTextMs: 10 }),
    });
    const use = stub.reference("m");
    await once(startAsking(use, join(folder, "whole")), "close");
    const before = stub.requests.length;
    expect(before).toBe(400);
    for (const calls of [60, 170, 290]) {
      const child = startAsking(use, join(folder, "killed"));
      const ended = once(child, "close");
      await expect
        .poll(() => stub.requests.length - before, { timeout: 20_000, interval: 2 })
        .toBeGreaterThan(calls);
      child.kill("SIGKILL");
      await ended;
    }
    await once(startAsking(use, join(folder, "killed")), "close");
    // Eight calls at a time, three kills.
    expect(stub.requests.length - before - 400).toBeLessThanOrEqual(24);
    for (const name of ["results.json", "responses.jsonl", "manifest.json", "scores.json"])
      expect(await readFile(join(folder, "killed", name), "utf8")).toBe(
        await readFile(join(folder, "whole", name), "utf8"),
      );
  }, 90_000);

  test("says which file a full disk did not take, and keeps what was answered", async () => {
    await writeFile(join(records, "items.csv"), madeItems(1000));
    await using stub = await StubModelServer.start({ decide: () => answer("B".repeat(2000)) });
    const out = join(folder, "run");
    // No file may grow beyond some 500 kB.
    const limited = `ulimit -f 500; exec "$0" --disable-warning=ExperimentalWarning "$@"`;
    const child = spawn(
      "bash",
      ["-c", limited, process.execPath, processFile, stub.reference("m"), records, out],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString("utf8");
    });
    await once(child, "close");
    expect(told).toContain(`${join(out, "run.sqlite")}: can't be written to (SQLITE_IOERR_WRITE`);
    const before = stub.requests.length;
    expect(before).toBeLessThan(1000);
    await once(startAsking(stub.reference("m"), out), "close");
    // Eight calls at a time were under way.
    expect(stub.requests.length).toBeLessThanOrEqual(1000 + 8);
  }, 60_000);

  test("takes well under 3 ms of processor time a sample", async () => {
    await writeFile(join(records, "items.csv"), madeItems(1000));
    await using stub = await StubModelServer.start({ decide: () => answer("B") });
    const child = startAsking(stub.reference("m"), join(folder, "run"));
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString("utf8");
    });
    await once(child, "close");
    const { asked, cpuMs } = JSON.parse(out);
    expect(asked).toBe(1000);
    // About 0.4 ms a sample and 700 ms of start when this was written.
    expect(cpuMs).toBeLessThan(3000);
  }, 60_000);
});
