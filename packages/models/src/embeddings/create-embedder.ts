import { homedir } from "node:os";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import { monotonicNow } from "../monotonic-now.ts";
import type { Environment, ProviderContext, ProviderDefinition } from "../provider.ts";
import { providerOf } from "../providers/open-model.ts";
import { builtInProviders } from "../providers/registry.ts";
import { realSleep, type Sleep } from "../sleep.ts";
import type { BatchEmbedder, Embedder } from "./embedder.ts";
import { createEnglishEmbedder } from "./english-embedder.ts";
import { createTransformersEmbedder, type ImportTransformers } from "./transformers-embedder.ts";
import { openVectorCache } from "./vector-cache.ts";
import { createWireEmbedder } from "./wire-embedder.ts";

export interface EmbedderOptions {
  /** Keys, addresses, REFRACT_CACHE; usually `process.env`. */
  readonly env: Environment;
  /** Where vectors are kept: REFRACT_CACHE, else `~/.cache/refract`, unless told. Null keeps none. */
  readonly cacheFolder?: string | null;
  /** What went wrong without stopping anything: a damaged cache that was begun anew. */
  readonly onNotice?: (message: string) => void;
  /** Texts that have their vector, of how many, after each batch of a call of `embed`. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** For a request of up to 64 texts to a server, retries and waiting included. Default 120,000. */
  readonly deadlineMs?: number;
  /** Attempts after the first. Default 4. */
  readonly retries?: number;
  readonly fetch?: typeof globalThis.fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly sleep?: Sleep;
  readonly providers?: readonly ProviderDefinition[];
  /** Instead of importing `@huggingface/transformers`. */
  readonly importTransformers?: ImportTransformers;
}

/** Batches asked for at once of an embedder that takes them ahead: whoever embeds may be at other work for some seconds. */
const batchesAhead = 4;

/** An embedder that holds a file open. */
export interface LocalEmbedder extends Embedder, Disposable {
  /** Begins what takes time before the first text, beside the caller's work: worth it where many texts are to come soon. */
  prepare(): void;
}

/**
 * The embedder of a reference, with a cache of what it made before:
 * - `default`: comes with the program, English only, no network;
 * - `openai:text-embedding-3-small`, `ollama:nomic-embed-text`, `http://host/v1#model`: any server of the OpenAI wire;
 * - `transformers:Xenova/all-mpnet-base-v2`: in this process, by a package the user installs.
 *
 * Nothing is loaded or asked before the first text, or `prepare`.
 *
 * @throws RefractError `invalid-input` or `missing-key`
 */
export function createEmbedder(reference: string, options: EmbedderOptions): LocalEmbedder {
  const embedder = uncached(reference, options);
  const keptBy = embedder.keptBy ?? embedder.name;
  const folder = options.cacheFolder === undefined ? defaultCacheFolder(options.env) : options.cacheFolder;
  const cache = folder === null ? null : openVectorCache(folder, options.onNotice ?? (() => undefined));
  return Object.freeze({
    name: embedder.name,
    languages: embedder.languages,
    prepare: () => embedder.prepare?.(),
    embed: async (texts: readonly string[]) => {
      const distinct = [...new Set(texts)];
      const vectors = new Map(cache?.read(keptBy, distinct));
      const missing = distinct.filter((text) => !vectors.has(text));
      options.onProgress?.(vectors.size, distinct.length);
      const make = (start: number) => {
        const batch = missing.slice(start, start + embedder.batchSize);
        const making = embedder.embed(batch);
        // A batch that was asked for ahead may fail while nobody waits for it yet.
        making.catch(() => undefined);
        return { batch, making };
      };
      const asked: ReturnType<typeof make>[] = [];
      const most = embedder.takesAhead === true ? batchesAhead : 1;
      let start = 0;
      while (asked.length > 0 || start < missing.length) {
        options.signal?.throwIfAborted();
        for (; asked.length < most && start < missing.length; start += embedder.batchSize)
          asked.push(make(start));
        const next = asked.shift();
        if (next === undefined) break;
        const { batch, making } = next;
        const made = await making;
        const fresh = new Map(batch.map((text, place) => [text, made[place] ?? new Float32Array(0)]));
        cache?.write(keptBy, fresh);
        for (const [text, vector] of fresh) vectors.set(text, vector);
        options.onProgress?.(vectors.size, distinct.length);
      }
      const lengths = new Set(Array.from(vectors.values(), (vector) => vector.length));
      if (lengths.size > 1) {
        throw new RefractError(
          "model-failed",
          `${embedder.name}: vectors of ${[...lengths].join(" and ")} numbers, expected one length; empty the cache ${folder ?? ""} if the server's model changed`,
        );
      }
      return texts.map((text) => vectors.get(text) ?? new Float32Array(0));
    },
    [Symbol.dispose]: () => {
      cache?.[Symbol.dispose]();
      embedder[Symbol.dispose]?.();
    },
  });
}

function uncached(reference: string, options: EmbedderOptions): BatchEmbedder {
  if (reference === "default") return createEnglishEmbedder();
  const transformers = /^transformers:(.+)$/.exec(reference)?.[1];
  if (transformers !== undefined) return createTransformersEmbedder(transformers, options.importTransformers);
  const { env, providers = builtInProviders, sleep = realSleep, now = monotonicNow } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const { provider, model } = providerOf(reference, providers);
  if (provider.endpoint === undefined) {
    const able = providers.filter((one) => one.endpoint !== undefined).map(({ id }) => id);
    throw new RefractError(
      "invalid-input",
      `${reference}: ${provider.id} has no embeddings in the OpenAI wire format, expected default, transformers:MODEL or one of ${able.join(", ")}`,
    );
  }
  const context: ProviderContext = { env, fetch, sleep, now, demoPace: 0 };
  return createWireEmbedder({
    endpoint: provider.endpoint(model, context),
    concurrency: provider.concurrency,
    fetch,
    now,
    sleep,
    signal: options.signal ?? new AbortController().signal,
    deadlineMs: options.deadlineMs ?? 120_000,
    retries: options.retries ?? 4,
  });
}

function defaultCacheFolder(env: Environment): string {
  const named = env.REFRACT_CACHE?.trim() ?? "";
  return named === "" ? join(homedir(), ".cache", "refract") : named;
}
