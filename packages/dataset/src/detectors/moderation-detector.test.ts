import { createServer } from "node:http";
import { RefractError } from "@refract/core";
import { expect, test } from "vitest";
import { createModerationDetector, createModerationProvider } from "./moderation-detector.ts";

const result = (flagged: boolean, violence: number) => ({
  flagged,
  categories: { violence: flagged, "self-harm": false, illicit: true },
  category_scores: { violence, "self-harm": 0.1, illicit: 0.9 },
});

test("results keep their order over batches; unknown categories are dropped and absent ones are false", async () => {
  const batches: number[] = [];
  const detector = createModerationDetector({
    id: "fake",
    version: "1",
    batchSize: 2,
    provider: async (texts) => {
      batches.push(texts.length);
      return { results: texts.map((text) => result(text === "bad", text.length / 10)) };
    },
  });
  const found = await detector.detect(["a", "bad", "fine"]);
  expect(batches).toEqual([2, 1]);
  expect(found.map((each) => each.finding?.flagged)).toEqual([false, true, false]);
  expect(found[1]?.finding?.scores).toEqual({
    sexual: 0,
    hate: 0,
    harassment: 0,
    "self-harm": 0.1,
    "sexual/minors": 0,
    "hate/threatening": 0,
    "violence/graphic": 0,
    "self-harm/intent": 0,
    "self-harm/instructions": 0,
    "harassment/threatening": 0,
    violence: 0.3,
  });
  expect(Object.keys(found[1]?.finding?.categories ?? {})).toHaveLength(11);
});

test.each([
  ["a thrown error", () => Promise.reject(new Error("down")), "fake: no usable answer"],
  ["another body", async () => ({ error: "no" }), "moderation by fake: results: missing, expected array"],
  ["too few results", async () => ({ results: [] }), "moderation by fake: 0 results, expected 1"],
])("%s gives model-error and says why, and the export goes on", async (_, provider, message) => {
  const failures: string[] = [];
  const detector = createModerationDetector({
    id: "fake",
    version: "1",
    provider,
    onFailure: (error) => failures.push(error.message),
  });
  expect(await detector.detect(["a"])).toEqual([{ finding: null, missing: "model-error" }]);
  expect(failures).toEqual([message]);
});

test("the provider speaks OpenAI's wire and reports another status", async () => {
  const requests: unknown[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      requests.push([request.url, request.headers.authorization, JSON.parse(body)]);
      response.statusCode = requests.length === 1 ? 200 : 503;
      response.end(JSON.stringify({ results: [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const provider = createModerationProvider({
      baseUrl: `http://127.0.0.1:${port}/v1/`,
      apiKey: "key",
      model: "m",
    });
    expect(await provider(["a", "b"])).toEqual({ results: [] });
    expect(requests[0]).toEqual(["/v1/moderations", "Bearer key", { model: "m", input: ["a", "b"] }]);
    await expect(provider(["a"])).rejects.toThrow(RefractError);
    await expect(provider(["a"])).rejects.toThrow("the server answered 503, expected 200");
  } finally {
    server.close();
  }
});

test("a redirect is reported and not followed, so that nobody else gets the key", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const provider = createModerationProvider({
    baseUrl: `http://127.0.0.1:${port}/v1`,
    apiKey: "key",
    model: "m",
  });
  await expect(provider(["text"])).rejects.toThrow("moderation by m: the server answered 307, expected 200");
  expect(asked).toEqual(["/v1/moderations"]);
  server.closeAllConnections();
  server.close();
});
