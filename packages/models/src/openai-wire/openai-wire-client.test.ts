import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type StubBehaviour, StubModelServer, signatureOf, signaturesIn } from "@refract/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { AttemptFailure, ChatEvent, ChatRequest } from "../chat.ts";
import { ModelFailure } from "../model-failure.ts";
import { openAiDialect, selfHostedDialect, standardDialect, type WireDialect } from "./dialect.ts";
import { createOpenAiWireClient } from "./openai-wire-client.ts";

const secret = "canary-key-7f1d";
const participantText = "my sister and I quarrel about inheritance every winter";
const ask: ChatRequest = { messages: [{ role: "user", content: participantText }], parameters: {} };

let server: StubModelServer | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});

async function serve(behaviour?: StubBehaviour, options: { models?: string[]; key?: string } = {}) {
  server = await StubModelServer.start({
    ...options,
    ...(behaviour === undefined ? {} : { behaviours: { alpha: behaviour } }),
  });
  return server;
}

function clientFor(model = "alpha", dialect: WireDialect = standardDialect, fetcher = fetch) {
  return createOpenAiWireClient({
    reference: `test:${model}`,
    account: "test",
    baseUrl: server?.baseUrl ?? "http://127.0.0.1:9/v1",
    model,
    key: secret,
    keyHint: "TEST_KEY",
    dialect,
    fetch: fetcher,
    now: () => Date.parse("2026-11-23T10:00:00Z"),
  });
}

async function collect(events: AsyncIterable<ChatEvent>) {
  let text = "";
  let end: Extract<ChatEvent, { kind: "end" }> | undefined;
  for await (const event of events) {
    if (event.kind === "text") text += event.text;
    else if (event.kind === "end") end = event;
  }
  if (end === undefined) throw new Error("the client yielded no end");
  return { text, end };
}

async function failureFrom(
  behaviour: StubBehaviour,
  request: ChatRequest = ask,
): Promise<{ failure: AttemptFailure; text: string }> {
  await serve(behaviour);
  let text = "";
  try {
    for await (const event of clientFor().stream(request, new AbortController().signal)) {
      if (event.kind === "text") text += event.text;
    }
  } catch (thrown) {
    if (!(thrown instanceof ModelFailure)) throw thrown;
    expect(thrown.message).not.toContain(secret);
    expect(thrown.message).not.toContain(participantText);
    return { failure: thrown.failure, text };
  }
  throw new Error("the client did not fail");
}

const never = () => new AbortController().signal;

