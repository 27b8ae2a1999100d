import { beginningOf } from "./embedder.ts";
import { createEncode } from "./english/encode.ts";
import { encoderSides, textsTogether } from "./english/encoder-layout.ts";
import { loadEncoder } from "./english/load-encoder.ts";
import { readVocabulary } from "./english/model-files.ts";
import { createPieceCutter } from "./english/sentence-pieces.ts";
import type { SharedMemory } from "./english/wasm-memory.ts";

/**
 * Characters of a text that are looked at: about 350 words. The model reads the first 128 pieces of words, and the
 * cut into pieces hangs on what follows.
 */
export const charactersRead = 2_000;

/**
 * Turns texts into their vectors of 512 numbers; the zero vector where nothing is written. A text's vector has the
 * same bits whatever texts stand beside it.
 */
export type EmbedTexts = (texts: readonly string[]) => readonly Float32Array[];

/**
 * Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175) with the weights of energetic-ai. It is loaded
 * once, and as many as there are slots may embed with it, each in a thread of its own.
 */
export const loadEnglishModel: () => Promise<SharedMemory> = loadEncoder;

/** @param slot 0 to `slots` - 1, of no other user of this memory */
export async function createEmbedTexts(memory: SharedMemory, slot: number): Promise<EmbedTexts> {
  const cut = createPieceCutter(await readVocabulary());
  const encode = createEncode(memory, slot);
  return (texts) => {
    const vectors: Float32Array[] = texts.map(() => new Float32Array(encoderSides.width));
    const written = texts
      .map((text, place) => ({ pieces: cut(beginningOf(text, charactersRead)), place }))
      .filter(({ pieces }) => pieces.length > 0);
    for (let start = 0; start < written.length; start += textsTogether) {
      const together = written.slice(start, start + textsTogether);
      const made = encode(together.map(({ pieces }) => pieces));
      for (const [index, { place }] of together.entries()) {
        const vector = made[index];
        if (vector !== undefined) vectors[place] = vector;
      }
    }
    return vectors;
  };
}
