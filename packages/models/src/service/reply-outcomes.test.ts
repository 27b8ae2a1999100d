import { gzipSync } from "node:zlib";
import type { ModelEntry } from "@refract/core";
import { StubModelServer } from "@refract/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { Attempt } from "../ask.ts";
import type { ChatRequest } from "../chat.ts";
import { createMemoryLedger } from "../memory-ledger.ts";
import { ModelFailedError } from "../model-failed-error.ts";
import { createPriceTable } from "../prices/price-table.ts";
import { createModelService } from "./model-service.ts";

const request: ChatRequest = {
  messages: [{ role: "user", content: "Which one, A or B?" }],
  parameters: { maxTokens: 16, temperature: 0 },
};
/** A million tokens cost a million dollars: one token, one dollar. */
const dollarAToken = createPriceTable([
  { pattern: "*", inputUsdPerMillion: 1e6, outputUsdPerMillion: 1e6, asOf: "2026-12-01", note: null },
]);

let server: StubModelServer | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});

interface Outcome {
  readonly text: string | null;
  readonly reasoning: string | null;
  readonly finishReason: string | null;
  readonly failure: string | null;
  readonly message: string | null;
  readonly last: Attempt | undefined;
  /** Text as a person would have seen it grow; only of a stream. */
  readonly shown: readonly string[];
}

type Body = string | Uint8Array;

/** What comes of one body, with no second try. */
async function outcomeOf(
  way: "streamed" | "in one piece",
  body: Body,
  more: {
    status?: number;
    headers?: Record<string, string>;
    request?: ChatRequest;
    parameters?: ModelEntry["parameters"];
  } = {},
): Promise<Outcome> {
  server = await StubModelServer.start({
    decide: () => ({
      kind: "verbatim",
      body,
      status: more.status ?? 200,
      ...(more.headers === undefined ? {} : { headers: more.headers }),
    }),
  });
  const service = createModelService({
    env: {},
    prices: dollarAToken,
    ledger: createMemoryLedger(),
    sleep: async () => {},
  });
  const entry: ModelEntry = { id: "m", use: server.reference("m"), parameters: more.parameters };
  const asked = more.request ?? request;
  const signal = new AbortController().signal;
  const budget = { name: "test", capUsd: null };
  const shown: string[] = [];
  try {
    if (way === "in one piece") {
      const { attempts, ...reply } = await service.complete(entry, asked, {
        ...{ signal, deadlineMs: 5_000, retries: 0, quotaRetries: 0, budget },
      });
      return { ...answered(reply, attempts), shown };
    }
    let text = "";
    for await (const event of service.ask(entry, asked, { signal, deadlineMs: 5_000, retries: 0, budget })) {
      if (event.kind === "text") text += event.text;
      else if (event.kind === "restart") text = "";
      else {
        expect(text).toBe(event.answer.text);
        return { ...answered(event.answer, event.answer.attempts), shown };
      }
      shown.push(text);
    }
  } catch (thrown) {
    if (!(thrown instanceof ModelFailedError)) throw thrown;
    const last = thrown.attempts.at(-1);
    return {
      text: last?.said?.text ?? null,
      reasoning: last?.said?.reasoning?.text ?? null,
      finishReason: last?.said?.finishReason ?? null,
      failure: last?.failure?.kind ?? null,
      message: last?.failure?.message ?? null,
      last,
      shown,
    };
  }
  throw new Error("no end");
}

function answered(
  reply: { text: string; reasoning: { text: string } | null; finishReason: string },
  attempts: readonly Attempt[],
) {
  const { text, reasoning, finishReason } = reply;
  const last = attempts.at(-1);
  return { text, reasoning: reasoning?.text ?? null, finishReason, failure: null, message: null, last };
}

const usage = { prompt_tokens: 9, completion_tokens: 3 };
const document = (message: object, finish: string | null = "stop", more: object = {}) =>
  JSON.stringify({
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finish, ...more }],
    usage,
  });
const stream = (deltas: readonly object[], finish: string | null = "stop") =>
  [
    ...deltas.map((delta) => JSON.stringify({ choices: [{ index: 0, delta }] })),
    JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: finish }], usage }),
    "[DONE]",
  ]
    .map((event) => `data: ${event}\n\n`)
    .join("");
