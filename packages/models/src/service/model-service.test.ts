import { type ModelEntry, RefractError } from "@refract/core";
import { StubModelServer, type StubModelServerOptions, signatureOf, signaturesIn } from "@refract/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { AskEvent, AskOptions, ModelService } from "../ask.ts";
import type { ChatRequest } from "../chat.ts";
import { createMemoryLedger, type MemoryLedger } from "../memory-ledger.ts";
import { ModelFailedError } from "../model-failed-error.ts";
import { loadPrices } from "../prices/parse-prices.ts";
import { createPriceTable } from "../prices/price-table.ts";
import { createModelService, type ModelServiceOptions } from "./model-service.ts";

const request: ChatRequest = {
  messages: [{ role: "user", content: "one two three" }],
  parameters: { maxTokens: 100 },
};
/** A million tokens cost a million dollars: one token, one dollar. */
const dollarAToken = createPriceTable([
  { pattern: "*", inputUsdPerMillion: 1e6, outputUsdPerMillion: 1e6, asOf: "2026-11-23", note: null },
]);

let server: StubModelServer | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});

async function setUp(
  options: StubModelServerOptions = {},
  more: Partial<ModelServiceOptions> = {},
): Promise<{ stub: StubModelServer; service: ModelService; ledger: MemoryLedger; pauses: number[] }> {
  server = await StubModelServer.start(options);
  const ledger = createMemoryLedger();
  const pauses: number[] = [];
  const service = createModelService({
    env: {},
    prices: loadPrices(),
    ledger,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    demoPace: 0,
    ...more,
  });
  return { stub: server, service, ledger, pauses };
}

function options(more: Partial<AskOptions> = {}): AskOptions {
  return {
    signal: new AbortController().signal,
    deadlineMs: 5_000,
    retries: 2,
    budget: { name: "study", capUsd: null },
    ...more,
  };
}

function entryOf(stub: StubModelServer, model = "alpha"): ModelEntry {
  return { id: model, use: stub.reference(model) };
}

async function collect(events: AsyncIterable<AskEvent>) {
  const kinds: string[] = [];
  let text = "";
  for await (const event of events) {
    if (kinds.at(-1) !== event.kind) kinds.push(event.kind);
    if (event.kind === "text") text += event.text;
    if (event.kind === "restart") text = "";
    if (event.kind === "end") return { kinds, text, answer: event.answer };
  }
  throw new Error("no end");
}

async function failureOf(events: AsyncIterable<AskEvent>): Promise<ModelFailedError> {
  try {
    await collect(events);
  } catch (thrown) {
    if (thrown instanceof ModelFailedError) return thrown;
    throw thrown;
  }
  throw new Error("it did not fail");
}

const half = { kind: "half-stream", words: 3 } as const;
const good = { kind: "answer", words: 5 } as const;

