import { messageOf, RefractError } from "@refract/core";
import type { BatchEmbedder } from "./embedder.ts";

const packageName = "@huggingface/transformers";

/** As much of `@huggingface/transformers` (3 or later) as is used here. */
interface TransformersModule {
  pipeline(task: "feature-extraction", model: string): Promise<unknown>;
}
type Extractor = (
  text: string,
  options: { readonly pooling: "mean"; readonly normalize: true },
) => Promise<unknown>;

/** Imports the package; another function stands in for it in tests. */
export type ImportTransformers = () => Promise<unknown>;

// The package is not a dependency (it brings 300 MB of runtimes), so its name must not be seen by the compiler.
const importInstalled: ImportTransformers = () => import(String(packageName));

/**
 * An embedder by a model of Hugging Face in this process, mean-pooled and of length 1, as sentence-transformers does:
 * `transformers:Xenova/all-mpnet-base-v2` is the model of Kirk et al. (2024). Needs a package the user installs; it
 * downloads the model when first used. Texts go through one at a time, so that padding changes nothing.
 *
 * @throws RefractError from `embed`: `unavailable` with what to install, or when the model can't be had
 */
export function createTransformersEmbedder(
  model: string,
  importPackage: ImportTransformers = importInstalled,
): BatchEmbedder {
  let loading: Promise<Extractor> | null = null;
  return Object.freeze({
    name: `transformers:${model}`,
    languages: /multilingual|e5-|bge-m3|labse/i.test(model) ? null : Object.freeze(["en"]),
    batchSize: 32,
    embed: async (texts: readonly string[]) => {
      loading ??= loadExtractor(model, importPackage);
      const extract = await loading;
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        vectors.push(vectorOf(await extract(text, { pooling: "mean", normalize: true }), model));
      }
      return vectors;
    },
  });
}

async function loadExtractor(model: string, importPackage: ImportTransformers): Promise<Extractor> {
  let module: unknown;
  try {
    module = await importPackage();
  } catch (cause) {
    throw new RefractError(
      "unavailable",
      `transformers:${model}: the package ${packageName} is not installed; install it beside Refract with: npm install ${packageName}`,
      { cause },
    );
  }
  if (!isTransformers(module))
    throw new RefractError(
      "unavailable",
      `${packageName}: no function "pipeline", expected version 3 or later`,
    );
  try {
    const extractor = await module.pipeline("feature-extraction", model);
    if (isExtractor(extractor)) return extractor;
  } catch (cause) {
    throw new RefractError(
      "unavailable",
      `transformers:${model}: the model can't be loaded: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
  throw new RefractError("unavailable", `transformers:${model}: not a model of feature extraction`);
}

function vectorOf(tensor: unknown, model: string): Float32Array {
  const data = typeof tensor === "object" && tensor !== null && "data" in tensor ? tensor.data : null;
  if (data instanceof Float32Array && data.length > 0) return Float32Array.from(data);
  throw new RefractError("model-failed", `transformers:${model}: no vector of 32-bit numbers for a text`);
}

function isTransformers(value: unknown): value is TransformersModule {
  return (
    typeof value === "object" && value !== null && "pipeline" in value && typeof value.pipeline === "function"
  );
}

function isExtractor(value: unknown): value is Extractor {
  return typeof value === "function";
}