/** The same answer in both forms; the stream in pieces of three characters. */
const both = (content: string, finish: string | null = "stop"): readonly Body[] => [
  document({ content }, finish),
  stream(
    (content.match(/[\s\S]{1,3}/gu) ?? []).map((piece) => ({ content: piece })),
    finish,
  ),
];

type Row = readonly [string, readonly Body[], Partial<Outcome>];

const rows: readonly Row[] = [
  ["a plain answer", both("B"), { text: "B", failure: null, finishReason: "stop", reasoning: null }],
  [
    "a mark that ends the turn",
    both("Both are fine.<|im_end|>\n"),
    { text: "Both are fine.", failure: null, reasoning: "<|im_end|>\n" },
  ],
  [
    "reasoning and a turn of somebody else's",
    both("<think>Hm.</think>Tea.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?"),
    {
      text: "Tea.",
      failure: null,
      reasoning: "<think>Hm.</think><|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?",
    },
  ],
  ["nothing but such a mark", both("</s>"), { failure: "empty" }],
  [
    "a mark that is written about",
    both("A turn ends with <|im_end|> there."),
    { text: "A turn ends with <|im_end|> there.", failure: null, reasoning: null },
  ],
  [
    "reasoning in the text",
    both("<think>Could it be A? Hmm.</think>\n\nB"),
    { text: "B", reasoning: "<think>Could it be A? Hmm.</think>\n\n", failure: null },
  ],
  [
    "reasoning that a limit cut off",
    both("<think>Could it be A? Option A looks", "length"),
    { text: "", failure: "truncated", reasoning: "<think>Could it be A? Option A looks" },
  ],
  ["reasoning that ends without an answer", both("<think>Could it be A?"), { text: "", failure: "empty" }],
  [
    "a text that a limit cut off",
    both("B, because", "length"),
    { text: "B, because", failure: null, finishReason: "length" },
  ],
  [
    "an error in the middle",
    both("A but", "error"),
    { text: "A but", failure: "server", finishReason: "error" },
  ],
  ["a filtered text", both("A bu", "content_filter"), { text: "A bu", failure: "content-filter" }],
  ["a call of a tool", both("", "tool_calls"), { failure: "tool-calls" }],
  [
    "a call of a tool after some text",
    both("Let me look", "tool_calls"),
    { text: "Let me look", failure: "tool-calls" },
  ],
  [
    "an end for an unknown reason",
    both("B", "eclipse"),
    { text: "B", failure: null, finishReason: "unknown" },
  ],
  ["an end without a reason", both("B", null), { text: "B", failure: null, finishReason: "unstated" }],
  ["nothing", both(""), { text: "", failure: "empty" }],
  ["blanks", both(" \n\t "), { text: " \n\t ", failure: "empty" }],
  ["zero-width characters", both("\u200b\u2060\ufeff"), { failure: "empty" }],
  ["a filler and a blank braille cell", both("\u3164\u2800"), { failure: "empty" }],
  [
    "reasoning in a field of its own",
    [
      document({ content: "B", reasoning_content: "A?" }),
      stream([{ reasoning_content: "A" }, { reasoning_content: "?" }, { content: "B" }]),
    ],
    { text: "B", reasoning: "A?", failure: null },
  ],
  [
    "reasoning in OpenRouter's fields",
    [
      document({
        content: "B",
        reasoning: "A?",
        reasoning_details: [{ type: "reasoning.text", text: "A?" }],
      }),
      stream([{ reasoning: "A?" }, { content: "B" }]),
    ],
    { text: "B", reasoning: "A?" },
  ],
  [
    "reasoning in parts of the content",
    [
      document({
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "A?" }] },
          { type: "text", text: "B" },
        ],
      }),
      stream([
        { content: [{ type: "thinking", thinking: [{ type: "text", text: "A?" }] }] },
        { content: "B" },
      ]),
    ],
    { text: "B", reasoning: "A?" },
  ],
  [
    "nothing but reasoning, cut off",
    [
      document({ content: null, reasoning_content: "Let me think" }, "length"),
      stream([{ reasoning_content: "Let me think" }], "length"),
    ],
    { text: "", failure: "truncated", reasoning: "Let me think" },
  ],
  [
    "words in the field for refusals",
    [
      document({ content: null, refusal: "I can't help with that." }),
      stream([{ refusal: "I can't help" }, { refusal: " with that." }]),
    ],
    { text: "I can't help with that.", failure: null, finishReason: "refusal" },
  ],
  ["a byte-order mark", both("B").map((body) => `\uFEFF${body}`), { text: "B", failure: null }],
  [
    "comments before and between",
    [`: OPENROUTER PROCESSING\n\n${stream([{ content: "B" }])}`],
    { text: "B", failure: null },
  ],
  [
    "an error beside the text",
    [document({ content: "A but" }, "error", { error: { code: 502, message: "upstream failed" } })],
    { text: "A but", failure: "server" },
  ],
  [
    "log-probabilities that nobody asked for",
    [
      document({ content: "B" }, "stop", {
        logprobs: { content: [{ token: "B", logprob: null, top_logprobs: [] }] },
      }),
    ],
    { text: "B", failure: null },
  ],
  [
    "a wrong token count",
    [stream([{ content: "B" }]).replace('"prompt_tokens":9', '"prompt_tokens":-4')],
    { text: "B", failure: null },
  ],
];