describe("a question", () => {
  it("is answered at the first attempt with usage and times", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: good } });
    const { kinds, text, answer } = await collect(service.ask(entryOf(stub), request, options()));
    expect(kinds).toEqual(["text", "end"]);
    expect(answer.text).toBe(text);
    expect(signaturesIn(text)).toEqual([signatureOf("alpha")]);
    expect(answer.attempts).toHaveLength(1);
    expect(answer.attempts[0]).toMatchObject({
      number: 0,
      failure: null,
      usage: { inputTokens: 3, outputTokens: 5 },
      costUsd: null,
    });
  });

  it("whose attempt breaks off begins again from nothing and says so", async () => {
    const { stub, service, pauses } = await setUp({ behaviours: { alpha: [half, good] } });
    const { kinds, text, answer } = await collect(service.ask(entryOf(stub), request, options()));
    expect(kinds).toEqual(["text", "restart", "text", "end"]);
    expect(answer.text).toBe(text);
    expect(text.split(" ")).toHaveLength(5);
    expect(answer.attempts.map((attempt) => attempt.failure?.kind ?? "ok")).toEqual(["server", "ok"]);
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toBeGreaterThanOrEqual(250);
    expect(pauses[0]).toBeLessThanOrEqual(500);
  });

  it("fails with every attempt when none succeeds", async () => {
    const { stub, service } = await setUp({
      behaviours: { alpha: [half, { kind: "html" }, { kind: "empty" }] },
    });
    const error = await failureOf(service.ask(entryOf(stub), request, options()));
    expect(error.code).toBe("model-failed");
    expect(error.attempts.map((attempt) => attempt.failure?.kind)).toEqual(["server", "server", "empty"]);
    expect(error.attempts.map((attempt) => attempt.number)).toEqual([0, 1, 2]);
    expect(error.message).toBe(
      `${stub.reference("alpha")}: no answer after 3 attempts: an answer without text`,
    );
  });

  it.each([
    ["a refused request", { kind: "status", status: 400 }, "refused"],
    ["an unknown model", { kind: "status", status: 404 }, "unknown-model"],
    ["a content filter", { kind: "content-filter" }, "content-filter"],
  ] as const)("is not asked again after %s", async (_name, behaviour, kind) => {
    const { stub, service } = await setUp({ behaviours: { alpha: behaviour } });
    const error = await failureOf(service.ask(entryOf(stub), request, options()));
    expect(error.attempts.map((attempt) => attempt.failure?.kind)).toEqual([kind]);
    expect(stub.count("alpha")).toBe(1);
  });

  it("ends at its deadline, whatever the server does", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: { kind: "hang" } } });
    const startedAt = Date.now();
    const error = await failureOf(service.ask(entryOf(stub), request, options({ deadlineMs: 150 })));
    expect(error.attempts.map((attempt) => attempt.failure?.kind)).toEqual(["timeout"]);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  it("stopped by its caller is recorded as interrupted", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: { kind: "hang", words: 2 } } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("bye")), 80);
    const error = await failureOf(
      service.ask(entryOf(stub), request, options({ signal: controller.signal })),
    );
    expect(error.attempts.map((attempt) => attempt.failure?.kind)).toEqual(["interrupted"]);
    expect(error.cause).toEqual(new Error("bye"));
  });

  it("stopped before it began does not reach the server", async () => {
    const { stub, service } = await setUp();
    const error = await failureOf(
      service.ask(entryOf(stub), request, options({ signal: AbortSignal.abort(new Error("never")) })),
    );
    expect(error.attempts[0]?.failure?.kind).toBe("interrupted");
    expect(stub.count("alpha")).toBe(0);
  });

  it("uses the model's own settings before the study's", async () => {
    const { stub, service } = await setUp();
    const entry = { ...entryOf(stub), parameters: { temperature: 0.2 } };
    const parameters = { temperature: 1, maxTokens: 30 };
    await collect(service.ask(entry, { ...request, parameters }, options()));
    expect(stub.requests[0]?.body).toMatchObject({ temperature: 0.2, max_tokens: 30 });
  });

  it("takes no reply that is longer than its tokens can be, from a server that passes over the limit", async () => {
    const behaviours = { alpha: { kind: "answer", text: "x".repeat(5000) } } as const;
    const { stub, service } = await setUp({ behaviours });
    const ask = (maxTokens: number) => ({ ...request, parameters: { maxTokens } });
    const error = await failureOf(service.ask(entryOf(stub), ask(100), options({ retries: 0 })));
    expect(error.message).toContain("the server sent more than 4200 characters, expected at most 100 tokens");
    expect((await collect(service.ask(entryOf(stub), ask(125), options()))).text).toHaveLength(5000);
  });

  it("to an unknown provider lists the known ones", async () => {
    const { service } = await setUp();
    const error = await failureOf(service.ask({ id: "x", use: "nosuch:model" }, request, options()));
    expect(error.attempts[0]?.failure?.kind).toBe("unknown-model");
    expect(error.message).toContain(
      'unknown provider "nosuch", expected one of demo, ollama, openai, openrouter',
    );
  });

  it("without a key names the variable and has the code missing-key", async () => {
    const { service } = await setUp();
    const error = await failureOf(service.ask({ id: "x", use: "anthropic:some" }, request, options()));
    expect(error.code).toBe("missing-key");
    expect(error.attempts[0]?.failure?.kind).toBe("missing-key");
    expect(error.message).toContain("expected the environment variable ANTHROPIC_API_KEY");
  });

  it("a thousand at once never swap their texts", async () => {
    const { stub, service } = await setUp();
    const models = Array.from({ length: 25 }, (_, index) => `model-${index}`);
    await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const model = models[index % models.length] ?? "";
        const { answer } = await collect(
          service.ask(entryOf(stub, model), request, options({ deadlineMs: 25_000 })),
        );
        expect(signaturesIn(answer.text)).toEqual([signatureOf(model)]);
      }),
    );
    expect(stub.requests).toHaveLength(1_000);
    expect(stub.mostAtOnce).toBeLessThanOrEqual(1024);
  });
});

