/** Turns texts into vectors of one length. Near meanings get vectors of near directions. */
export interface Embedder {
  /** What makes the vectors, with version where there is one: "energetic-ai model-embeddings-en 0.2.0 (English, first 2,000 characters)". */
  readonly name: string;
  /** Codes of the languages the model was made for; null where its maker names none. */
  readonly languages: readonly string[] | null;
  /**
   * @param texts any number; equal texts are embedded once
   * @returns one vector a text, in order, all of one length; a text without content may be the zero vector
   * @throws RefractError `missing-key`, `model-failed`, `unavailable`
   */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** An embedder without cache: texts are distinct, and no call has more than `batchSize` of them. */
export interface BatchEmbedder extends Embedder, Partial<Disposable> {
  readonly batchSize: number;
  /** Whether it works on in threads of its own: it is then given the next batches before this one is there (default false). */
  readonly takesAhead?: boolean;
  /** Begins what takes time before the first text, in threads of its own. */
  prepare?(): void;
  /** What its vectors are kept by, where the name is not enough: one model of a vendor may be served at several addresses. */
  readonly keptBy?: string;
}

/**
 * The beginning of a text, where a model's time or limit hangs on the length. Never cuts a character in two.
 *
 * @param characters UTF-16 units, at least 1
 */
export function beginningOf(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const last = text.charCodeAt(characters - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? characters - 1 : characters);
}
