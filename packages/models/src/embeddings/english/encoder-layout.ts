import { panelColumns, rowsTogether } from "./product-kernels.ts";
import { entrySides } from "./row-kernels.ts";
import { sparsePanelColumns } from "./sparse-kernels.ts";

/** Sides of Universal Sentence Encoder Lite: two layers of a transformer with four heads. */
export const encoderSides = {
  /** Rows of the table of pieces; the vocabulary has 8,000. */
  pieces: 8_002,
  /** Pieces of a text that are read. */
  mostPieces: 128,
  heads: 4,
  input: entrySides.input,
  width: 512,
  hidden: 1_536,
} as const;

/** Texts whose means go through the last layers together. */
export const textsTogether = 8;
/** Scratch spaces: whoever encodes has one of their own. */
export const slots = 5;

const pageBytes = 65_536;
const floatBytes = 4;
const { pieces, mostPieces, heads, input, width, hidden } = encoderSides;

/** Where in the memory a layer lies that turns `inputs` numbers into `outputs`: addresses in bytes. */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Numbers of 16 bits, in panels of so many columns. */
  readonly values: number;
  readonly panelColumns: number;
  /** What each column has to be multiplied by. */
  readonly scales: number;
  readonly biases: number;
}

export interface NormLayer {
  readonly size: number;
  readonly scales: number;
  readonly biases: number;
}

/** Addresses come one after the other, each at the beginning of a line of the processor's cache. */
function createArena(from: number) {
  let end = from;
  const take = (bytes: number) => {
    const address = end;
    end += Math.ceil(bytes / 64) * 64;
    return address;
  };
  return {
    floats: (count: number) => take(count * floatBytes),
    dense: (inputs: number, outputs: number, columns = panelColumns): DenseLayer => ({
      inputs,
      outputs,
      panelColumns: columns,
      values: take(inputs * outputs * 2),
      scales: take(outputs * floatBytes),
      biases: take(outputs * floatBytes),
    }),
    norm: (size: number): NormLayer => ({
      size,
      scales: take(size * floatBytes),
      biases: take(size * floatBytes),
    }),
    end: () => end,
  };
}

const arena = createArena(0);
const entry = entrySides.input + entrySides.projected + entrySides.residual;

/** Rows of `entrySides`: the pieces, then the positions. */
export const entryRows = pieces + mostPieces;

/** Where the model lies. */
export const modelLayout = Object.freeze({
  entryBytes: entry * floatBytes,
  entries: arena.floats(Math.ceil(entryRows / rowsTogether) * rowsTogether * entry),
  entryBiases: arena.floats(entrySides.projected),
  firstMixed: arena.dense(input, width),
  firstHiddenNorm: arena.norm(width),
  firstHidden: arena.dense(width, hidden),
  firstOut: arena.dense(hidden, width, sparsePanelColumns),
  secondNorm: arena.norm(width),
  secondProjected: arena.dense(width, 3 * width),
  secondMixed: arena.dense(width, width),
  secondHiddenNorm: arena.norm(width),
  secondHidden: arena.dense(width, hidden),
  secondOut: arena.dense(hidden, width),
  last: arena.dense(width, width),
});
const modelEnd = arena.end();

function spaceFrom(address: number) {
  const space = createArena(address);
  return {
    /** A row a piece of the text. */
    stream: space.floats(mostPieces * width),
    normal: space.floats(mostPieces * width),
    wide: space.floats(mostPieces * hidden),
    shorts: space.floats((mostPieces * hidden) / 2),
    shortScales: space.floats(mostPieces),
    pairCounts: space.floats(mostPieces),
    scores: space.floats(mostPieces * mostPieces),
    keys: space.floats((mostPieces * width) / heads),
    values: space.floats((mostPieces * width) / heads),
    /** A row a text. */
    meanStream: space.floats(textsTogether * width),
    meanHidden: space.floats(textsTogether * hidden),
    end: space.end(),
  };
}

/** The scratch space of whoever encodes. @param slot 0 to `slots` - 1 */
export function scratchSpace(slot: number) {
  const first = spaceFrom(modelEnd);
  return spaceFrom(modelEnd + slot * (first.end - modelEnd));
}

/** Pages of 64 kB that model and scratch spaces take; a space that nobody uses never becomes real memory. */
export const memoryPages = Math.ceil(scratchSpace(slots - 1).end / pageBytes);