describe("a good answer", () => {
  it("comes in pieces and ends with the reason and the usage", async () => {
    await serve({ kind: "answer", text: "Yes, often it is." });
    const events: ChatEvent[] = [];
    for await (const event of clientFor().stream(ask, never())) events.push(event);
    expect(events.map((event) => (event.kind === "text" ? event.text : event.kind)).join("|")).toContain(
      "Yes,",
    );
    expect(events.at(-1)).toEqual({
      kind: "end",
      finishReason: "stop",
      finishDetail: null,
      usage: { inputTokens: 9, outputTokens: 4, reasoningTokens: null },
      logprobs: null,
      unsupported: [],
    });
  });

  it("is signed by the model that was asked and by no other", async () => {
    await serve();
    const [alpha, beta] = await Promise.all([
      collect(clientFor("alpha").stream(ask, never())),
      collect(clientFor("beta").stream(ask, never())),
    ]);
    expect(signaturesIn(alpha.text)).toEqual([signatureOf("alpha")]);
    expect(signaturesIn(beta.text)).toEqual([signatureOf("beta")]);
  });

  it("may come as one JSON document although a stream was asked for", async () => {
    await serve({ kind: "answer", text: "All at once.", asDocument: true });
    const { text, end } = await collect(clientFor().stream(ask, never()));
    expect(text).toBe("All at once.");
    expect(end.usage).toEqual({ inputTokens: 9, outputTokens: 3, reasoningTokens: null });
  });

  it.each([
    ["a first piece that says nothing", { content: "" }],
    ["the last of the reasoning", { reasoning_content: "Both are fine." }],
  ])("may state an end with %s, before its text", async (_name, first) => {
    const event = (delta: object, finish: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const begin = event(first, "stop") + event({ content: "Tea or " }, null);
    await serve({
      kind: "verbatim",
      body: `${begin}${event({ content: "coffee" }, "length")}data: [DONE]\n\n`,
    });
    const { text, end } = await collect(clientFor().stream(ask, never()));
    expect([text, end.finishReason]).toEqual(["Tea or coffee", "length"]);
    await server?.[Symbol.asyncDispose]();
    expect(await failureFrom({ kind: "verbatim", body: begin })).toMatchObject({
      failure: { kind: "server", message: "the answer broke off before its end" },
      text: "Tea or ",
    });
  });

  it("may lack usage and [DONE]", async () => {
    await serve({ kind: "answer", text: "Fine.", withoutUsage: true, withoutDone: true });
    const { text, end } = await collect(clientFor().stream(ask, never()));
    expect(text).toBe("Fine.");
    expect(end.usage).toEqual({ inputTokens: null, outputTokens: null, reasoningTokens: null });
  });

  it("carries log-probabilities with alternatives when they were asked for", async () => {
    await serve({ kind: "answer", text: "Yes indeed" });
    const { end } = await collect(clientFor().stream({ ...ask, topLogprobs: 2 }, never()));
    expect(end.logprobs).toEqual([
      {
        token: "Yes",
        logprob: -0.25,
        alternatives: [
          { token: "Yes", logprob: -0.25 },
          { token: "other1", logprob: -1.25 },
        ],
      },
      {
        token: " indeed",
        logprob: -0.25,
        alternatives: [
          { token: " indeed", logprob: -0.25 },
          { token: "other1", logprob: -1.25 },
        ],
      },
    ]);
  });

  it("is read past pings, comments, unknown events, other choices and unknown fields", async () => {
    await serve({ kind: "unknown-events", words: 5 });
    const { text, end } = await collect(clientFor().stream(ask, never()));
    expect(text.split(" ")).toHaveLength(5);
    expect(text).not.toContain("another choice");
    expect(end.finishReason).toBe("stop");
  });

  it("keeps characters whole that arrive in two halves", async () => {
    const bytes = new TextEncoder().encode(
      'data: {"choices":[{"delta":{"content":"سلام 🙂"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    );
    const fetcher = async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
            controller.close();
          },
        }),
        { headers: { "content-type": "text/event-stream" } },
      );
    const { text } = await collect(clientFor("alpha", standardDialect, fetcher).stream(ask, never()));
    expect(text).toBe("سلام 🙂");
  });

  it("says when it was cut at the token limit or by a filter", async () => {
    await serve({ kind: "answer", text: "Cut", finishReason: "length" });
    expect((await collect(clientFor().stream(ask, never()))).end.finishReason).toBe("length");
    server?.setBehaviour("alpha", { kind: "content-filter", words: 2 });
    expect((await collect(clientFor().stream(ask, never()))).end.finishReason).toBe("content-filter");
  });
});

describe("the request", () => {
  const everything = {
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    maxTokens: 64,
    minTokens: 2,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    stop: ["END"],
    seed: 7,
  };

  it("has the settings under the names of the wire and reports those it has no word for", async () => {
    await serve();
    const { end } = await collect(clientFor().stream({ ...ask, parameters: everything }, never()));
    expect(server?.requests[0]?.body).toEqual({
      model: "alpha",
      messages: [{ role: "user", content: participantText }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 64,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      stop: ["END"],
      seed: 7,
    });
    expect(end.unsupported).toEqual(["topK", "minTokens"]);
  });

  it("follows the dialect: OpenAI's token limit, the extra settings of self-hosted servers", async () => {
    await serve();
    await collect(
      clientFor("alpha", openAiDialect).stream({ ...ask, parameters: { maxTokens: 9 } }, never()),
    );
    await collect(clientFor("alpha", selfHostedDialect).stream({ ...ask, parameters: everything }, never()));
    expect(server?.requests[0]?.body).toMatchObject({ max_completion_tokens: 9 });
    expect(server?.requests[1]?.body).toMatchObject({ top_k: 40, min_tokens: 2, max_tokens: 64 });
  });

  it("carries images as data and the key in its header only", async () => {
    await serve();
    const image = { kind: "image", mediaType: "image/png", data: new Uint8Array([1, 2, 3]) } as const;
    const content = [{ kind: "text", text: "what is it?" } as const, image];
    await collect(clientFor().stream({ messages: [{ role: "user", content }], parameters: {} }, never()));
    expect(server?.requests[0]?.body.messages).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "what is it?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
        ],
      },
    ]);
    expect(server?.requests[0]?.authorization).toBe(`Bearer ${secret}`);
  });
});

