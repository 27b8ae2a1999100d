import { createServer } from "node:http";
import { StubModelServer } from "@refract/testing";
import { expect, test } from "vitest";
import { createMemoryLedger } from "../memory-ledger.ts";
import { loadPrices } from "../prices/parse-prices.ts";
import { createModelService } from "./model-service.ts";

const options = {
  signal: new AbortController().signal,
  deadlineMs: 5_000,
  retries: 2,
  quotaRetries: 5,
  budget: { name: "test", capUsd: null },
};

function serviceOf() {
  return createModelService({
    env: {},
    prices: loadPrices([]),
    ledger: createMemoryLedger(),
    sleep: async () => {},
  });
}

const request = { messages: [{ role: "user", content: "Hello" }], parameters: {} } as const;

test("a question in one piece is not streamed, and its connection is kept for the next", async () => {
  await using stub = await StubModelServer.start({ decide: () => ({ kind: "answer", text: "Good day" }) });
  const service = serviceOf();
  const entry = { id: "m", use: stub.reference("m") };
  for (let turn = 0; turn < 3; turn += 1)
    expect(await service.complete(entry, request, options)).toMatchObject({
      text: "Good day",
      finishReason: "stop",
    });
  expect(stub.requests.map(({ body }) => body.stream)).toEqual([false, false, false]);
  expect(new Set(stub.requests.map(({ clientPort }) => clientPort)).size).toBe(1);
});

test("server failures are tried again, refusals are not; every attempt is kept", async () => {
  await using stub = await StubModelServer.start({
    behaviours: {
      shaky: [{ kind: "status", status: 503 }, { kind: "html" }, { kind: "answer", text: "At last" }],
      strict: { kind: "status", status: 400, message: "no" },
    },
  });
  const service = serviceOf();
  const shaky = await service.complete({ id: "s", use: stub.reference("shaky") }, request, options);
  expect(shaky.text).toBe("At last");
  expect(shaky.attempts.map(({ failure }) => failure?.kind ?? null)).toEqual(["server", "server", null]);
  await expect(
    service.complete({ id: "t", use: stub.reference("strict") }, request, options),
  ).rejects.toMatchObject({
    attempts: [{ failure: { kind: "refused", httpStatus: 400 } }],
  });
});

test("a server that wants to be left alone for hours is not waited for", async () => {
  await using stub = await StubModelServer.start({
    behaviours: {
      minutes: [
        { kind: "status", status: 503, retryAfter: "300" },
        { kind: "answer", text: "At last" },
      ],
      hours: { kind: "status", status: 503, retryAfter: "7200" },
    },
  });
  const service = serviceOf();
  const minutes = await service.complete({ id: "m", use: stub.reference("minutes") }, request, options);
  expect(minutes.attempts).toHaveLength(2);
  await expect(
    service.complete({ id: "h", use: stub.reference("hours") }, request, options),
  ).rejects.toMatchObject({ attempts: [{ failure: { kind: "server", retryAfterMs: 7_200_000 } }] });
});

test.each([
  [
    "402",
    { kind: "status", status: 402 },
    1,
    "account",
    "HTTP 402: the account is out of money: stub status 402",
  ],
  [
    "a code that says so",
    { kind: "status", status: 429, code: "insufficient_quota" },
    1,
    "account",
    "HTTP 429: the account is out of money (insufficient_quota): stub status 429",
  ],
  [
    "a rate limit",
    { kind: "status", status: 429, retryAfter: "0.01" },
    6,
    "quota",
    "HTTP 429: rate limit or quota reached: stub status 429",
  ],
] as const)(
  "an account out of money is not asked again, one that is too fast is: %s",
  async (_, behaviour, times, kind, message) => {
    await using stub = await StubModelServer.start({ decide: () => behaviour });
    await expect(
      serviceOf().complete({ id: "m", use: stub.reference("m") }, request, options),
    ).rejects.toMatchObject({
      attempts: Array.from({ length: times }, () => ({ failure: { kind, message } })),
    });
  },
);

test("a call has its deadline; a server that hangs is a timeout", async () => {
  await using stub = await StubModelServer.start({ decide: () => ({ kind: "hang" }) });
  await expect(
    serviceOf().complete({ id: "h", use: stub.reference("h") }, request, {
      ...options,
      deadlineMs: 50,
      retries: 0,
    }),
  ).rejects.toMatchObject({ attempts: [{ failure: { kind: "timeout" } }] });
});

test("demo models answer in one piece too", async () => {
  const service = createModelService({
    env: {},
    prices: loadPrices([]),
    ledger: createMemoryLedger(),
    demoPace: 0,
  });
  expect((await service.complete({ id: "d", use: "demo:plain" }, request, options)).text).not.toBe("");
});

test("a count that can't be is dropped and told, costs what the text costs, and repeats no call", async () => {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    const usage = { prompt_tokens: 1e19, completion_tokens: 3 };
    const choices = [{ index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" }];
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ choices, usage }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { text, usage, attempts } = await serviceOf().complete(
    { id: "m", use: `http://127.0.0.1:${port}/v1#m` },
    request,
    options,
  );
  expect({ text, usage, calls }).toEqual({
    text: "ok",
    usage: { inputTokens: null, outputTokens: 3, reasoningTokens: null },
    calls: 1,
  });
  expect(attempts).toMatchObject([
    {
      failure: null,
      usage: { inputTokens: null, outputTokens: 3 },
      dropped: expect.stringMatching(
        /^the server counted 10000000000000000000 input tokens, expected at most \d+; the count was dropped$/,
      ),
    },
  ]);
  server.closeAllConnections();
  server.close();
});