describe("waiting for a turn", () => {
  const slow = { kind: "answer", words: 3, firstTextMs: 120 } as const;

  it("is not the model's time: four questions one after the other all have their whole deadline", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: slow } }, { concurrency: 1 });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        collect(service.ask(entryOf(stub), request, options({ deadlineMs: 350 }))),
      ),
    );
    expect(answers.map(({ answer }) => answer.attempts.map(({ failure }) => failure))).toEqual(
      Array.from({ length: 4 }, () => [null]),
    );
    const waits = answers.map(({ answer }) => answer.attempts[0]?.waitedMs ?? Number.NaN);
    expect(Math.max(...waits)).toBeGreaterThan(300);
    expect(stub.mostAtOnce).toBe(1);
  });

  it("in vain is said to be our own limit, and nothing is called or paid for", async () => {
    const { stub, service, ledger } = await setUp(
      { behaviours: { alpha: { kind: "hang" } } },
      { concurrency: 1, prices: dollarAToken },
    );
    const controller = new AbortController();
    const first = failureOf(service.ask(entryOf(stub), request, options({ signal: controller.signal })));
    const second = await failureOf(service.ask(entryOf(stub), request, options({ waitMs: 60 })));
    expect(second.attempts).toMatchObject([{ failure: { kind: "busy" }, costUsd: 0, totalMs: 0 }]);
    expect(second.message).toContain("the account takes 1 calls at a time, 1 are under way");
    expect(stub.requests).toHaveLength(1);
    controller.abort(new Error("enough"));
    await first;
    expect(ledger.totals("study").reservedUsd).toBe(0);
  });

  it("says where each account stands", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: good } });
    await collect(service.ask(entryOf(stub), request, options()));
    expect(service.accounts()).toEqual([
      {
        account: `http/${new URL(stub.origin).host}`,
        limit: 128,
        running: 0,
        waiting: 0,
        restMs: 0,
        waitedP95Ms: expect.any(Number),
      },
    ]);
  });

  it("takes the calls at a time that models.yaml says for an account", async () => {
    const { stub, service } = await setUp({}, {});
    const own = createModelService({
      env: {},
      prices: loadPrices(),
      ledger: createMemoryLedger(),
      accounts: { [stub.baseUrl]: { callsAtATime: 3 }, http: { callsAtATime: 5 } },
    });
    await Promise.all(Array.from({ length: 12 }, () => collect(own.ask(entryOf(stub), request, options()))));
    expect(own.accounts().map(({ limit }) => limit)).toEqual([3]);
    expect(stub.mostAtOnce).toBeLessThanOrEqual(3);
    expect(service.accounts()).toEqual([]);
  });
});

describe("a call that can't be finished", () => {
  it("is not begun: less time is left than any of the last answers took", async () => {
    const slow = { kind: "answer", words: 3, firstTextMs: 150 } as const;
    const late = { kind: "half-stream", words: 2, firstTextMs: 150 } as const;
    const { stub, service } = await setUp({ behaviours: { alpha: [slow, slow, slow, late, slow] } });
    for (let answer = 0; answer < 3; answer += 1)
      await collect(service.ask(entryOf(stub), request, options()));
    // After 150 ms and a pause of a quarter second at least, 100 ms are left.
    const error = await failureOf(service.ask(entryOf(stub), request, options({ deadlineMs: 500 })));
    expect(error.attempts.map(({ failure }) => failure?.kind)).toEqual(["server"]);
    expect(stub.count("alpha")).toBe(4);
  });
});

