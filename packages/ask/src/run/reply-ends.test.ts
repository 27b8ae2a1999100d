import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelEntry } from "@refract/core";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { StubModelServer } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reportOfRuns } from "../card/report-of-runs.ts";
import { noteReplyEnds } from "../scores/reply-ends.ts";
import { madeInstrument, madeItems } from "./made-instrument.fixture.ts";
import { runInstrument } from "./run-instrument.ts";

let folder: string;
let records: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reply-ends-"));
  records = await mkdtemp(join(tmpdir(), "reply-ends-records-"));
  await writeFile(join(records, "items.csv"), madeItems(40));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(records, { recursive: true, force: true });
});

const usage = {
  prompt_tokens: 20,
  completion_tokens: 16,
  completion_tokens_details: { reasoning_tokens: 12 },
};
const body = (message: object, finish: string) =>
  JSON.stringify({ choices: [{ index: 0, message, finish_reason: finish }], usage });

async function run(stub: StubModelServer, name: string, parameters: ModelEntry["parameters"] = {}) {
  return runInstrument({
    instrument: madeInstrument,
    choices: { models: [{ id: "stub", use: stub.reference("m"), parameters }] },
    from: records,
    out: join(folder, name),
    service: createModelService({
      ...{ env: {}, prices: loadPrices([]), ledger: createMemoryLedger(), concurrency: 1 },
      sleep: async () => {},
    }),
    cacheFile: join(folder, "cache.sqlite"),
    capUsd: null,
    deadlineMs: 5_000,
    lengthNormalised: false,
    parquet: false,
    stopper: new AbortController(),
    onProgress: () => {},
  });
}