describe.each(["streamed", "in one piece"] as const)("an answer %s", (way) => {
  it.each(rows)("has an outcome of its own: %s", async (_, bodies, expected) => {
    for (const body of bodies) {
      // A stream that was not requested and a document that was not: one reader takes both.
      expect(await outcomeOf(way, body)).toMatchObject(expected);
      await server?.[Symbol.asyncDispose]();
    }
  });

  it("may be compressed", async () => {
    for (const body of both("B")) {
      const outcome = await outcomeOf(way, gzipSync(body), { headers: { "content-encoding": "gzip" } });
      expect(outcome).toMatchObject({ text: "B", failure: null });
      await server?.[Symbol.asyncDispose]();
    }
  });

  it("names what is wrong with a log-probability that was asked for", async () => {
    const logprobs = { content: [{ token: "B", logprob: null, top_logprobs: [] }] };
    const outcome = await outcomeOf(way, document({ content: "B" }, "stop", { logprobs }), {
      request: { ...request, topLogprobs: 5 },
    });
    expect(outcome).toMatchObject({
      failure: "server",
      message: "the server sent logprobs.content.logprob as null, expected a number",
    });
  });

  it("is paid for where it came to nothing, reasoning included", async () => {
    const body = document({ content: null, reasoning_content: "Let me think" }, "length");
    expect((await outcomeOf(way, body)).last?.costUsd).toBe(12);
    await server?.[Symbol.asyncDispose]();
    // 18 characters of reasoning and one of text are 7 tokens where nobody counted, the question 14.
    const uncounted = body.replace(/,"usage":.*$/, "}").replace("null", '"B"');
    expect((await outcomeOf(way, uncounted)).last?.costUsd).toBe(14 + 5);
  });

  it("counts reasoning that the server leaves out of its count of the answer", async () => {
    const counted = (said: object) =>
      JSON.stringify({ ...JSON.parse(document({ content: "B" })), usage: said });
    const inside = {
      prompt_tokens: 9,
      completion_tokens: 40,
      total_tokens: 49,
      completion_tokens_details: { reasoning_tokens: 38 },
    };
    expect((await outcomeOf(way, counted(inside))).last?.usage).toEqual({
      inputTokens: 9,
      outputTokens: 40,
      reasoningTokens: 38,
    });
    await server?.[Symbol.asyncDispose]();
    const outside = {
      prompt_tokens: 9,
      completion_tokens: 2,
      total_tokens: 49,
      completion_tokens_details: { reasoning_tokens: 38 },
    };
    expect((await outcomeOf(way, counted(outside))).last?.usage).toEqual({
      inputTokens: 9,
      outputTokens: 40,
      reasoningTokens: 38,
    });
  });

  it("says which setting a model does not take, and the way out", async () => {
    const error = {
      message:
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      ...{ type: "invalid_request_error", param: "temperature", code: "unsupported_value" },
    };
    const outcome = await outcomeOf(way, JSON.stringify({ error }), { status: 400 });
    expect(outcome.failure).toBe("unsupported-setting");
    expect(outcome.message).toContain("the model does not take temperature");
    expect(outcome.message).toContain('"temperature: null"');
  });

  it("keeps such marks in the text where a model's settings say that they are ordinary text", async () => {
    const outcome = await outcomeOf(way, document({ content: "<think>A?</think>B" }), {
      parameters: { reasoningTags: "text" },
    });
    expect(outcome).toMatchObject({ text: "<think>A?</think>B", reasoning: null });
  });
});

