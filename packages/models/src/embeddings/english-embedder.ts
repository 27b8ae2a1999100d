import { availableParallelism } from "node:os";
import { setImmediate as nextTick } from "node:timers/promises";
import type { BatchEmbedder } from "./embedder.ts";
import { slots } from "./english/encoder-layout.ts";
import type { SharedMemory } from "./english/wasm-memory.ts";
import { charactersRead, createEmbedTexts, type EmbedTexts, loadEnglishModel } from "./english-model.ts";
import { createThreads, type Threads } from "./english-threads.ts";

/** The first slot is the calling thread's. */
const mostThreads = slots - 1;
/** Fewer texts than this are done sooner than threads have started. */
const fewTexts = 24;
const name = `energetic-ai model-embeddings-en 0.2.0 (English, first ${charactersRead.toLocaleString("en")} characters)`;

/**
 * The embedder that comes with the program: 512 dimensions, English only, no network. Letters of other scripts are all
 * one unknown sign to it. Many texts are shared by up to four threads, which share one copy of the model.
 */
export function createEnglishEmbedder(): BatchEmbedder & Disposable {
  let loading: Promise<SharedMemory> | null = null;
  let own: Promise<EmbedTexts> | null = null;
  let threads: Threads | null = null;
  const dispose = () => {
    threads?.[Symbol.dispose]();
    threads = null;
  };
  const startThreads = (): Threads => {
    const started = createThreads(Math.min(mostThreads, availableParallelism()), loading);
    loading ??= started.model;
    // A thread that died has loaded nothing.
    loading.catch(() => {
      loading = null;
    });
    return started;
  };
  return Object.freeze({
    name,
    // Vectors of earlier versions, which computed with floats alone, differ in the fourth digit.
    keptBy: `${name}, products of 16 bits`,
    languages: Object.freeze(["en"]),
    batchSize: 512,
    takesAhead: true,
    prepare: () => {
      threads ??= startThreads();
    },
    embed: async (texts: readonly string[]) => {
      if (texts.length >= fewTexts) {
        threads ??= startThreads();
        return await threads.embed(texts).catch((thrown: unknown) => {
          // A thread that died answers nobody; the next call begins with new ones.
          dispose();
          throw thrown;
        });
      }
      loading ??= loadEnglishModel();
      own ??= loading.then((memory) => createEmbedTexts(memory, 0));
      const embedTexts = await own;
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        vectors.push(...embedTexts([text]));
        // The model computes without a pause; others get their turn between texts.
        await nextTick();
      }
      return vectors;
    },
    [Symbol.dispose]: dispose,
  });
}
