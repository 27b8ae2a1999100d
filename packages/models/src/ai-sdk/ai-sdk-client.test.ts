import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { AttemptFailure, ChatEvent, ChatRequest } from "../chat.ts";
import { ModelFailure } from "../model-failure.ts";
import { openModel } from "../providers/open-model.ts";
import { builtInProviders } from "../providers/registry.ts";

const secret = "canary-key-55aa";
const participantText = "should I forgive my brother for what he said";
const request: ChatRequest = {
  messages: [
    { role: "system", content: "Answer briefly." },
    { role: "user", content: participantText },
  ],
  parameters: { temperature: 0.5, maxTokens: 50, minTokens: 3, frequencyPenalty: 0.5, stop: ["END"] },
};

const keys = {
  ANTHROPIC_API_KEY: secret,
  GEMINI_API_KEY: secret,
  MISTRAL_API_KEY: secret,
  COHERE_API_KEY: secret,
  OPENAI_API_KEY: secret,
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: secret,
};

interface SeenRequest {
  readonly url: string;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Opens a model whose network is this one answer. */
async function open(answer: () => Response | Promise<Response>, reference = "anthropic:some-model") {
  const seen: SeenRequest[] = [];
  const client = await openModel(reference, builtInProviders, {
    env: keys,
    fetch: async (url, init) => {
      const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
      seen.push({ url: String(url), body, headers: new Headers(init?.headers) });
      return answer();
    },
    sleep: async () => undefined,
    now: () => Date.parse("2026-11-23T10:00:00Z"),
    demoPace: 0,
  });
  return { client, seen };
}

function sse(...events: readonly object[]): Response {
  const text = events.map((event) => {
    const type = "type" in event ? `event: ${String(event.type)}\n` : "";
    return `${type}data: ${JSON.stringify(event)}\n\n`;
  });
  return new Response(text.join(""), { headers: { "content-type": "text/event-stream" } });
}

const start = {
  type: "message_start",
  message: {
    id: "m",
    type: "message",
    role: "assistant",
    model: "some-model",
    content: [],
    stop_reason: null,
    usage: { input_tokens: 11, output_tokens: 1 },
  },
};
const block = { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } };
const delta = (text: string) => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text },
});
const finish = (reason: string) => [
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 7 } },
  { type: "message_stop" },
];

async function collect(events: AsyncIterable<ChatEvent>) {
  const texts: string[] = [];
  let end: Extract<ChatEvent, { kind: "end" }> | undefined;
  for await (const event of events) {
    if (event.kind === "text") texts.push(event.text);
    else if (event.kind === "end") end = event;
  }
  return { texts, end };
}

async function failureOf(answer: () => Response | Promise<Response>): Promise<AttemptFailure> {
  const { client } = await open(answer);
  try {
    await collect(client.stream(request, new AbortController().signal));
  } catch (thrown) {
    if (!(thrown instanceof ModelFailure)) throw thrown;
    expect(thrown.message).not.toContain(secret);
    expect(thrown.message).not.toContain(participantText);
    expect(JSON.stringify(thrown.cause ?? null)).not.toContain(secret);
    return thrown.failure;
  }
  throw new Error("the client did not fail");
}

function errorAnswer(status: number, error: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: "error", error }), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

