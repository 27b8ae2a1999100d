import { RefractError } from "@refract/core";
import { deriveSeed } from "@refract/stats/random";
import type { Attempt } from "../ask.ts";
import { type AttemptFailure, uncountedTokens } from "../chat.ts";
import { ModelFailedError } from "../model-failed-error.ts";
import { ModelFailure } from "../model-failure.ts";
import type { WireEndpoint } from "../openai-wire/wire-endpoint.ts";
import { AccountLimiter, type CallOutcome } from "../service/account-limiter.ts";
import { type Deadline, startDeadline } from "../service/deadline.ts";
import { isRetryable, pauseBeforeRetry } from "../service/retry-policy.ts";
import type { Sleep } from "../sleep.ts";
import { type BatchEmbedder, beginningOf } from "./embedder.ts";
import { requestEmbeddings } from "./request-embeddings.ts";

/** Embedding models read about 8,000 tokens and refuse more; two characters a token is on the safe side for most scripts. */
const charactersRead = 16_000;
const textsPerRequest = 64;

export interface WireEmbedderOptions {
  readonly endpoint: WireEndpoint;
  readonly concurrency: { readonly initial: number; readonly maximum: number };
  readonly fetch: typeof globalThis.fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  /** For one request of up to 64 texts: from its turn on, retries and the pauses before them included. */
  readonly deadlineMs: number;
  /** Attempts after the first. */
  readonly retries: number;
}

/** Requests of one batch; more would only hold more texts in memory. */
const requestsAtATime = 8;
const place = { payer: "embeddings", kind: "batch" } as const;

/**
 * An embedder by `POST {baseUrl}/embeddings` as OpenAI, Ollama, vLLM, llama.cpp and others serve it. Limits, pauses and
 * errors are those of chat models.
 */
export function createWireEmbedder(options: WireEmbedderOptions): BatchEmbedder {
  const { endpoint, concurrency, now } = options;
  const limiter = new AccountLimiter({ ...concurrency, now });
  let dimensions: number | null = null;
  const embedOnce = async (texts: readonly string[], number: number) => {
    const vectors = await embedWithRetries(options, limiter, texts, number);
    for (const vector of vectors) {
      dimensions ??= vector.length;
      if (vector.length === dimensions) continue;
      throw new RefractError(
        "model-failed",
        `${endpoint.reference}: a vector of ${vector.length} numbers, expected ${dimensions} as before`,
      );
    }
    return vectors;
  };
  return Object.freeze({
    name: endpoint.reference,
    // an account with an address is not the vendor's own
    keptBy: endpoint.account.includes("/")
      ? `${endpoint.reference} at ${endpoint.account}`
      : endpoint.reference,
    languages: null,
    batchSize: textsPerRequest * Math.min(concurrency.initial, requestsAtATime),
    embed: async (texts: readonly string[]) => {
      const requests = Array.from({ length: Math.ceil(texts.length / textsPerRequest) }, (_, number) =>
        texts
          .slice(number * textsPerRequest, (number + 1) * textsPerRequest)
          .map((text) => beginningOf(text, charactersRead)),
      );
      return (await Promise.all(requests.map(embedOnce))).flat();
    },
  });
}

async function embedWithRetries(
  options: WireEmbedderOptions,
  limiter: AccountLimiter,
  texts: readonly string[],
  number: number,
): Promise<readonly Float32Array[]> {
  const { endpoint, now, sleep, retries, signal, deadlineMs } = options;
  const attempts: Attempt[] = [];
  let leftMs = deadlineMs;
  for (;;) {
    const permit = await limiter.acquire(place, Number.POSITIVE_INFINITY, signal).catch((thrown: unknown) => {
      if (!signal.aborted) throw thrown;
      throw new ModelFailedError(endpoint.reference, [...attempts, notBegun(attempts.length)], thrown);
    });
    const startedAt = now();
    using deadline = startDeadline(signal, leftMs);
    let outcome: CallOutcome = { kind: "other" };
    try {
      try {
        const vectors = await requestEmbeddings(endpoint, texts, options, deadline.signal);
        outcome = { kind: "success" };
        return vectors;
      } catch (thrown) {
        if (thrown instanceof ModelFailure && thrown.failure.kind === "quota")
          outcome = { kind: "quota", retryAfterMs: thrown.failure.retryAfterMs };
        throw thrown;
      } finally {
        permit.release(outcome);
      }
    } catch (thrown) {
      const failure = failureOf(thrown, deadline);
      if (failure === null) throw thrown;
      attempts.push({
        number: attempts.length,
        failure,
        usage: uncountedTokens,
        costUsd: null,
        firstTextMs: null,
        totalMs: now() - startedAt,
        waitedMs: permit.waitedMs,
        said: null,
        dropped: null,
      });
      const seed = deriveSeed("retry", endpoint.reference, number, attempts.length);
      const pauseMs = pauseBeforeRetry(failure, attempts.length, seed);
      const hopeless = attempts.length > retries || !isRetryable(failure.kind);
      leftMs -= now() - startedAt + pauseMs;
      if (hopeless || leftMs <= 0) throw new ModelFailedError(endpoint.reference, attempts, thrown);
      await sleep(pauseMs, signal).catch(() => undefined);
      if (signal.aborted) throw new ModelFailedError(endpoint.reference, attempts, thrown);
    }
  }
}

function notBegun(number: number): Attempt {
  const failure: AttemptFailure = {
    kind: "interrupted",
    message: "stopped while waiting for its turn",
    httpStatus: null,
    retryAfterMs: null,
  };
  const usage = uncountedTokens;
  return {
    number,
    failure,
    usage,
    costUsd: null,
    firstTextMs: null,
    totalMs: 0,
    waitedMs: 0,
    said: null,
    dropped: null,
  };
}

function failureOf(thrown: unknown, deadline: Deadline): AttemptFailure | null {
  if (thrown instanceof ModelFailure) return thrown.failure;
  if (deadline.ended === null) return null;
  return {
    kind: deadline.ended,
    message: deadline.ended === "timeout" ? "the deadline passed while embedding" : "stopped while embedding",
    httpStatus: null,
    retryAfterMs: null,
  };
}
