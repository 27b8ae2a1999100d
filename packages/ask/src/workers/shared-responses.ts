import type { SharedSample } from "@refract/store";
import * as z from "zod";
import { isPassing } from "../run/ask-samples.ts";
import type { StoredResponse } from "../store/run-store.ts";
import { candidatesSchema, failureOf, turnsSchema } from "../store/sqlite-run-store.ts";

const responseSchema = z.object({
  ordinal: z.number(),
  reply: z.string(),
  finishReason: z.string().nullable(),
  candidates: candidatesSchema.nullable(),
  verdict: z.string().nullable(),
  failure: z.string().nullable().transform(failureOf),
  failureMessage: z.string().nullable(),
  request: z.string(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  latencyMs: z.number(),
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