describe("a vendor through the AI SDK", () => {
  it("sends what the model thinks apart from what it says", async () => {
    const thinking = (thought: string) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "thinking_delta", thinking: thought },
    });
    const { client } = await open(() =>
      sse(
        start,
        { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "" } },
        thinking("Could it "),
        thinking("be A?"),
        { type: "content_block_stop", index: 0 },
        { ...block, index: 1 },
        { ...delta("B"), index: 1 },
        { type: "content_block_stop", index: 1 },
        ...finish("refusal").slice(1),
      ),
    );
    const said = { text: "", reasoning: "" };
    let reason: string | null = null;
    for await (const event of client.stream(request, new AbortController().signal)) {
      if (event.kind === "end") reason = event.finishReason;
      else said[event.kind] += event.text;
    }
    expect(said).toEqual({ text: "B", reasoning: "Could it be A?" });
    expect(reason).toBe("refusal");
  });

  it("streams text and ends with reason, usage and the settings it has no word for", async () => {
    const { client, seen } = await open(() =>
      sse(start, block, delta("Per"), delta("haps."), ...finish("end_turn")),
    );
    const { texts, end } = await collect(client.stream(request, new AbortController().signal));
    expect(texts).toEqual(["Per", "haps."]);
    expect(end).toEqual({
      kind: "end",
      finishReason: "stop",
      finishDetail: "end_turn",
      usage: { inputTokens: 11, outputTokens: 7, reasoningTokens: null },
      logprobs: null,
      unsupported: ["minTokens", "frequencyPenalty"],
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers.get("x-api-key")).toBe(secret);
    expect(seen[0]?.body).toMatchObject({
      model: "some-model",
      max_tokens: 50,
      temperature: 0.5,
      stop_sequences: ["END"],
      system: [{ type: "text", text: "Answer briefly." }],
      messages: [{ role: "user", content: [{ type: "text", text: participantText }] }],
    });
  });

  it("says when it was cut at the token limit", async () => {
    const { client } = await open(() => sse(start, block, delta("Per"), ...finish("max_tokens")));
    const { end } = await collect(client.stream(request, new AbortController().signal));
    expect(end?.finishReason).toBe("length");
  });

  it("sends images as data", async () => {
    const { client, seen } = await open(() => sse(start, block, delta("A cat."), ...finish("end_turn")));
    const image = { kind: "image" as const, mediaType: "image/png", data: new Uint8Array([1, 2, 3]) };
    const content = [{ kind: "text" as const, text: "what is it?" }, image];
    await collect(
      client.stream({ messages: [{ role: "user", content }], parameters: {} }, new AbortController().signal),
    );
    expect(JSON.stringify(seen[0]?.body)).toContain('"data":"AQID"');
  });

  it.each([
    [
      "429",
      () => errorAnswer(429, { type: "rate_limit_error", message: "slow" }, { "retry-after": "4" }),
      "quota",
    ],
    ["529", () => errorAnswer(529, { type: "overloaded_error", message: "busy" }), "server"],
    ["500", () => errorAnswer(500, { type: "api_error", message: "oops" }), "server"],
    [
      "401",
      () => errorAnswer(401, { type: "authentication_error", message: `bad ${secret}` }),
      "missing-key",
    ],
    ["400", () => errorAnswer(400, { type: "invalid_request_error", message: participantText }), "refused"],
    [
      "400 of Google for a key",
      () =>
        errorAnswer(400, {
          code: 400,
          status: "INVALID_ARGUMENT",
          message: `no such key as ${secret}`,
          details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }],
        }),
      "missing-key",
    ],
    [
      "404",
      () => errorAnswer(404, { type: "not_found_error", message: "model: some-model" }),
      "unknown-model",
    ],
    [
      "an HTML page",
      () => new Response("<h1>hello</h1>", { headers: { "content-type": "text/html" } }),
      "server",
    ],
    ["an HTML error page", () => new Response("<h1>bad gateway</h1>", { status: 502 }), "server"],
    ["half a stream", () => sse(start, block, delta("Per")), "server"],
    ["nothing", () => new Response("", { headers: { "content-type": "text/event-stream" } }), "server"],
    [
      "an error in the stream",
      () => sse(start, { type: "error", error: { type: "overloaded_error", message: "busy" } }),
      "server",
    ],
    [
      "a rate limit in the stream",
      () =>
        sse(start, block, delta("Per"), {
          type: "error",
          error: { type: "rate_limit_error", message: "slow" },
        }),
      "quota",
    ],
    ["an event of another form", () => sse({ type: "message_start", message: 7 }), "server"],
    ["a connection refused", () => Promise.reject(new TypeError("fetch failed")), "server"],
  ] as const)("fails with a typed failure: %s", async (_name, answer, kind) => {
    const failure = await failureOf(answer);
    expect(failure.kind).toBe(kind);
  });

  it("keeps what Retry-After asks for", async () => {
    const failure = await failureOf(() =>
      errorAnswer(429, { type: "x", message: "" }, { "retry-after": "4" }),
    );
    expect(failure).toMatchObject({ httpStatus: 429, retryAfterMs: 4_000 });
  });

  it("stops at 1 MB of text", async () => {
    const large = delta("x".repeat(300_000));
    const failure = await failureOf(() =>
      sse(start, block, large, large, large, large, ...finish("end_turn")),
    );
    expect(failure.message).toBe("the server sent more than 1 MB of text");
  });

  it("stops at 32 MB of anything else", async () => {
    const filler = new TextEncoder().encode(`: ${"x".repeat(999_996)}\n\n`);
    let sent = 0;
    const failure = await failureOf(
      () =>
        new Response(
          new ReadableStream({
            pull: (controller) => {
              sent += 1;
              controller.enqueue(filler);
              if (sent === 100) controller.close();
            },
          }),
          { headers: { "content-type": "text/event-stream" } },
        ),
    );
    expect(failure.message).toBe("the server sent more than 32 MB");
    expect(sent).toBeLessThan(50);
  });

  it("aborting throws the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { client } = await open(
      () =>
        new Promise<Response>((_, reject) =>
          controller.signal.addEventListener("abort", () => reject(reason)),
        ),
    );
    setTimeout(() => controller.abort(reason), 20);
    await expect(collect(client.stream(request, controller.signal))).rejects.toBe(reason);
  });

  it.each(["google:m", "mistral:m", "cohere:m", "bedrock:m", "openai-responses:m"])(
    "%s reaches its vendor and maps a rate limit",
    async (reference) => {
      const { client, seen } = await open(() => errorAnswer(429, { message: "slow down" }), reference);
      const failing = collect(client.stream({ ...request, parameters: {} }, new AbortController().signal));
      await expect(failing).rejects.toMatchObject({ failure: { kind: "quota", httpStatus: 429 } });
      expect(seen).toHaveLength(1);
    },
  );
});

