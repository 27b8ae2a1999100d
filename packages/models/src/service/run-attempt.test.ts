import { RefractError } from "@refract/core";
import { describe, expect, it } from "vitest";
import type { AskEvent } from "../ask.ts";
import { type ChatEvent, type ChatRequest, type ModelClient, uncountedTokens } from "../chat.ts";
import { createMemoryLedger } from "../memory-ledger.ts";
import { AccountLimiter, type Permit } from "./account-limiter.ts";
import { type AttemptTools, costOf, runAttempt, settle } from "./run-attempt.ts";
import type { Place } from "./waiting-line.ts";

const request: ChatRequest = { messages: [{ role: "user", content: "A or B?" }], parameters: {} };
const options = {
  signal: new AbortController().signal,
  deadlineMs: 5_000,
  retries: 0,
  budget: { name: "study", capUsd: null },
};

/** Notes who takes which place. */
class WatchedLimiter extends AccountLimiter {
  readonly places: Place[] = [];

  override acquire(place: Place, waitUntil: number, signal: AbortSignal): Promise<Permit> {
    this.places.push(place);
    return super.acquire(place, waitUntil, signal);
  }
}

function toolsFor(pieces: readonly string[]): AttemptTools & { readonly limiter: WatchedLimiter } {
  const client: ModelClient = {
    reference: "test:m",
    account: "test/one",
    async *stream(): AsyncGenerator<ChatEvent> {
      for (const text of pieces) yield { kind: "text", text };
      yield {
        ...{ kind: "end", finishReason: "stop", finishDetail: null },
        ...{ usage: uncountedTokens, logprobs: null, unsupported: [] },
      };
    },
  };
  return {
    client,
    limiter: new WatchedLimiter({ initial: 4, maximum: 4, now: () => 0 }),
    ledger: createMemoryLedger(),
    price: null,
    now: () => 0,
    separation: "separate",
    onUnopened: () => {},
    onUnsettled: () => {},
  };
}

async function outcomeOf(
  tools: AttemptTools,
  leftMs = 5_000,
  more: { readonly isReplacement?: boolean } = {},
) {
  const attempt = runAttempt(tools, { number: 0, leftMs }, request, { ...options, ...more });
  const events: AskEvent[] = [];
  for (;;) {
    const { done, value } = await attempt.next();
    if (done === true) return { events, failure: value.attempt.failure, answer: value.answer };
    events.push(value);
  }
}

describe("an attempt", () => {
  it("is not waited for where the account rests longer than the model has time", async () => {
    const tools = toolsFor(["B"]);
    tools.limiter.rest(10_000);
    const { failure, events } = await outcomeOf(tools);
    expect(failure).toMatchObject({ kind: "quota", retryAfterMs: 10_000 });
    expect(events).toEqual([]);
  });

  it("goes first where it stands in for a question that failed", async () => {
    const tools = toolsFor(["B"]);
    await outcomeOf(tools, 5_000, { isReplacement: true });
    await outcomeOf(tools);
    expect(tools.limiter.places.map(({ isReplacement }) => isReplacement)).toEqual([true, false]);
  });

  it("takes back what was shown when the last sign says that it was reasoning", async () => {
    const { events, failure } = await outcomeOf(toolsFor(['It is "A"', "</think>"]));
    expect(events).toEqual([{ kind: "text", text: 'It is "A"' }, { kind: "restart" }]);
    expect(failure).toMatchObject({ kind: "empty", message: "reasoning without an answer" });
  });
});

it("what a server counted and can't be is dropped, and the first text is the first that stays", async () => {
  let time = 0;
  const tools: AttemptTools = {
    ...toolsFor([]),
    now: () => time,
    client: {
      reference: "test:m",
      account: "test/one",
      async *stream(): AsyncGenerator<ChatEvent> {
        for (const text of ["Could it be A?", "</think>", "B"]) {
          time += 10;
          yield { kind: "text", text };
        }
        yield {
          ...{ kind: "end", finishReason: "stop", finishDetail: null, logprobs: null, unsupported: [] },
          usage: { inputTokens: 20_008, outputTokens: 5, reasoningTokens: null },
        };
      },
    },
  };
  const attempt = runAttempt(tools, { number: 0, leftMs: 5_000 }, request, options);
  let step = await attempt.next();
  while (step.done !== true) step = await attempt.next();
  expect(step.value.attempt).toMatchObject({
    firstTextMs: 30,
    usage: { inputTokens: null, outputTokens: 5, reasoningTokens: null },
    dropped: "the server counted 20008 input tokens, expected at most 20007; the count was dropped",
  });
});

it("a ledger that can't be written to costs no answer, an error of the program is thrown", async () => {
  const told: string[] = [];
  const toolsWith = (thrown: Error): AttemptTools => ({
    ...toolsFor([]),
    ledger: { ...createMemoryLedger(), settle: () => Promise.reject(thrown) },
    onUnsettled: (error) => void told.push(error.message),
  });
  await settle(toolsWith(new RefractError("storage-full", "no room")), "1", 0);
  await expect(settle(toolsWith(new TypeError("a fault")), "1", 0)).rejects.toThrow("a fault");
  expect(told).toEqual(["no room"]);
});

describe("the cost of an attempt without an answer", () => {
  const price = { pattern: "*", inputUsdPerMillion: 1e6, outputUsdPerMillion: 1e6 };
  const asked = { messages: [{ role: "user" as const, content: "x".repeat(400) }], parameters: {} };
  const cost = (kind: "server" | "timeout" | "interrupted") =>
    costOf({ ...price, asOf: "2026-12-01", note: null }, asked, null, "", {
      ...{ kind, message: "", httpStatus: null, retryAfterMs: null },
    });

  it("is nothing where the server turned it down, and the question where it may have worked on it", () => {
    expect(cost("server")).toBe(0);
    // 400 bytes at three a token, and eight for the message
    expect(cost("timeout")).toBe(142);
    expect(cost("interrupted")).toBe(cost("timeout"));
  });
});
