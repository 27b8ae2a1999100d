import type { Vectors } from "@refract/stats";
import type { TextEmbedder } from "../../text-embedder.ts";

/** Vectors of texts in one block, a row each; null when there are no texts. */
export async function embedTexts(texts: readonly string[], embedder: TextEmbedder): Promise<Vectors | null> {
  const rows = await embedder.embed(texts);
  const dimensions = rows[0]?.length ?? 0;
  if (dimensions === 0) return null;
  const values = new Float32Array(rows.length * dimensions);
  for (const [row, vector] of rows.entries()) values.set(vector, row * dimensions);
  return Object.freeze({ values, dimensions });
}
