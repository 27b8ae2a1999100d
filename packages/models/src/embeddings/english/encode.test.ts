import { beforeAll, describe, expect, test } from "vitest";
import { createEncode, type Encode } from "./encode.ts";
import { loadEncoder } from "./load-encoder.ts";
import { readVocabulary } from "./model-files.ts";
import published from "./published-vectors.fixture.json" with { type: "json" };
import { createPieceCutter } from "./sentence-pieces.ts";
import type { SharedMemory } from "./wasm-memory.ts";

let memory: SharedMemory;
let encode: Encode;
beforeAll(async () => {
  memory = await loadEncoder();
  encode = createEncode(memory, 0);
}, 120_000);

const floatsOf = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, "base64")).buffer);

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, place) => sum + value * (y[place] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe("beside the model's own runtime (TensorFlow.js, see the fixture)", () => {
  test("texts are cut into the same pieces", async () => {
    const cut = createPieceCutter(await readVocabulary());
    expect(published.texts.map(({ text }) => cut(text))).toEqual(published.texts.map(({ pieces }) => pieces));
    expect(cut("")).toEqual([]);
  });

  test("vectors are the same to 1 in a million of cosine", () => {
    expect(published.texts.length).toBeGreaterThan(10);
    for (const { text, pieces, vector } of published.texts) {
      const [made = new Float32Array(0)] = encode([pieces]);
      expect(made).toHaveLength(512);
      expect(1 - cosine(made, floatsOf(vector)), text).toBeLessThan(1e-6);
    }
  });
});

test("a text gets the same bits alone, in any company and in any slot", () => {
  const texts = [3, 128, 1, 4, 5, 31, 77, 8].map((count) =>
    Array.from({ length: count }, (_, place) => (place * 991 + count * 17) % 8_000),
  );
  const together = encode(texts);
  const elsewhere = createEncode(memory, 2);
  for (const [place, text] of texts.entries()) {
    expect(encode([text])).toEqual([together[place]]);
    expect(elsewhere([text])).toEqual([together[place]]);
  }
  expect(encode(texts.toReversed())).toEqual(together.toReversed());
});

test("the first 128 pieces are read", () => {
  const pieces = Array.from({ length: 200 }, (_, place) => 10 + place);
  expect(encode([pieces])).toEqual(encode([pieces.slice(0, 128)]));
  expect(encode([pieces])).not.toEqual(encode([pieces.slice(0, 127)]));
});