describe("rate limits", () => {
  it("what Retry-After asks for is waited for", async () => {
    const limited = { kind: "status", status: 429, retryAfter: "0.05" } as const;
    const { stub, service, pauses } = await setUp({ behaviours: { alpha: [limited, good] } });
    const { answer } = await collect(service.ask(entryOf(stub), request, options()));
    expect(answer.attempts.map((attempt) => attempt.failure?.kind ?? "ok")).toEqual(["quota", "ok"]);
    expect(answer.attempts[0]?.failure).toMatchObject({ httpStatus: 429, retryAfterMs: 50 });
    expect(pauses[0]).toBeGreaterThanOrEqual(50);
  });

  it("a wait beyond the deadline is not begun, and others on the account fail at once too", async () => {
    const limited = { kind: "status", status: 429, retryAfter: "60" } as const;
    const { stub, service } = await setUp({ behaviours: { alpha: limited } });
    const startedAt = Date.now();
    const first = await failureOf(service.ask(entryOf(stub, "alpha"), request, options()));
    const second = await failureOf(service.ask(entryOf(stub, "beta"), request, options()));
    expect(first.attempts.map((attempt) => attempt.failure?.kind)).toEqual(["quota"]);
    expect(second.message).toContain("the account rests for another 60 s after a rate limit");
    expect(stub.count("beta")).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  it("another account is not held up", async () => {
    const { stub, service } = await setUp({
      behaviours: { alpha: { kind: "status", status: 429, retryAfter: "60" } },
    });
    await failureOf(service.ask(entryOf(stub), request, options()));
    const { answer } = await collect(service.ask({ id: "d", use: "demo:plain" }, request, options()));
    expect(answer.text).not.toBe("");
  });
});

describe("money", () => {
  const priced = { prices: dollarAToken };

  it("is reserved before the call and settled by the server's usage after it", async () => {
    const { stub, service, ledger } = await setUp({ behaviours: { alpha: good } }, priced);
    let reservedDuring = 0;
    for await (const event of service.ask(entryOf(stub), request, options())) {
      if (event.kind === "text") reservedDuring = ledger.totals("study").reservedUsd;
    }
    // 13 bytes of prompt are 5 tokens, 8 for the message, 100 for the answer.
    expect(reservedDuring).toBe(113);
    expect(ledger.totals("study")).toEqual({ spentUsd: 8, reservedUsd: 0, unknownCalls: 0 });
  });

  it("a call that would pass the cap is not made", async () => {
    const { stub, service, ledger } = await setUp({ behaviours: { alpha: good } }, priced);
    const budget = { name: "study", capUsd: 120 };
    await collect(service.ask(entryOf(stub), request, options({ budget })));
    const error = await failureOf(service.ask(entryOf(stub), request, options({ budget })));
    expect(error.code).toBe("budget-reached");
    expect(error.attempts.map((attempt) => attempt.failure?.kind)).toEqual(["budget"]);
    expect(error.message).toContain(
      "the cap of $120.00 for study is reached: $8.00 spent, $0.00 reserved, $113.00 more asked for",
    );
    expect(stub.count("alpha")).toBe(1);
    expect(ledger.totals("study").reservedUsd).toBe(0);
  });

  it("calls at the same time can't pass the cap together", async () => {
    const { stub, service, ledger } = await setUp(
      { behaviours: { alpha: { kind: "answer", words: 5, firstTextMs: 30 } } },
      priced,
    );
    const budget = { name: "study", capUsd: 300 };
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => collect(service.ask(entryOf(stub), request, options({ budget })))),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(2);
    expect(ledger.totals("study")).toEqual({ spentUsd: 16, reservedUsd: 0, unknownCalls: 0 });
  });

  it("a request the server turned down costs nothing, a broken stream what was received", async () => {
    const { stub, service, ledger } = await setUp(
      { behaviours: { alpha: [{ kind: "status", status: 500 }, half, good] } },
      priced,
    );
    const { answer } = await collect(service.ask(entryOf(stub), request, options()));
    const [refused, broken, whole] = answer.attempts.map((attempt) => attempt.costUsd);
    expect(refused).toBe(0);
    expect(broken).toBeGreaterThan(13);
    expect(whole).toBe(8);
    expect(ledger.totals("study")).toMatchObject({ spentUsd: (broken ?? 0) + 8, reservedUsd: 0 });
  });

  it("a reader who stops listening gives back what was set aside and its turn", async () => {
    const { stub, service, ledger } = await setUp(
      { behaviours: { alpha: { kind: "answer", words: 10_000, wordMs: 1 } } },
      priced,
    );
    for await (const event of service.ask(entryOf(stub), request, options())) {
      if (event.kind === "text") break;
    }
    expect(ledger.totals("study").reservedUsd).toBe(0);
    expect(ledger.totals("study").spentUsd).toBeGreaterThan(13);
  });

  it("a model without a price is refused under a cap and allowed without one", async () => {
    const { stub, service } = await setUp();
    const capped = options({ budget: { name: "study", capUsd: 5 } });
    const error = await failureOf(service.ask(entryOf(stub), request, capped));
    expect(error.message).toContain(`no price for ${stub.reference("alpha")}, so the cap can't be kept`);
    expect(stub.count("alpha")).toBe(0);
    const { answer } = await collect(service.ask(entryOf(stub), request, options()));
    expect(answer.attempts[0]?.costUsd).toBeNull();
  });

  it("demo models cost nothing, so any cap lets them pass and the ledger is left alone", async () => {
    const ledger = {
      reserve: () => Promise.reject(new Error("not asked")),
      settle: () => Promise.reject(new Error("not asked")),
    };
    const { service } = await setUp({}, { ledger });
    const capped = options({ budget: { name: "study", capUsd: 0 } });
    const { answer } = await collect(service.ask({ id: "d", use: "demo:warm" }, request, capped));
    expect(answer.attempts[0]?.costUsd).toBe(0);
  });

  it("an answer is kept when the ledger's disk is full, and its money stays reserved", async () => {
    const full = new RefractError("storage-full", "no space left");
    const ledger = { ...createMemoryLedger(), settle: () => Promise.reject(full) };
    const { stub, service } = await setUp({ behaviours: { alpha: good } }, { ...priced, ledger });
    const { answer } = await collect(service.ask(entryOf(stub), request, options()));
    expect(answer.text).not.toBe("");
    expect(ledger.totals("study")).toEqual({ spentUsd: 0, reservedUsd: 113, unknownCalls: 0 });
  });

  it("an error of the ledger itself is not taken for a failure of the model", async () => {
    const broken = { ...createMemoryLedger(), reserve: () => Promise.reject(new Error("disk is full")) };
    const { stub, service } = await setUp({}, { ledger: broken });
    await expect(collect(service.ask(entryOf(stub), request, options()))).rejects.toThrow("disk is full");
  });
});

describe("logs", () => {
  it("hold neither the key nor what anybody wrote", async () => {
    const lines: string[] = [];
    const write = (fields: unknown, message: string) =>
      void lines.push(`${message} ${JSON.stringify(fields)}`);
    server = await StubModelServer.start({ key: "canary-key", behaviours: { alpha: [half, good] } });
    const port = new URL(server.origin).port;
    const service = createModelService({
      env: { [`REFRACT_KEY_127_0_0_1_${port}`]: "canary-key" },
      prices: loadPrices(),
      ledger: createMemoryLedger(),
      sleep: async () => undefined,
      logger: { debug: write, warn: write },
    });
    const messages = [{ role: "user" as const, content: "canary prompt" }];
    const { answer } = await collect(service.ask(entryOf(server), { ...request, messages }, options()));
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["model.failed", "model.answered"]);
    expect(lines.join("\n")).not.toMatch(/canary/);
    expect(lines.join("\n")).not.toContain(signatureOf("alpha"));
    expect(answer.attempts).toHaveLength(2);
  });
});

