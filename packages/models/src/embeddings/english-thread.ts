import { parentPort } from "node:worker_threads";
import { textsTogether } from "./english/encoder-layout.ts";
import type { SharedMemory } from "./english/wasm-memory.ts";
import { createEmbedTexts, type EmbedTexts } from "./english-model.ts";

/**
 * First the loaded model, and which of its slots is this thread's; then texts, which all threads get at once, with a
 * count of those that one of them has taken.
 */
export type ThreadRequest =
  | { readonly kind: "model"; readonly memory: SharedMemory; readonly slot: number }
  | {
      readonly kind: "texts";
      readonly call: number;
      readonly texts: readonly string[];
      readonly taken: Int32Array;
    };
/** Vectors of the texts that a thread took, with their places. */
export type Embedded = readonly (readonly [number, Float32Array])[];
export interface ThreadAnswer {
  readonly call: number;
  readonly made: Embedded;
}

let loading: Promise<EmbedTexts> | null = null;

parentPort?.on("message", async (request: ThreadRequest) => {
  if (request.kind === "model") {
    loading = createEmbedTexts(request.memory, request.slot);
    return;
  }
  const embedTexts = await loading;
  if (embedTexts === null) throw new Error("texts came before the model");
  const { call, texts, taken } = request;
  const made: (readonly [number, Float32Array])[] = [];
  for (;;) {
    const start = Atomics.add(taken, 0, textsTogether);
    if (start >= texts.length) break;
    const vectors = embedTexts(texts.slice(start, start + textsTogether));
    for (const [place, vector] of vectors.entries()) made.push([start + place, vector]);
  }
  parentPort?.postMessage({ call, made } satisfies ThreadAnswer);
});