const lines = async (name: string): Promise<readonly Record<string, unknown>[]> =>
  (await readFile(join(folder, name, "responses.jsonl"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("replies of a model that reasons", () => {
  test("are read without their reasoning, which is kept apart, from the cache as well", async () => {
    await using stub = await StubModelServer.start({
      decide: () => ({
        kind: "verbatim",
        body: body({ content: "<think>Could it be A? Hmm, A.</think>\n\nB" }, "stop"),
      }),
    });
    for (const name of ["first", "second"]) {
      const { results } = await run(stub, name);
      expect(results.rates).toMatchObject([{ rule: "letter", missing: null, count: 40 }]);
      expect(results.replies).toMatchObject([{ asked: 40, reasoned: 40, reasoningCut: 40, cutOff: 0 }]);
      expect(results.usage).toMatchObject([{ outputTokens: 640, reasoningTokens: 480 }]);
      expect((await lines(name))[0]).toMatchObject({
        ...{ reply: "B", reasoning: "<think>Could it be A? Hmm, A.</think>\n\n", reasoningFrom: "text" },
        ...{ finishReason: "stop", reasoningTokens: 12 },
      });
    }
    expect(stub.requests).toHaveLength(40);
  });

  test("are nothing where the limit cut them off, say so everywhere, and are asked again", async () => {
    let isCut = true;
    await using stub = await StubModelServer.start({
      decide: ({ number }) => ({
        kind: "verbatim",
        body:
          isCut && number % 2 === 0
            ? body({ content: null, reasoning_content: "Let me think" }, "length")
            : body({ content: "B, because" }, "length"),
      }),
    });
    const { results } = await run(stub, "cut");
    expect(results.counts).toMatchObject({ asked: 40, failures: { truncated: 20 } });
    const [sentence] = noteReplyEnds(results.replies).map(({ text }) => text);
    expect(sentence).toBe(
      "stub: 40 of 40 replies were cut off by the limit on tokens, 20 of them before any text; raise maxTokens among the model's parameters",
    );
    // what failed is kept raw with its reason, and paid for
    expect((await lines("cut")).filter(({ failure }) => failure === "truncated")[0]).toMatchObject({
      ...{ reply: "", value: null, missing: "model-error", rule: "failure/truncated" },
      ...{ reasoning: "Let me think", reasoningFrom: "server", finishReason: "length", outputTokens: 16 },
    });
    const report = JSON.stringify(await reportOfRuns([join(folder, "cut")], [madeInstrument]));
    expect(report).toContain("Replies cut off by the limit on tokens: 40 of 40 of stub.");
    expect(report).toContain(sentence);

    isCut = false;
    const again = await run(stub, "cut");
    expect(again.results.counts).toMatchObject({ asked: 40, failures: {}, incompleteGroups: 0 });
    expect(stub.requests).toHaveLength(60);
  });

  test.each([
    ["an error", body({ content: "A but" }, "error"), "server", "A but"],
    ["a filter", body({ content: "A bu" }, "content_filter"), "content-filter", "A bu"],
    ["a call of a tool", body({ content: "Let me look" }, "tool_calls"), "tool-calls", "Let me look"],
    ["invisible text", body({ content: "\u200b" }, "stop"), "empty", "\u200b"],
  ])("that end in %s are no answers: kept raw, never cached", async (_, said, failure, reply) => {
    await using stub = await StubModelServer.start({
      decide: ({ number }) =>
        number <= 5 ? { kind: "verbatim", body: said } : { kind: "answer", text: "B" },
    });
    const entry = { temperature: 0.5 };
    const first = await run(stub, "first", entry);
    // one item fails for good on its fifth try, or on its first where another try would not help
    const failed = (await lines("first")).filter((line) => line.failure !== null);
    for (const line of failed)
      expect(line).toMatchObject({ failure, reply, value: null, rule: `failure/${failure}` });
    expect(first.results.counts.failures[failure] ?? 0).toBe(failed.length);
    const asked = stub.requests.length;
    const { results } = await run(stub, "second", entry);
    expect(stub.requests.length - asked).toBe(failed.length);
    expect(results.counts.failures).toEqual({});
  });

  test("whose token count can't be are kept, and the dropped counts are told, from the cache as well", async () => {
    await using stub = await StubModelServer.start({
      decide: ({ number }) => ({
        kind: "verbatim",
        body: JSON.stringify({
          choices: [{ index: 0, message: { content: "B" }, finish_reason: "stop" }],
          usage: { prompt_tokens: number < 3 ? 1e19 : 20, completion_tokens: 3 },
        }),
      }),
    });
    for (const name of ["first", "second"]) {
      const { results } = await run(stub, name);
      expect(results.replies).toMatchObject([{ asked: 40, miscounted: 3, judgeMiscounted: 0 }]);
      expect(results.usage).toMatchObject([{ inputTokens: null, outputTokens: 120 }]);
      const told = "stub: 3 replies came with token counts that can't be; they were dropped (calls.jsonl)";
      expect(noteReplyEnds(results.replies).map(({ text }) => text)).toEqual([told]);
      const calls = await readFile(join(folder, name, "calls.jsonl"), "utf8");
      expect(calls.match(/"the server counted 10000000000000000000 input tokens, expected/g)).toHaveLength(3);
      expect(JSON.stringify(await reportOfRuns([join(folder, name)], [madeInstrument]))).toContain(told);
    }
    expect(stub.requests).toHaveLength(40);
  });

  test("that decline in the field for it are refusals whose words are kept", async () => {
    await using stub = await StubModelServer.start({
      decide: () => ({ kind: "verbatim", body: body({ content: null, refusal: "I can't pick A." }, "stop") }),
    });
    const { results } = await run(stub, "run");
    expect(results.rates).toMatchObject([{ rule: "refusal-field", missing: "unparsed", count: 40 }]);
    expect((await lines("run"))[0]).toMatchObject({ reply: "I can't pick A.", finishReason: "refusal" });
    expect(noteReplyEnds(results.replies).map(({ text }) => text)).toEqual([
      "stub: 40 of 40 replies are refusals",
    ]);
  });
});

describe("the manifest", () => {
  const settings = async (name: string) =>
    JSON.parse(await readFile(join(folder, name, "manifest.json"), "utf8")).settings;

  test("lists what was really sent, and apart what was not", async () => {
    await using stub = await StubModelServer.start({ decide: () => ({ kind: "answer", text: "B" }) });
    const service = createModelService({
      env: { GROQ_API_KEY: "k", GROQ_BASE_URL: stub.baseUrl },
      ...{ prices: loadPrices([]), ledger: createMemoryLedger() },
    });
    const { results } = await runInstrument({
      instrument: madeInstrument,
      choices: {
        models: [
          { id: "groq", use: "groq:m", parameters: { temperature: null, topK: 4, reasoningEffort: "low" } },
        ],
      },
      ...{
        from: records,
        out: join(folder, "run"),
        service,
        cacheFile: null,
        capUsd: null,
        deadlineMs: 5_000,
      },
      ...{ lengthNormalised: false, parquet: false, stopper: new AbortController(), onProgress: () => {} },
    });
    const [{ sent, notSent, ...of }] = await settings("run");
    expect(of).toEqual({ model: "groq", variant: "plain" });
    expect(notSent).toEqual(["topK"]);
    expect(sent).toMatchObject({ reasoningEffort: "low" });
    expect(Object.keys(sent)).not.toContain("temperature");
    expect(Object.keys(sent)).not.toContain("topK");
    const wire = stub.requests[0]?.body ?? {};
    expect(Object.keys(wire)).not.toContain("temperature");
    expect(wire.reasoning_effort).toBe("low");
    expect(noteReplyEnds(results.replies).map(({ text }) => text)).toEqual([
      "groq: not sent, because the provider has no word for it: topK",
    ]);
  });
});
