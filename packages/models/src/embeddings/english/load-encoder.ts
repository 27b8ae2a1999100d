import {
  type DenseLayer,
  encoderSides,
  entryRows,
  modelLayout,
  type NormLayer,
  scratchSpace,
} from "./encoder-layout.ts";
import { type ReadWeights, readModelWeights } from "./model-files.ts";
import { panelColumns, rowsTogether, stepsTogether } from "./product-kernels.ts";
import { entrySides, longest, mostShort } from "./row-kernels.ts";
import { createSharedMemory, kernelsOver, type SharedMemory } from "./wasm-memory.ts";

const { pieces, mostPieces, input, width, hidden } = encoderSides;
const graph = "module_apply_default/Encoder_en/KonaTransformer/Encode";
const module = "module/Encoder_en";

/** The model in a memory of its own, as `encode.ts` wants it: about 0.3 s. */
export async function loadEncoder(): Promise<SharedMemory> {
  const read = await readModelWeights();
  const memory = createSharedMemory();
  const floats = new Float32Array(memory.buffer);
  const part = (place: string, size: number) => read(`${graph}/${place}/ConcatPartitions/concat`, size);
  const putNorm = ({ size, scales, biases }: NormLayer, place: string) => {
    floats.set(part(`${place}/layer_norm_scale`, size), scales / 4);
    floats.set(part(`${place}/layer_norm_bias`, size), biases / 4);
  };
  const attention = (layer: number, kind: string, size: number) =>
    read(
      `${module}/KonaTransformer/Encode/Layer_${layer}/TransformerLayer/MultiheadAttention/${kind}/kernel/part_0`,
      size,
    );
  const attentionBias = (layer: number, kind: string, size: number) =>
    part(`Layer_${layer}/TransformerLayer/MultiheadAttention/${kind}/bias`, size);
  const putMixed = (to: DenseLayer, layer: number) => {
    const kind = "output_transform_single";
    putDense(memory, to, attention(layer, kind, to.inputs * width), attentionBias(layer, kind, width));
  };
  const putHidden = (to: DenseLayer, layer: number, convolution: "conv1" | "conv2") => {
    const kernel = `${graph}/TransformerStack/Layer_${layer}/TransformerLayer/FFN/${convolution}/Tensordot/Reshape_1`;
    const bias = part(`Layer_${layer}/TransformerLayer/FFN/${convolution}/bias`, to.outputs);
    putDense(memory, to, read(kernel, hidden * width), bias);
  };
  const norm = "layer_prepostprocess/layer_norm";
  putEntries(memory, read);
  putMixed(modelLayout.firstMixed, 0);
  putNorm(modelLayout.firstHiddenNorm, `Layer_0/TransformerLayer/FFN/${norm}`);
  putHidden(modelLayout.firstHidden, 0, "conv1");
  putHidden(modelLayout.firstOut, 0, "conv2");
  putNorm(modelLayout.secondNorm, `Layer_1/TransformerLayer/${norm}`);
  putDense(
    memory,
    modelLayout.secondProjected,
    attention(1, "qkv_transform_single", width * 3 * width),
    attentionBias(1, "qkv_transform_single", 3 * width),
  );
  putMixed(modelLayout.secondMixed, 1);
  putNorm(modelLayout.secondHiddenNorm, `Layer_1/TransformerLayer/FFN/${norm}`);
  putHidden(modelLayout.secondHidden, 1, "conv1");
  putHidden(modelLayout.secondOut, 1, "conv2");
  const tanh = `${module}/hidden_layers/tanh_layer_0`;
  putDense(memory, modelLayout.last, read(`${tanh}/weights`, width * width), read(`${tanh}/bias`, width));
  return memory;
}

/**
 * A layer's weights, a row an input, as whole numbers of 16 bits: each column by a scale that leaves it as long as the
 * products allow.
 */
function putDense(memory: SharedMemory, to: DenseLayer, weights: Float32Array, biases: Float32Array): void {
  const { inputs, outputs, panelColumns: together } = to;
  const values = new Int16Array(memory.buffer, to.values, inputs * outputs);
  const floats = new Float32Array(memory.buffer);
  floats.set(biases, to.biases / 4);
  for (let column = 0; column < outputs; column += 1) {
    let squares = 0;
    let most = 0;
    for (let row = 0; row < inputs; row += 1) {
      const weight = weights[row * outputs + column] ?? 0;
      squares += weight * weight;
      most = Math.max(most, Math.abs(weight));
    }
    const scale = squares === 0 ? 1 : Math.min(longest / Math.sqrt(squares), mostShort / most);
    floats[to.scales / 4 + column] = 1 / scale;
    const panel = Math.floor(column / together) * inputs * together + (column % together) * 2;
    for (let row = 0; row < inputs; row += 1) {
      const place = panel + Math.floor(row / 2) * together * 2 + (row % 2);
      values[place] = Math.round((weights[row * outputs + column] ?? 0) * scale);
    }
  }
}