describe("text that a person reads along", () => {
  it("never holds reasoning, whatever pieces it comes in", async () => {
    const content = "<think>Could it be A? Hmm.</think>\n\nB it is";
    const { shown } = await outcomeOf("streamed", stream([...content].map((one) => ({ content: one }))));
    expect(shown.every((text) => "B it is".startsWith(text))).toBe(true);
    expect(shown.at(-1)).toBe("B it is");
  });
});

describe("a model whose answers begin inside their reasoning", () => {
  const unopened = stream(["Could it ", "be A?", "</thi", "nk>", "\n\nB"].map((content) => ({ content })));

  it("is taken back once, and held back from then on", async () => {
    server = await StubModelServer.start({ decide: () => ({ kind: "verbatim", body: unopened }) });
    const service = createModelService({ env: {}, prices: dollarAToken, ledger: createMemoryLedger() });
    const entry = { id: "m", use: server.reference("m") };
    const kinds = async () => {
      const seen: string[] = [];
      const options = {
        signal: new AbortController().signal,
        deadlineMs: 5_000,
        retries: 0,
        budget: { name: "t", capUsd: null },
      };
      for await (const event of service.ask(entry, request, options))
        seen.push(event.kind === "text" ? event.text : event.kind);
      return seen;
    };
    expect(await kinds()).toEqual(["Could it ", "be A?", "restart", "B", "end"]);
    expect(await kinds()).toEqual(["B", "end"]);
  });

  it("is held back from the start where its name or its settings say so", async () => {
    const declared = await outcomeOf("streamed", unopened, { parameters: { reasoningTags: "unopened" } });
    expect(declared).toMatchObject({ text: "B", shown: ["B"] });
  });
});

describe("settings", () => {
  const sent = async (parameters: ModelEntry["parameters"]) => {
    server = await StubModelServer.start({ decide: () => ({ kind: "answer", text: "B" }) });
    const service = createModelService({ env: {}, prices: dollarAToken, ledger: createMemoryLedger() });
    const options = {
      signal: new AbortController().signal,
      deadlineMs: 5_000,
      retries: 0,
      quotaRetries: 0,
      budget: { name: "t", capUsd: null },
    };
    await service.complete({ id: "m", use: server.reference("m"), parameters }, request, options);
    const {
      messages: _messages,
      model: _model,
      stream: _stream,
      ...rest
    } = server.requests.at(-1)?.body ?? {};
    await server[Symbol.asyncDispose]();
    return rest;
  };

  it("of a model go before those of the instrument, and null leaves one out", async () => {
    expect(await sent(undefined)).toEqual({ max_tokens: 16, temperature: 0 });
    expect(await sent({ temperature: null })).toEqual({ max_tokens: 16 });
    expect(
      await sent({ temperature: null, maxTokens: 900, tokenLimitField: "max_completion_tokens" }),
    ).toEqual({
      max_completion_tokens: 900,
    });
  });

  it("may say how hard to think, and hold fields of the server's own, which replace none of ours", async () => {
    const body = { chat_template_kwargs: { enable_thinking: false }, temperature: 2 };
    expect(await sent({ reasoningEffort: "low", body })).toEqual({
      ...{ max_tokens: 16, temperature: 0, reasoning_effort: "low" },
      chat_template_kwargs: { enable_thinking: false },
    });
  });
});
