/** Turns texts into vectors of one length; the engine hands one in, cached by content. */
export interface TextEmbedder {
  /** What made the vectors, with version: "energetic-ai model-embeddings-en 0.2.0 (English, first 2,000 characters)". */
  readonly name: string;
  /** Codes of the languages the model was made for; null where its maker names none. */
  readonly languages: readonly string[] | null;
  /**
   * @param texts Any number of texts; equal texts are embedded once.
   * @returns One vector a text, in order, all of one length.
   */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}