/**
 * What the first layer makes of a piece and of a position. The text's input is twice the piece's row plus the
 * position's; its queries, keys and values are linear in the input less its mean, up to the factor that normalises it,
 * and its residual is linear in the input itself. So both are made once for every piece and position and only added later.
 */
function putEntries(memory: SharedMemory, read: ReadWeights): void {
  const floats = new Float32Array(memory.buffer);
  const { entryBytes, entryBiases } = modelLayout;
  const layer = "Layer_0/TransformerLayer";
  const part = (place: string, size: number) =>
    read(`${graph}/${layer}/${place}/ConcatPartitions/concat`, size);
  const qkv = "MultiheadAttention/qkv_transform_single";
  const projection = read(
    `${module}/KonaTransformer/Encode/${layer}/${qkv}/kernel/part_0`,
    input * entrySides.projected,
  );
  const normScales = part("layer_prepostprocess/layer_norm/layer_norm_scale", input);
  const normBiases = part("layer_prepostprocess/layer_norm/layer_norm_bias", input);
  const biases = part(`${qkv}/bias`, entrySides.projected);
  for (const [column, bias] of biases.entries()) {
    let sum = bias;
    for (const [row, normBias] of normBiases.entries())
      sum += normBias * (projection[row * entrySides.projected + column] ?? 0);
    floats[entryBiases / 4 + column] = sum;
  }
  const scaled = projection.map(
    (weight, place) => weight * (normScales[Math.floor(place / entrySides.projected)] ?? 0),
  );
  const residual = part("dense/kernel", input * entrySides.residual);

  const entry = entryBytes / 4;
  const start = modelLayout.entries / 4;
  const embeddings = read("module/Embeddings_en", pieces * input);
  const rates = read(
    `${graph}/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`,
    input / 2,
  );
  for (let piece = 0; piece < pieces; piece += 1) {
    const row = start + piece * entry;
    for (let place = 0; place < input; place += 1)
      floats[row + place] = 2 * (embeddings[piece * input + place] ?? 0);
  }
  for (let position = 0; position < mostPieces; position += 1) {
    const row = start + (pieces + position) * entry;
    for (const [place, rate] of rates.entries()) {
      floats[row + place] = Math.sin(position * rate);
      floats[row + input / 2 + place] = Math.cos(position * rate);
    }
  }
  multiplyEntries(memory, residual, entrySides.input + entrySides.projected);
  const residualBiases = part("dense/bias", entrySides.residual);
  for (let row = 0; row < entryRows; row += 1) {
    const from = start + row * entry;
    let sum = 0;
    for (let place = from; place < from + input; place += 1) sum += floats[place] ?? 0;
    for (let place = from; place < from + input; place += 1)
      floats[place] = (floats[place] ?? 0) - sum / input;
    if (row < pieces) continue;
    const to = from + entrySides.input + entrySides.projected;
    for (const [place, bias] of residualBiases.entries())
      floats[to + place] = (floats[to + place] ?? 0) + bias;
  }
  multiplyEntries(memory, scaled, entrySides.input);
}

/** Multiplies the inputs of all entries with a matrix, and puts the products a few numbers further in the same rows. */
function multiplyEntries(memory: SharedMemory, matrix: Float32Array, further: number): void {
  const { entries, entryBytes } = modelLayout;
  const columns = matrix.length / input;
  const { wide: packed } = scratchSpace(0);
  const panels = new Float32Array(memory.buffer, packed, matrix.length);
  for (let column = 0; column < columns; column += 1) {
    const panel = Math.floor(column / panelColumns) * input * panelColumns + (column % panelColumns);
    for (let row = 0; row < input; row += 1)
      panels[panel + row * panelColumns] = matrix[row * columns + column] ?? 0;
  }
  const { floatProduct } = kernelsOver(memory);
  const sizes = [columns / panelColumns, input / stepsTogether];
  // In many calls: the engine makes a function fast between two of them.
  for (let row = 0; row < entryRows; row += rowsTogether) {
    const from = entries + row * entryBytes;
    floatProduct(from, entryBytes, packed, from + further * 4, entryBytes, 1, ...sizes);
  }
}