describe("a check", () => {
  it("shows the beginning of the reply of a model that answers", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: { kind: "answer", text: "ready" } } });
    expect(await service.check(entryOf(stub))).toMatchObject({
      id: "alpha",
      demo: false,
      answers: true,
      detail: "ready",
    });
    expect(await service.check({ id: "d", use: "demo:plain" })).toMatchObject({ demo: true, answers: true });
  });

  it("shows nothing of a reply that a terminal would obey", async () => {
    const text = "\u001b]0;title\u0007\u001b[31mready\u009b0m";
    const { stub, service } = await setUp({ decide: () => ({ kind: "answer", text }) });
    expect((await service.check(entryOf(stub))).detail).toBe("]0;title [31mready 0m");
  });

  it("says what is wrong with one that does not, and never throws", async () => {
    const { stub, service } = await setUp({ behaviours: { alpha: { kind: "html" } } });
    expect(await service.check(entryOf(stub))).toMatchObject({
      answers: false,
      detail: "the server answered with an HTML page",
    });
    expect((await service.check({ id: "k", use: "openai:some" })).detail).toContain("OPENAI_API_KEY");
    expect((await service.check({ id: "u", use: "what:some" })).detail).toContain("unknown provider");
    expect((await service.check({ id: "v", use: "demo:nosuch" })).detail).toContain("unknown demo voice");
  });
});
