import { describe, expect, it } from "vitest";
import { signatureOf, signaturesIn, signedText } from "./signature.ts";
import { StubModelServer, startStubOllama } from "./stub-model-server.ts";

function ask(server: StubModelServer, model: string, more: object = {}, headers: object = {}) {
  return fetch(`${server.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({
      model,
      messages: [{ role: "user", content: "hello there" }],
      stream: true,
      ...more,
    }),
  });
}

describe("signatures", () => {
  it("are on every word, and tell models apart without naming them", () => {
    const text = signedText("gpt-test", 20, "seed");
    for (const word of text.split(" ")) expect(signaturesIn(word)).toEqual([signatureOf("gpt-test")]);
    expect(signatureOf("gpt-test")).toMatch(/^[0-9a-f]{8}$/);
    expect(new Set(Array.from({ length: 1_000 }, (_, index) => signatureOf(`m${index}`))).size).toBe(1_000);
    expect(text).not.toContain("gpt");
  });

  it("show a mixture", () => {
    const mixed = `${signedText("a", 3, "1")} ${signedText("b", 1, "1")} plain words, 2026-11-23`;
    expect(signaturesIn(mixed)).toEqual([signatureOf("a"), signatureOf("b")]);
    expect(signaturesIn("nothing signed here")).toEqual([]);
  });
});

describe("the stub model server", () => {
  it("answers the same request with the same words, another seed with others", async () => {
    await using server = await StubModelServer.start();
    const texts = await Promise.all(
      [{ seed: 1 }, { seed: 1 }, { seed: 2 }].map(async (more) => (await ask(server, "a", more)).text()),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe(texts[2]);
    expect(texts[0]).toMatch(/data: \[DONE\]\n\n$/);
  });

  it("goes through a list of behaviours, stays at the last, and takes a new one", async () => {
    await using server = await StubModelServer.start({
      behaviours: { a: [{ kind: "status", status: 429, retryAfter: "2" }, { kind: "html" }] },
    });
    const first = await ask(server, "a");
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "2"]);
    expect((await ask(server, "a")).headers.get("content-type")).toBe("text/html");
    expect((await ask(server, "a")).headers.get("content-type")).toBe("text/html");
    server.setBehaviour("a", [{ kind: "status", status: 500 }, { kind: "answer" }]);
    expect((await ask(server, "a")).status).toBe(500);
    expect((await ask(server, "a")).status).toBe(200);
    expect(server.count("a")).toBe(5);
    expect(server.count("b")).toBe(0);
  });

  it("can decide by the request, and keeps what it saw", async () => {
    await using server = await StubModelServer.start({
      decide: (request) => (request.body.seed === 13 ? { kind: "status", status: 418 } : undefined),
    });
    expect((await ask(server, "a", { seed: 13 })).status).toBe(418);
    expect((await ask(server, "a", { seed: 14 })).status).toBe(200);
    expect(server.requests.map((request) => [request.model, request.number, request.body.seed])).toEqual([
      ["a", 0, 13],
      ["a", 1, 14],
    ]);
  });

  it("refuses a wrong key and an unknown model", async () => {
    await using server = await StubModelServer.start({ key: "k", models: ["a"] });
    expect((await ask(server, "a")).status).toBe(401);
    expect((await ask(server, "a", {}, { authorization: "Bearer k" })).status).toBe(200);
    expect((await ask(server, "b", {}, { authorization: "Bearer k" })).status).toBe(404);
    expect((await fetch(`${server.origin}/elsewhere`)).status).toBe(404);
  });

  it("as Ollama lists its models", async () => {
    await using server = await startStubOllama(["llama:1b"]);
    const response = await fetch(`${server.origin}/api/tags`);
    expect(await response.json()).toEqual({ models: [{ name: "llama:1b", model: "llama:1b" }] });
    expect((await ask(server, "llama:1b")).status).toBe(200);
  });

  it("closes although calls hang", async () => {
    const server = await StubModelServer.start({ behaviours: { a: { kind: "hang" } } });
    const hanging = ask(server, "a").catch(() => "cut");
    while (server.count("a") === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await server[Symbol.asyncDispose]();
    expect(await hanging).toBe("cut");
  });
});
