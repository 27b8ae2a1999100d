import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import { StubModelServer } from "@refract/testing";
import { describe, expect, test } from "vitest";
import { createEmbedder } from "./create-embedder.ts";

const emptyFolder = () => mkdtemp(join(tmpdir(), "refract-embeddings-"));
const uncached = { env: {}, cacheFolder: null } as const;

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, place) => sum + value * (y[place] ?? 0), 0);
  if (a === undefined || b === undefined) return Number.NaN;
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe("the default embedder", () => {
  test("puts near meanings near, and says that it is English only", async () => {
    using embedder = createEmbedder("default", uncached);
    expect([embedder.name, embedder.languages]).toEqual([
      "energetic-ai model-embeddings-en 0.2.0 (English, first 2,000 characters)",
      ["en"],
    ]);
    const [dog, puppy, law] = await embedder.embed([
      "How do I train my dog?",
      "What is the best way to teach a puppy?",
      "Which court decides about constitutional complaints?",
    ]);
    expect(dog).toHaveLength(512);
    expect(cosine(dog, puppy)).toBeGreaterThan(cosine(dog, law) + 0.2);
  });

  test("gives a text the same bits whatever stands beside it, and others their turn in between", async () => {
    using embedder = createEmbedder("default", uncached);
    const long =
      "This is a much longer text about the sea, the wind and what people in small towns believe. ".repeat(5);
    const [alone] = await embedder.embed(["Hello there"]);
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    const together = await embedder.embed([long, "Hello there", "?", "one more", "and one more"]);
    clearInterval(counting);
    expect(together[1]).toEqual(alone);
    expect(turns).toBeGreaterThan(1);
  });

  test("gives many texts, which threads share, the same bits as one alone, in order", async () => {
    using embedder = createEmbedder("default", uncached);
    const texts = Array.from({ length: 30 }, (_, place) => `Sentence number ${place} about the weather`);
    const together = await embedder.embed([...texts, ""]);
    const [alone] = await embedder.embed(["Sentence number 17 about the weather"]);
    expect(together[17]).toEqual(alone);
    expect(new Set(together.map((vector) => vector.join())).size).toBe(31);
    expect(together[30]?.every((value) => value === 0)).toBe(true);
  });

  test("gives two calls at once the vectors of their own texts", async () => {
    using embedder = createEmbedder("default", uncached);
    const texts = (of: string) => Array.from({ length: 30 }, (_, place) => `Sentence ${place} about ${of}`);
    const [rain, law] = await Promise.all([embedder.embed(texts("rain")), embedder.embed(texts("law"))]);
    expect(await embedder.embed(texts("rain"))).toEqual(rain);
    expect(await embedder.embed(texts("law"))).toEqual(law);
    expect(law).not.toEqual(rain);
  });

  test("reads the first 2,000 characters", async () => {
    using embedder = createEmbedder("default", uncached);
    const beginning = "word and rain ".repeat(200).slice(0, 2_000);
    const [long, longer, other] = await embedder.embed([
      beginning,
      `${beginning}${"and much else ".repeat(20)}`,
      beginning.slice(1),
    ]);
    expect(longer).toEqual(long);
    expect(other).not.toEqual(long);
  });

  test("takes empty texts, other scripts and very long texts", async () => {
    using embedder = createEmbedder("default", uncached);
    const vectors = await embedder.embed(["", "用户", `${"word ".repeat(100_000)}😀`, ""]);
    expect(vectors.map((vector) => vector.length)).toEqual([512, 512, 512, 512]);
    expect(vectors[0]?.every((value) => value === 0)).toBe(true);
    expect(await embedder.embed([])).toEqual([]);
  });
});

