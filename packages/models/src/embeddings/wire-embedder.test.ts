import { StubModelServer, type StubModelServerOptions } from "@refract/testing";
import { afterEach, expect, test } from "vitest";
import { createEmbedder, type EmbedderOptions, type LocalEmbedder } from "./create-embedder.ts";

let server: StubModelServer | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});

async function setUp(
  stubOptions: StubModelServerOptions = {},
  options: Partial<EmbedderOptions> = {},
): Promise<{ stub: StubModelServer; embedder: LocalEmbedder; pauses: number[] }> {
  server = await StubModelServer.start(stubOptions);
  const pauses: number[] = [];
  const embedder = createEmbedder(server.reference("e"), {
    env: {},
    cacheFolder: null,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    ...options,
  });
  return { stub: server, embedder, pauses };
}

test("texts go out 64 at a time, and vectors come back in the order of the texts", async () => {
  const { stub, embedder } = await setUp();
  const texts = Array.from({ length: 150 }, (_, number) => `word${number}`);
  const vectors = await embedder.embed(texts);
  expect(stub.requests.map(({ body }) => (Array.isArray(body.input) ? body.input.length : 0)).sort()).toEqual(
    [22, 64, 64],
  );
  const [one] = await embedder.embed(["word77"]);
  expect(vectors[77]).toEqual(one);
  expect(vectors.every((vector) => vector.length === 16)).toBe(true);
});

test("a server that is busy or broken is asked again", async () => {
  const { stub, embedder, pauses } = await setUp({
    behaviours: { e: [{ kind: "status", status: 503 }, { kind: "html" }, { kind: "answer" }] },
  });
  expect(await embedder.embed(["hello"])).toHaveLength(1);
  expect(stub.count("e")).toBe(3);
  expect(pauses).toHaveLength(2);
});

test("Retry-After holds the whole account", async () => {
  const { stub, embedder } = await setUp({
    behaviours: { e: [{ kind: "status", status: 429, retryAfter: "0.05" }, { kind: "answer" }] },
  });
  await embedder.embed(["hello"]);
  const [first, second] = stub.requests;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(45);
});

test.each([
  [{ kind: "status", status: 401 }, /no answer: HTTP 401: the server refused the key \(REFRACT_KEY_127/],
  [{ kind: "status", status: 404 }, /no answer: HTTP 404: the server does not know this model or address/],
  [
    { kind: "status", status: 400, message: "the text hello my secret is too long" },
    /no answer: HTTP 400: the server refused the request$/,
  ],
  [{ kind: "nothing" }, /no answer after 2 attempts: the server's answer is not complete JSON/],
  [{ kind: "wrong-json", body: "{}" }, /no list of embeddings \(data\)/],
  [{ kind: "wrong-json", body: '{"data":[]}' }, /sent 0 embeddings, expected 1/],
  [{ kind: "wrong-json", body: '{"data":[{"embedding":[1,null]}]}' }, /something else than numbers/],
  [{ kind: "wrong-json", body: '{"data":[{"index":3,"embedding":[1]}]}' }, /index twice or out of range/],
  [{ kind: "wrong-json", body: '{"error":{"code":"rate_limit","message":"slow down"}}' }, /slow down/],
] as const)("%o is an error that says so without quoting a text", async (behaviour, message) => {
  const { embedder } = await setUp({ behaviours: { e: behaviour } }, { retries: 1 });
  const error = await embedder.embed(["hello my secret"]).catch((thrown: unknown) => thrown);
  const code = behaviour.kind === "status" && behaviour.status === 401 ? "missing-key" : "model-failed";
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(String(error)).not.toContain("secret");
});

test("vectors of another length than before are an error", async () => {
  const { embedder } = await setUp({
    behaviours: { e: [{ kind: "answer" }, { kind: "wrong-json", body: '{"data":[{"embedding":[1,2]}]}' }] },
  });
  await embedder.embed(["one"]);
  await expect(embedder.embed(["two"])).rejects.toThrow("a vector of 2 numbers, expected 16 as before");
});

test("a server that never answers is given up at the deadline, and at once when the caller stops", async () => {
  const { embedder } = await setUp({ behaviours: { e: { kind: "hang" } } }, { deadlineMs: 80 });
  await expect(embedder.embed(["one"])).rejects.toThrow(/the deadline passed while embedding/);
  const stop = new AbortController();
  using stopped = createEmbedder(server?.reference("e") ?? "", {
    env: {},
    cacheFolder: null,
    signal: stop.signal,
  });
  const embedding = stopped.embed(["one"]);
  stop.abort(new Error("enough"));
  await expect(embedding).rejects.toThrow(/stopped while embedding/);
});

test("nobody at the address is an error that names it", async () => {
  const { stub, embedder } = await setUp({}, { retries: 0 });
  const { host } = new URL(stub.origin);
  await stub[Symbol.asyncDispose]();
  server = undefined;
  await expect(embedder.embed(["one"])).rejects.toThrow(`can't reach ${host}: ECONNREFUSED`);
});