describe("a failure is typed and says what happened", () => {
  const status = (status: number, more = {}): StubBehaviour => ({ kind: "status", status, ...more });
  const cases: readonly [string, StubBehaviour, AttemptFailure["kind"], RegExp][] = [
    ["429", status(429), "quota", /^HTTP 429: rate limit or quota reached/],
    ["402", status(402), "account", /out of money/],
    ["a rate limit under another status", status(400, { code: "rate_limit_exceeded" }), "quota", /HTTP 400/],
    ["500", status(500), "server", /^HTTP 500: the server failed/],
    ["503", status(503), "server", /^HTTP 503/],
    ["400", status(400, { code: "bad_request" }), "refused", /refused the request \(bad_request\)/],
    ["401", status(401, { message: `bad key ${secret}` }), "missing-key", /refused the key \(TEST_KEY\)$/],
    [
      "a wrong key under another status",
      status(400, { code: "invalid_api_key", message: `bad key ${secret}` }),
      "missing-key",
      /^HTTP 400: the server refused the key \(TEST_KEY\)$/,
    ],
    ["403", status(403), "account", /^HTTP 403/],
    ["404", status(404), "unknown-model", /does not know this model/],
    ["a redirection", status(307), "account", /sends us elsewhere/],
    ["an address for something else", status(405), "account", /no models are asked at this address/],
    [
      "a content filter before the answer",
      status(400, { code: "content_filter" }),
      "content-filter",
      /filter/,
    ],
    ["an HTML page with 200", { kind: "html" }, "server", /an HTML page/],
    ["an HTML page with 502", { kind: "html", status: 502 }, "server", /^HTTP 502/],
    ["half a stream", { kind: "half-stream", words: 3 }, "server", /broke off before its end/],
    ["a cut connection", { kind: "disconnect", words: 3 }, "server", /connection broke off/],
    ["an empty body", { kind: "nothing" }, "server", /closed the connection without an answer/],
    ["an error in the stream", { kind: "error-event" }, "server", /reported an error .*overloaded/],
    ["a rate limit in the stream", { kind: "error-event", code: "rate_limit_exceeded" }, "quota", /reported/],
    ["an event that is not JSON", { kind: "wrong-event", event: "not-json" }, "server", /not JSON/],
    ["an event that is a number", { kind: "wrong-event", event: "number" }, "server", /an event as number/],
    [
      "content of another type",
      { kind: "wrong-event", event: "content-number" },
      "server",
      /content as number/,
    ],
    [
      "choices of another type",
      { kind: "wrong-event", event: "choices-text" },
      "server",
      /choices as string/,
    ],
    [
      "text after the end",
      { kind: "wrong-event", event: "text-after-end" },
      "server",
      /broke off before its end/,
    ],
    ["JSON that is no answer", { kind: "wrong-json", body: '{"hello":1}' }, "server", /not a chat answer/],
    ["JSON that breaks off", { kind: "wrong-json", body: '{"choices":[' }, "server", /not complete JSON/],
    [
      "an error with status 200",
      { kind: "wrong-json", body: '{"error":"busy"}' },
      "server",
      /reported an error.*busy/,
    ],
    ["plain words", { kind: "wrong-json", body: "come back later" }, "server", /neither JSON nor/],
  ];
  it.each(cases)("%s", async (_name, behaviour, kind, message) => {
    const { failure } = await failureFrom(behaviour);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
  });

  it("keeps the status and what Retry-After asks for, in seconds or as a date", async () => {
    expect((await failureFrom(status(429, { retryAfter: "7" }))).failure).toMatchObject({
      httpStatus: 429,
      retryAfterMs: 7_000,
    });
    const date = "Mon, 23 Nov 2026 10:01:30 GMT";
    expect((await failureFrom(status(503, { retryAfter: date }))).failure.retryAfterMs).toBe(90_000);
  });

  it("drops what a server says when it quotes the participant", async () => {
    const quoting = status(400, { code: "bad_request", message: `can't process "${participantText}"` });
    expect((await failureFrom(quoting)).failure.message).toBe(
      "HTTP 400: the server refused the request (bad_request)",
    );
  });

  it("keeps the text that came before", async () => {
    const { text } = await failureFrom({ kind: "half-stream", words: 3 });
    expect(text.split(" ")).toHaveLength(3);
    expect(signaturesIn(text)).toEqual([signatureOf("alpha")]);
  });

  it("names a host that can't be reached, and why", async () => {
    const failing = collect(clientFor().stream(ask, never()));
    await expect(failing).rejects.toThrow(/^can't reach 127.0.0.1:9: /);
  });
});

/** A server that answers with these bytes, whatever it is asked, and hangs up then or not. */
async function clientOfBytes(bytes: string, hangsUp: boolean) {
  const bare = createServer((_request, response) => {
    if (hangsUp) response.socket?.end(bytes);
    else response.socket?.write(bytes);
  });
  await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));
  const { port } = bare.address() as AddressInfo;
  const client = createOpenAiWireClient({
    reference: "test:alpha",
    account: "test",
    baseUrl: `http://127.0.0.1:${port}/v1`,
    model: "alpha",
    key: null,
    keyHint: "TEST_KEY",
    dialect: standardDialect,
    fetch,
    now: Date.now,
  });
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      bare.closeAllConnections();
      await new Promise((resolve) => bare.close(resolve));
    },
  };
}

