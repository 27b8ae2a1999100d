import type { Vocabulary } from "./model-files.ts";

/** Numbers of the pieces a text is cut into; 0 is what no piece fits. */
export type CutIntoPieces = (text: string) => readonly number[];

/** The first entries of the vocabulary are signs that no text has. */
const reserved = 6;
const unknown = 0;
const wordBeginning = "\u2581";

interface Node {
  readonly next: Map<string, Node>;
  /** The piece that ends here, -1 where none does. */
  piece: number;
}

/**
 * The tokenizer the model was released with (`@energetic-ai/embeddings` 0.2.0, after TensorFlow.js' USE), which finds the
 * likeliest cut of a text (Kudo 2018, arXiv 1804.10959): the same pieces for every text, in time linear in its length.
 * Its habits are kept: a piece without a score has 0, and so has a
 * place that no piece ends at.
 */
export function createPieceCutter(vocabulary: Vocabulary): CutIntoPieces {
  const root: Node = { next: new Map(), piece: -1 };
  for (const [number, [piece]] of vocabulary.entries()) {
    if (number < reserved) continue;
    let node = root;
    for (const symbol of piece) {
      let below = node.next.get(symbol);
      if (below === undefined) {
        below = { next: new Map(), piece: -1 };
        node.next.set(symbol, below);
      }
      node = below;
    }
    node.piece = number;
  }
  const scores = Float64Array.from(vocabulary, ([, score]) => score ?? 0);
  const lengths = Uint8Array.from(vocabulary, ([piece]) => piece.length);

  return (text) => {
    const normal = text.normalize("NFKC");
    if (normal === "") return [];
    const symbols = [...(wordBeginning + normal.replaceAll(" ", wordBeginning))];
    const best = new Float64Array(symbols.length + 1);
    const last = new Uint16Array(symbols.length + 1);
    const consider = (end: number, score: number, piece: number) => {
      const before = best[end] ?? 0;
      if (before !== 0 && score < before) return;
      best[end] = score;
      last[end] = piece;
    };
    for (let start = 0; start < symbols.length; start += 1) {
      const before = best[start] ?? 0;
      let isKnown = false;
      let node = root.next.get(symbols[start] ?? "");
      for (let end = start + 1; node !== undefined; end += 1) {
        if (node.piece >= 0) {
          isKnown = true;
          consider(end, (scores[node.piece] ?? 0) + before, node.piece);
        }
        node = node.next.get(symbols[end] ?? "");
      }
      if (!isKnown) consider(start + 1, before, unknown);
    }
    const pieces: number[] = [];
    for (let end = symbols.length; end > 0; ) {
      const piece = last[end] ?? unknown;
      // Neighbouring unknown signs are one.
      if (piece !== unknown || pieces.at(-1) !== unknown) pieces.push(piece);
      end -= lengths[piece] ?? 1;
    }
    return pieces.reverse();
  };
}
