import { parentPort } from "node:worker_threads";
import { textsTogether } from "./english/encoder-layout.ts";
import type { SharedMemory } from "./english/wasm-memory.ts";
import { createEmbedTexts, type EmbedTexts, loadEnglishModel } from "./english-model.ts";

/**
 * First the loaded model, or word to load it, and which of its slots is this thread's; then texts, which all threads get at once, with
 * a count of those that one of them has taken.
 */
export type ThreadRequest =
  | { readonly kind: "load"; readonly slot: number }
  | { readonly kind: "model"; readonly memory: SharedMemory; readonly slot: number }
  | {
      readonly kind: "texts";
      readonly call: number;
      readonly texts: readonly string[];
      readonly taken: Int32Array;
    };
/** Vectors of the texts that a thread took, with their places. */
export type Embedded = readonly (readonly [number, Float32Array])[];
export type ThreadAnswer =
  | { readonly kind: "loaded"; readonly memory: SharedMemory }
  | { readonly kind: "embedded"; readonly call: number; readonly made: Embedded };

let loading: Promise<EmbedTexts> | null = null;

const answer = (message: ThreadAnswer) => parentPort?.postMessage(message);

parentPort?.on("message", async (request: ThreadRequest) => {
  if (request.kind === "load") {
    const model = loadEnglishModel();
    loading = model.then((memory) => createEmbedTexts(memory, request.slot));
    answer({ kind: "loaded", memory: await model });
    return;
  }
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
  answer({ kind: "embedded", call, made });
});