describe("a redirect", () => {
  it.each([
    "anthropic:some-model",
    "google:some-model",
    "mistral:some-model",
    "cohere:some-model",
    "openai-responses:some-model",
    "bedrock:some-model",
  ])("%s: is not followed, so that nobody else gets the key", async (reference) => {
    const elsewhere: (string | null)[] = [];
    await using other = await listening((request, response) => {
      elsewhere.push(request.headers.authorization ?? null);
      response.end("{}");
    });
    await using vendor = await listening((_request, response) => {
      response.writeHead(307, { location: `${other.address}/v1/stolen` }).end();
    });
    const client = await openModel(reference, builtInProviders, {
      env: {
        ...keys,
        ANTHROPIC_BASE_URL: vendor.address,
        GOOGLE_BASE_URL: vendor.address,
        MISTRAL_BASE_URL: vendor.address,
        COHERE_BASE_URL: vendor.address,
        OPENAI_BASE_URL: vendor.address,
        BEDROCK_BASE_URL: vendor.address,
      },
      fetch: globalThis.fetch,
      sleep: async () => undefined,
      now: () => 0,
      demoPace: 0,
    });
    const failed = collect(client.stream(request, AbortSignal.timeout(5000)));
    await expect(failed).rejects.toMatchObject({
      failure: { kind: "account", message: expect.stringContaining("the server sends us elsewhere") },
    });
    expect(elsewhere).toEqual([]);
  });
});

async function listening(listener: RequestListener): Promise<{ address: string } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
