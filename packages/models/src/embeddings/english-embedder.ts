import { availableParallelism } from "node:os";
import { setImmediate as nextTick } from "node:timers/promises";
import type { BatchEmbedder } from "./embedder.ts";
import { charactersRead, type EmbedText, loadEnglishModel } from "./english-model.ts";
import { createThreads, type Threads } from "./english-threads.ts";

/** A thread loads its own copy of the model, some 250 MB. */
const mostThreads = 4;
/** Fewer texts than this are done sooner than threads have started. */
const fewTexts = 24;

/**
 * The embedder that comes with the program: 512 dimensions, English only, no network. Letters of other scripts are all
 * one unknown sign to it. A sentence takes about 15 ms, a page 60 ms; many texts are shared by up to four threads.
 */
export function createEnglishEmbedder(): BatchEmbedder & Disposable {
  let loading: Promise<EmbedText> | null = null;
  let threads: Threads | null = null;
  const dispose = () => {
    threads?.[Symbol.dispose]();
    threads = null;
  };
  return Object.freeze({
    name: `energetic-ai model-embeddings-en 0.2.0 (English, first ${charactersRead.toLocaleString("en")} characters)`,
    languages: Object.freeze(["en"]),
    batchSize: 64,
    embed: async (texts: readonly string[]) => {
      if (texts.length >= fewTexts) {
        threads ??= createThreads(Math.min(mostThreads, availableParallelism()));
        return await threads.embed(texts).catch((thrown: unknown) => {
          // A thread that died answers nobody; the next call begins with new ones.
          dispose();
          throw thrown;
        });
      }
      loading ??= loadEnglishModel();
      const embedText = await loading;
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        vectors.push(await embedText(text));
        // The model computes without a pause; others get their turn between texts.
        await nextTick();
      }
      return vectors;
    },
    [Symbol.dispose]: dispose,
  });
}