describe("a server that hangs up without an answer ends the call", () => {
  it.each([
    [
      "to speak another protocol",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
      false,
    ],
    ["after a word that is only on the way", "HTTP/1.1 102 Processing\r\n\r\n", true],
    ["with nothing at all", "", true],
  ])("%s", async (_name, bytes, hangsUp) => {
    await using bare = await clientOfBytes(bytes, hangsUp);
    const { client } = bare;
    await expect(collect(client.stream(ask, never()))).rejects.toBeInstanceOf(ModelFailure);
    await expect(client.complete(ask, never())).rejects.toBeInstanceOf(ModelFailure);
  });
});

describe("more than an answer can be", () => {
  it.each(["text", "one-event", "document"] as const)("ten megabytes as %s are stopped early", async (as) => {
    const { failure, text } = await failureFrom({ kind: "huge", megabytes: 10, as });
    expect(failure.kind).toBe("server");
    expect(failure.message).toMatch(/more than/);
    expect(text.length).toBeLessThanOrEqual(1_000_000);
  });

  it("ten megabytes without text end as an answer that broke off", async () => {
    const { failure } = await failureFrom({ kind: "huge", megabytes: 10, as: "comments" });
    expect(failure.message).toBe("the answer broke off before its end");
  });
});

describe("stopping", () => {
  it.each([
    ["before the first byte", { kind: "hang" }],
    ["in the middle of the text", { kind: "hang", words: 4 }],
  ] as const)("aborting throws the signal's reason %s", async (_name, behaviour) => {
    await serve(behaviour);
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 50);
    await expect(collect(clientFor().stream(ask, controller.signal))).rejects.toBe(reason);
  });

  it("a reader who stops listening closes the connection", async () => {
    await serve({ kind: "answer", words: 100_000, wordMs: 1 });
    for await (const event of clientFor().stream(ask, never())) {
      if (event.kind === "text") break;
    }
    // A server with open connections would not close; afterEach would hang.
    expect(server?.count("alpha")).toBe(1);
  });

  it("calls one after the other use the same connections", async () => {
    await serve({ kind: "answer", words: 3 });
    const ports = new Set<string>();
    for (let call = 0; call < 5; call += 1) {
      await collect(clientFor().stream(ask, never()));
      ports.add(String(server?.requests.at(-1)?.clientPort));
    }
    // Two, because a call may begin before the one before it has been read to its very end.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});
