import {
  type DenseLayer,
  encoderSides,
  modelLayout,
  type NormLayer,
  scratchSpace,
} from "./encoder-layout.ts";
import { panelColumns, rowsTogether, stepsTogether } from "./product-kernels.ts";
import { kernelsOver, type SharedMemory } from "./wasm-memory.ts";

const { heads, width, hidden, pieces: pieceRows, mostPieces } = encoderSides;
const floatBytes = 4;
const stepsOfShorts = 2 * stepsTogether;
/** What an absent piece gets in attention, before the exponential. */
const absent = -1e30;

/**
 * Vectors of texts that are given by their pieces.
 *
 * @param texts at most `textsTogether`, each of at least one piece; the first 128 pieces of a text are read
 */
export type Encode = (texts: readonly (readonly number[])[]) => readonly Float32Array[];

const upTo = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/**
 * The forward pass of Universal Sentence Encoder Lite, one text after the other, in one scratch space of the model's memory. Products
 * with weights are of whole numbers of 16 bits, which is twice as fast as with floats and the same on every machine.
 */
export function createEncode(memory: SharedMemory, slot: number): Encode {
  const kernels = kernelsOver(memory);
  const floats = new Float32Array(memory.buffer);
  const space = scratchSpace(slot);
  const { entries, entryBytes, entryBiases, ...layers } = modelLayout;

  const dense = (put: DenseEnding, layer: DenseLayer, rows: number, from: number, to: number) => {
    const { inputs, outputs, values, scales, biases } = layer;
    kernels.shorten(from, space.shorts, rows, inputs / 4, space.shortScales);
    kernels[put](
      ...[space.shorts, inputs * 2, values, to, outputs * floatBytes, rows / rowsTogether],
      ...[outputs / panelColumns, inputs / stepsOfShorts, space.shortScales, scales, biases],
    );
  };
  /** `dense` for a layer whose inputs are mostly zeros; they lie in `wide`, where their lists get the same room. */
  const sparseAdded = (layer: DenseLayer, rows: number, to: number) => {
    const { inputs, outputs, values, scales, biases } = layer;
    kernels.shorten(space.wide, space.shorts, rows, inputs / 4, space.shortScales);
    kernels.listPairs(space.shorts, rows, inputs / 2, space.wide, space.pairCounts);
    kernels.sparseProductAdded(
      ...[space.wide, inputs * floatBytes, space.pairCounts, values, inputs * layer.panelColumns * 2],
      ...[to, outputs * floatBytes, rows, outputs / layer.panelColumns, space.shortScales, scales, biases],
    );
  };
  const normalise = ({ size, scales, biases }: NormLayer, rows: number) => {
    kernels.normalise(space.stream, space.normal, rows, size / 4, scales, biases);
  };

  /** Mixes the values in `wide`, whose rows are queries, keys and values of `side` numbers each, into `normal`. */
  const attend = (count: number, side: number) => {
    const rows = upTo(count, rowsTogether);
    const columns = upTo(count, panelColumns);
    const sideOfHead = side / heads;
    const rowBytes = 3 * side * floatBytes;
    for (let head = 0; head < heads; head += 1) {
      const queries = space.wide + head * sideOfHead * floatBytes;
      const keys = queries + side * floatBytes;
      packKeys(floats, { from: keys, rowBytes, count, side: sideOfHead, to: space.keys });
      packValues(floats, {
        from: keys + side * floatBytes,
        rowBytes,
        count,
        side: sideOfHead,
        to: space.values,
      });
      const groups = rows / rowsTogether;
      kernels.floatProduct(
        ...[queries, rowBytes, space.keys, space.scores, columns * floatBytes, groups],
        ...[columns / panelColumns, sideOfHead / stepsTogether],
      );
      const scores = space.scores / floatBytes;
      for (let row = 0; row < rows; row += 1)
        floats.fill(absent, scores + row * columns + count, scores + (row + 1) * columns);
      kernels.shares(space.scores, rows, columns / 4, 1 / Math.sqrt(sideOfHead));
      const to = space.normal + head * sideOfHead * floatBytes;
      kernels.floatProduct(
        ...[space.scores, columns * floatBytes, space.values, to, side * floatBytes, groups],
        ...[sideOfHead / panelColumns, columns / stepsTogether],
      );
    }
  };

  const encodeText = (pieces: readonly number[], place: number) => {
    const count = pieces.length;
    const rows = upTo(count, rowsTogether);
    const projected = 3 * encoderSides.input * floatBytes;
    for (const [position, piece] of pieces.entries()) {
      kernels.enter(
        entries + piece * entryBytes,
        entries + (pieceRows + position) * entryBytes,
        entryBiases,
        space.wide + position * projected,
        space.stream + position * width * floatBytes,
      );
    }
    // Rows that fill a group of four up are computed and never looked at.
    clear(space.wide + count * projected, (rows - count) * projected);
    clear(space.stream + count * width * floatBytes, (rows - count) * width * floatBytes);
    attend(count, encoderSides.input);
    dense("shortProductAdded", layers.firstMixed, rows, space.normal, space.stream);
    normalise(layers.firstHiddenNorm, rows);
    dense("shortProductPositive", layers.firstHidden, rows, space.normal, space.wide);
    sparseAdded(layers.firstOut, rows, space.stream);
    normalise(layers.secondNorm, rows);
    dense("shortProduct", layers.secondProjected, rows, space.normal, space.wide);
    attend(count, width);
    dense("shortProductAdded", layers.secondMixed, rows, space.normal, space.stream);
    normalise(layers.secondHiddenNorm, rows);
    dense("shortProductPositive", layers.secondHidden, rows, space.normal, space.wide);
    // The layer that is left is linear, and so is the mean over pieces after it: the mean goes first.
    kernels.meanRow(space.stream, space.meanStream + place * width * floatBytes, count, width / 4);
    kernels.meanRow(space.wide, space.meanHidden + place * hidden * floatBytes, count, hidden / 4);
  };
  const clear = (address: number, bytes: number) => {
    floats.fill(0, address / floatBytes, (address + bytes) / floatBytes);
  };

  return (texts) => {
    if (texts.length === 0) return [];
    for (const [place, pieces] of texts.entries()) encodeText(pieces.slice(0, mostPieces), place);
    const rows = upTo(texts.length, rowsTogether);
    clear(space.meanStream + texts.length * width * floatBytes, (rows - texts.length) * width * floatBytes);
    clear(space.meanHidden + texts.length * hidden * floatBytes, (rows - texts.length) * hidden * floatBytes);
    dense("shortProductAdded", layers.secondOut, rows, space.meanHidden, space.meanStream);
    dense("shortProduct", layers.last, rows, space.meanStream, space.normal);
    return texts.map((_, place) => {
      const row = space.normal / floatBytes + place * width;
      return ofLengthOne(floats.slice(row, row + width).map(Math.tanh));
    });
  };
}

