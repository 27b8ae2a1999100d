import type { ModelEntry } from "@refract/core";
import {
  type ChatRequest,
  type CompleteOptions,
  type Completion,
  type LocalModelService,
  type ModelClient,
  ModelFailedError,
  type TextLogprobs,
} from "@refract/models";
import * as z from "zod";
import { type ResponseCache, requestKey } from "../store/response-cache.ts";

/** An answer with what it took; `cached` ones took nothing. */
export interface Asked<Result> {
  readonly result: Result;
  readonly key: string;
  readonly costUsd: number | null;
  readonly latencyMs: number;
  readonly attempts: number;
  readonly cached: boolean;
}

/** What of a chat is kept. */
export type KeptCompletion = Pick<Completion, "text" | "finishReason" | "usage" | "logprobs">;

/** Puts questions to models through the cache. */
export interface Asker {
  chat(entry: ModelEntry, request: ChatRequest, repeat: number): Promise<Asked<KeptCompletion>>;
  scoreText(entry: ModelEntry, text: string, repeat: number): Promise<Asked<TextLogprobs>>;
}

const countSchema = z.number().nullable();
const usageSchema = z.object({ inputTokens: countSchema, outputTokens: countSchema });
const cachedSchema = z.object({ costUsd: countSchema, latencyMs: z.number(), result: z.unknown() });
const alternativeSchema = z.object({ token: z.string(), logprob: z.number() });
const completionSchema = z.object({
  text: z.string(),
  finishReason: z.enum(["stop", "length", "content-filter", "other"]),
  usage: usageSchema,
  logprobs: z.array(alternativeSchema.extend({ alternatives: z.array(alternativeSchema) })).nullable(),
});
const textLogprobsSchema = z.object({
  tokens: z.array(alternativeSchema.extend({ offset: z.number() })),
  usage: usageSchema,
});

export function createAsker(
  service: LocalModelService,
  cache: ResponseCache | null,
  options: CompleteOptions,
): Asker {
  const through = async <Result>(
    client: ModelClient,
    question: Parameters<typeof requestKey>[1],
    repeat: number,
    schema: z.ZodType<Result>,
    ask: () => Promise<{ readonly result: Result; readonly attempts: readonly AttemptCost[] }>,
  ): Promise<Asked<Result>> => {
    const key = requestKey(client, question, repeat);
    const kept = cache?.get(key) ?? null;
    const known = kept === null ? null : readKept(kept, schema);
    if (known !== null) return { ...known, key, attempts: 0, cached: true };
    const { result, attempts } = await ask();
    const costUsd = totalCost(attempts);
    const latencyMs = attempts.at(-1)?.totalMs ?? 0;
    cache?.put(key, JSON.stringify({ costUsd, latencyMs, result }));
    return { result, key, costUsd, latencyMs, attempts: attempts.length, cached: false };
  };
  return Object.freeze({
    chat: async (entry: ModelEntry, plain: ChatRequest, repeat: number) => {
      const request = { ...plain, parameters: { ...plain.parameters, ...entry.parameters } };
      return through(await service.open(entry), request, repeat, completionSchema, async () => {
        const {
          attempts,
          unsupported: _unsupported,
          ...result
        } = await service.complete(entry, request, options);
        return { result, attempts };
      });
    },
    scoreText: async (entry: ModelEntry, text: string, repeat: number) =>
      through(await service.open(entry), { scoredText: text }, repeat, textLogprobsSchema, async () => {
        const { attempts, ...result } = await service.scoreText(entry, text, options);
        return { result, attempts };
      }),
  });
}

interface AttemptCost {
  readonly costUsd: number | null;
  readonly totalMs: number;
}

/** What failed attempts cost counts too; null when any cost is not known. */
export function totalCost(attempts: readonly AttemptCost[]): number | null {
  return attempts.reduce<number | null>(
    (sum, { costUsd }) => (sum === null || costUsd === null ? null : sum + costUsd),
    0,
  );
}

/** A row of another form (an older version's) counts as none. */
function readKept<Result>(
  text: string,
  schema: z.ZodType<Result>,
): { readonly result: Result; readonly costUsd: number | null; readonly latencyMs: number } | null {
  const row = cachedSchema.safeParse(JSON.parse(text));
  if (!row.success) return null;
  const result = schema.safeParse(row.data.result);
  return result.success ? { ...row.data, result: result.data } : null;
}

/** The last failure of a question, or null when what was thrown is none. */
export function failureOf(thrown: unknown): ModelFailedError | null {
  return thrown instanceof ModelFailedError ? thrown : null;
}
