import { finishReasons, type ModelEntry, samplingParametersSchema } from "@refract/core";
import {
  type ChatRequest,
  type CompleteOptions,
  type LocalModelService,
  type ModelClient,
  ModelFailedError,
  type Reply,
  readKeptCompletion,
  type TextLogprobs,
  type TokenUsage,
} from "@refract/models";
import * as z from "zod";
import { type ResponseCache, requestKey } from "../store/response-cache.ts";

/** An answer with what it took; `cached` ones took nothing. */
export interface Asked<Result> {
  readonly result: Result;
  readonly key: string;
  readonly costUsd: number | null;
  readonly latencyMs: number;
  /** Of all attempts, for a place at the account's limiter; no part of the latency. */
  readonly waitedMs: number;
  readonly attempts: number;
  readonly cached: boolean;
  /** What servers counted and can't be, in words, failed attempts included; null where all of it can. */
  readonly miscounted: string | null;
}

/** Puts questions to models through the cache. */
export interface Asker {
  chat(entry: ModelEntry, request: ChatRequest, repeat: number): Promise<Asked<Reply>>;
  scoreText(entry: ModelEntry, text: string, repeat: number): Promise<Asked<TextLogprobs>>;
}

const countSchema = z.number().nullable();
const usageSchema = z.object({
  inputTokens: countSchema,
  outputTokens: countSchema,
  reasoningTokens: countSchema.default(null),
});
const cachedSchema = z.object({
  costUsd: countSchema,
  latencyMs: z.number(),
  miscounted: z.string().nullable().default(null),
  result: z.unknown(),
});
const alternativeSchema = z.object({ token: z.string(), logprob: z.number() });
const logprobsSchema = z
  .array(alternativeSchema.extend({ alternatives: z.array(alternativeSchema) }))
  .nullable();
const replySchema = z.object({
  text: z.string(),
  reasoning: z.object({ text: z.string(), from: z.enum(["text", "server"]) }).nullable(),
  finishReason: z.enum(finishReasons),
  finishDetail: z.string().nullable(),
  usage: usageSchema,
  logprobs: logprobsSchema,
  unsupported: z.array(samplingParametersSchema.unwrap().keyof()),
});
/** As answers were kept before reasoning was separated. One that ended for an "other" reason may have been none. */
const earlierSchema = z.object({
  text: z.string(),
  finishReason: z.enum(["stop", "length"]),
  usage: usageSchema,
  logprobs: logprobsSchema,
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
  const through = async <Result extends { readonly usage: TokenUsage }>(
    client: ModelClient,
    question: Parameters<typeof requestKey>[1],
    repeat: number,
    read: (kept: unknown) => Result | null,
    ask: () => Promise<{ readonly result: Result; readonly attempts: readonly AttemptCost[] }>,
  ): Promise<Asked<Result>> => {
    const key = requestKey(client, question, repeat);
    const kept = cache?.get(key) ?? null;
    const known = kept === null ? null : readKept(kept, read);
    if (known !== null) return { ...known, key, waitedMs: 0, attempts: 0, cached: true };
    const { result, attempts } = await ask();
    const costUsd = totalCost(attempts);
    const latencyMs = attempts.at(-1)?.totalMs ?? 0;
    const waitedMs = attempts.reduce((sum, attempt) => sum + attempt.waitedMs, 0);
    const miscounted = miscountedIn(attempts.map(({ dropped }) => dropped));
    if (mayBeKept(result)) cache?.put(key, JSON.stringify({ costUsd, latencyMs, miscounted, result }));
    const taken = { costUsd, latencyMs, waitedMs, miscounted, attempts: attempts.length };
    return { result, key, ...taken, cached: false };
  };
  return Object.freeze({
    chat: async (entry: ModelEntry, plain: ChatRequest, repeat: number) => {
      const request = { ...plain, parameters: { ...plain.parameters, ...entry.parameters } };
      const read = (kept: unknown) => keptReply(entry, request, kept);
      return through(await service.open(entry), request, repeat, read, async () => {
        const { attempts, ...result } = await service.complete(entry, request, options);
        return { result, attempts };
      });
    },
    scoreText: async (entry: ModelEntry, text: string, repeat: number) =>
      through(await service.open(entry), { scoredText: text }, repeat, keptLogprobs, async () => {
        const { attempts, ...result } = await service.scoreText(entry, text, options);
        return { result, attempts };
      }),
  });
}

interface AttemptCost {
  readonly costUsd: number | null;
  readonly totalMs: number;
  readonly waitedMs: number;
  readonly dropped: string | null;
}

/** What failed attempts cost counts too; null when any cost is not known. */
export function totalCost(attempts: readonly Pick<AttemptCost, "costUsd">[]): number | null {
  return attempts.reduce<number | null>(
    (sum, { costUsd }) => (sum === null || costUsd === null ? null : sum + costUsd),
    0,
  );
}

/** Counts that can't be, of several calls in one text; null where all can. */
export function miscountedIn(dropped: readonly (string | null)[]): string | null {
  const told = [...new Set(dropped.filter((one) => one !== null))];
  return told.length === 0 ? null : told.join("; ");
}

/** A row of another form counts as none. */
function readKept<Result>(
  text: string,
  read: (kept: unknown) => Result | null,
): Pick<Asked<Result>, "result" | "costUsd" | "latencyMs" | "miscounted"> | null {
  const row = cachedSchema.safeParse(JSON.parse(text));
  const result = row.success ? read(row.data.result) : null;
  return row.success && result !== null ? { ...row.data, result } : null;
}

function keptReply(entry: ModelEntry, request: ChatRequest, kept: unknown): Reply | null {
  const reply = replySchema.safeParse(kept);
  if (reply.success) return reply.data;
  const earlier = earlierSchema.safeParse(kept);
  if (!earlier.success) return null;
  const completion = { ...earlier.data, reasoning: "", finishDetail: null, unsupported: [] };
  return readKeptCompletion(entry.use, request.parameters, completion);
}

function keptLogprobs(kept: unknown): TextLogprobs | null {
  const logprobs = textLogprobsSchema.safeParse(kept);
  return logprobs.success ? logprobs.data : null;
}

/** Whether the same question may be answered by this in another run: not by a reply whose end nobody understands. */
function mayBeKept(result: object): boolean {
  return !("finishReason" in result) || result.finishReason !== "unknown";
}

/** The last failure of a question, or null when what was thrown is none. */
export function failureOf(thrown: unknown): ModelFailedError | null {
  return thrown instanceof ModelFailedError ? thrown : null;
}