type DenseEnding = "shortProduct" | "shortProductAdded" | "shortProductPositive";

/** Rows of one head in a block of rows, and where they shall lie as a product's panels. */
interface Packing {
  readonly from: number;
  readonly rowBytes: number;
  readonly count: number;
  readonly side: number;
  readonly to: number;
}

/** Keys, each a column of the product; columns that fill a panel up are zeros. */
function packKeys(floats: Float32Array, { from, rowBytes, count, side, to }: Packing): void {
  const columns = upTo(count, panelColumns);
  for (let key = 0; key < columns; key += 1) {
    const row = (from + key * rowBytes) / floatBytes;
    const column = to / floatBytes + (key - (key % panelColumns)) * side + (key % panelColumns);
    for (let number = 0; number < side; number += 1)
      floats[column + number * panelColumns] = key < count ? (floats[row + number] ?? 0) : 0;
  }
}

/** Values, each a row of the product; rows that fill a panel up are zeros. */
function packValues(floats: Float32Array, { from, rowBytes, count, side, to }: Packing): void {
  const rows = upTo(count, panelColumns);
  for (let value = 0; value < rows; value += 1) {
    const row = (from + value * rowBytes) / floatBytes;
    for (let first = 0; first < side; first += panelColumns) {
      const place = to / floatBytes + first * rows + value * panelColumns;
      for (let column = 0; column < panelColumns; column += 1)
        floats[place + column] = value < count ? (floats[row + first + column] ?? 0) : 0;
    }
  }
}

function ofLengthOne(vector: Float32Array): Float32Array {
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  const scale = 1 / Math.sqrt(Math.max(squares, 1e-12));
  return vector.map((value) => value * scale);
}