describe("the cache", () => {
  test("answers a text it knows without asking, per model, and holds no text", async () => {
    await using server = await StubModelServer.start();
    const cacheFolder = await emptyFolder();
    const first = createEmbedder(server.reference("a"), { env: {}, cacheFolder });
    const before = await first.embed(["one secret", "two", "one secret"]);
    first[Symbol.dispose]();
    using again = createEmbedder(server.reference("a"), { env: {}, cacheFolder });
    expect(await again.embed(["two", "one secret"])).toEqual([before[1], before[0]]);
    expect(server.requests.map(({ body }) => body.input)).toEqual([["one secret", "two"]]);
    using other = createEmbedder(server.reference("b"), { env: {}, cacheFolder });
    await other.embed(["two"]);
    expect(server.count("b")).toBe(1);
  });

  test("keeps a vendor's model at one address apart from the same at another", async () => {
    await using here = await StubModelServer.start();
    await using there = await StubModelServer.start();
    const cacheFolder = await emptyFolder();
    for (const server of [here, there, here]) {
      const env = { OPENAI_API_KEY: "k", OPENAI_BASE_URL: server.baseUrl };
      using embedder = createEmbedder("openai:small", { env, cacheFolder });
      await embedder.embed(["hello"]);
    }
    expect([here.count("small"), there.count("small")]).toEqual([1, 1]);
  });

  test("is begun anew with a notice when its file is damaged, at the start and in the middle", async () => {
    await using server = await StubModelServer.start();
    const cacheFolder = await emptyFolder();
    const notices: string[] = [];
    const options = { env: {}, cacheFolder, onNotice: (message: string) => notices.push(message) };
    await writeFile(
      join(cacheFolder, "embeddings-1.sqlite"),
      "this is no database, and long enough to tell".repeat(50),
    );
    const embedder = createEmbedder(server.reference("a"), options);
    expect(notices).toEqual([
      `${join(cacheFolder, "embeddings-1.sqlite")}: the cache is damaged (file is not a database), so it is built anew`,
    ]);
    const texts = Array.from({ length: 500 }, (_, number) => `text ${number}`);
    const vectors = await embedder.embed(texts);
    embedder[Symbol.dispose]();
    expect(await readdir(cacheFolder)).toEqual(["embeddings-2.sqlite"]);
    // Zeros over a page in the middle of the tree: opens well, fails when it is read.
    const file = join(cacheFolder, "embeddings-2.sqlite");
    const bytes = await readFile(file);
    bytes.fill(0, 4096, bytes.length);
    await writeFile(file, bytes);
    using second = createEmbedder(server.reference("a"), options);
    expect(await second.embed(texts)).toEqual(vectors);
    expect(notices).toHaveLength(2);
    expect(notices[1]).toContain("embeddings-2.sqlite: the cache is damaged");
    expect((await readdir(cacheFolder)).filter((name) => name.endsWith(".sqlite"))).toEqual([
      "embeddings-3.sqlite",
    ]);
  });

  test("that can't be had is said, and vectors are made all the same", async () => {
    await using server = await StubModelServer.start();
    const file = join(await emptyFolder(), "a-file");
    await writeFile(file, "");
    const notices: string[] = [];
    using embedder = createEmbedder(server.reference("a"), {
      env: { REFRACT_CACHE: join(file, "below") },
      onNotice: (message) => notices.push(message),
    });
    expect(await embedder.embed(["one"])).toHaveLength(1);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/embeddings are not kept for the next run: ENOTDIR/);
  });

  test("serves two embedders that write the same texts at the same time", async () => {
    await using server = await StubModelServer.start();
    const cacheFolder = await emptyFolder();
    const notices: string[] = [];
    const options = { env: {}, cacheFolder, onNotice: (message: string) => notices.push(message) };
    using one = createEmbedder(server.reference("a"), options);
    using two = createEmbedder(server.reference("a"), options);
    const texts = Array.from({ length: 1_000 }, (_, number) => `text ${number % 600}`);
    const [first, second] = await Promise.all([one.embed(texts), two.embed([...texts].reverse())]);
    expect([...second].reverse()).toEqual(first);
    expect(notices).toEqual([]);
  });
});

describe("references", () => {
  test("of nobody, without a key, or without embeddings are refused with what would do", () => {
    expect(() => createEmbedder("nonsense", uncached)).toThrow(
      /invalid model "nonsense", expected provider:model/,
    );
    expect(() => createEmbedder("openai:text-embedding-3-small", uncached)).toThrow(
      "openai: no key, expected the environment variable OPENAI_API_KEY",
    );
    expect(() => createEmbedder("anthropic:claude", uncached)).toThrow(
      /anthropic:claude: anthropic has no embeddings in the OpenAI wire format, expected default, transformers:MODEL or one of ollama, http, openai/,
    );
  });

  test("of OpenAI and Ollama go to their addresses with their keys", async () => {
    await using server = await StubModelServer.start({ key: "k" });
    using openai = createEmbedder("openai:text-embedding-3-small", {
      cacheFolder: null,
      env: { OPENAI_API_KEY: "k", OPENAI_BASE_URL: server.baseUrl },
    });
    await openai.embed(["hello"]);
    expect(server.requests[0]).toMatchObject({
      path: "/v1/embeddings",
      model: "text-embedding-3-small",
      authorization: "Bearer k",
    });
    await using local = await StubModelServer.start();
    using ollama = createEmbedder("ollama:nomic-embed-text", {
      cacheFolder: null,
      env: { OLLAMA_HOST: local.origin },
    });
    await ollama.embed(["hello"]);
    expect(local.count("nomic-embed-text")).toBe(1);
  });
});

describe("a model of @huggingface/transformers", () => {
  test("that is not installed is an error that says what to install", async () => {
    using embedder = createEmbedder("transformers:Xenova/all-mpnet-base-v2", uncached);
    const error = await embedder.embed(["hello"]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefractError);
    expect(error).toMatchObject({
      code: "unavailable",
      message:
        "transformers:Xenova/all-mpnet-base-v2: the package @huggingface/transformers is not installed; install it beside Refract with: npm install @huggingface/transformers",
    });
  });

  test("is asked for mean pooling and length 1, one text at a time", async () => {
    const calls: unknown[] = [];
    using embedder = createEmbedder("transformers:Xenova/all-mpnet-base-v2", {
      ...uncached,
      importTransformers: async () => ({
        pipeline: async (task: string, model: string) => {
          calls.push([task, model]);
          return async (text: string, options: unknown) => {
            calls.push([text, options]);
            return { dims: [1, 2], data: Float32Array.of(text.length, 1) };
          };
        },
      }),
    });
    expect(await embedder.embed(["abc", "a"])).toEqual([Float32Array.of(3, 1), Float32Array.of(1, 1)]);
    expect(calls).toEqual([
      ["feature-extraction", "Xenova/all-mpnet-base-v2"],
      ["abc", { pooling: "mean", normalize: true }],
      ["a", { pooling: "mean", normalize: true }],
    ]);
  });
});
