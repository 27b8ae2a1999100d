import type { SharedSample } from "@refract/store";
import * as z from "zod";
import { isPassing } from "../run/ask-samples.ts";
import type { StoredResponse } from "../store/run-store.ts";
import {
  candidatesSchema,
  failureOf,
  judgedSchema,
  reasoningSchema,
  turnsSchema,
} from "../store/sqlite-run-store.ts";

const responseSchema = z.object({
  ordinal: z.number(),
  reply: z.string(),
  reasoning: reasoningSchema.default(null),
  finishReason: z.string().nullable(),
  finishDetail: z.string().nullable().default(null),
  candidates: candidatesSchema.nullable(),
  verdict: z.string().nullable(),
  judged: judgedSchema.nullable().default(null),
  notSent: z.array(z.string()).default([]),
  failure: z.string().nullable().transform(failureOf),
  failureMessage: z.string().nullable(),
  request: z.string(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  reasoningTokens: z.number().nullable().default(null),
  miscounted: z.string().nullable().default(null),
  costUsd: z.number().nullable(),
  latencyMs: z.number(),
  waitedMs: z.number().nullable().default(null),
  attempts: z.number(),
  cached: z.boolean(),
  turns: turnsSchema.nullable(),
});

/** A response as the database keeps it. */
export function sharedSample(response: StoredResponse): SharedSample {
  const { ordinal, failure, costUsd, cached } = response;
  return {
    ...{ ordinal, failure, costUsd, cached },
    settled: !isPassing(failure),
    response: JSON.stringify(response),
  };
}

/** And back again, with nothing lost. */
export function storedResponse({ response }: SharedSample): StoredResponse {
  return responseSchema.parse(JSON.parse(response));
}
