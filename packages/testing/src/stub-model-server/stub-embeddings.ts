import type { StubRequest } from "./stub-request.ts";

/** Numbers in each vector of a stub. */
const stubDimensions = 16;

/**
 * The answer to `POST /v1/embeddings`: for each text the counts of its words, spread over 16 numbers. Texts of the same
 * words have the same vector; entries come in reverse order, as servers may.
 */
export function embeddingsDocument(request: StubRequest): unknown {
  const input: readonly unknown[] = Array.isArray(request.body.input) ? request.body.input : [];
  return {
    object: "list",
    model: request.model,
    data: input
      .map((text, index) => ({ object: "embedding", index, embedding: stubVector(String(text)) }))
      .reverse(),
    usage: { prompt_tokens: input.length, total_tokens: input.length },
  };
}

function stubVector(text: string): readonly number[] {
  const vector = new Array<number>(stubDimensions).fill(0);
  for (const word of text.toLowerCase().split(/\W+/).filter(Boolean)) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
    const place = hash % stubDimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
}
