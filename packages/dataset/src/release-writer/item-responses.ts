import type { JsonValue, MissingReason } from "@refract/core";
import type { ReleaseItemResponse } from "./release-source.ts";
import { releasedInstant, releasedText } from "./release-text.ts";

/**
 * One row of `responses.jsonl`: an item given to a person. The first fields are those of a run's `responses.jsonl`, so that
 * people and models stand in one table; what only models have is null.
 */
export interface ItemResponseRecord {
  readonly item: string;
  readonly variant: "people";
  readonly repeat: 0;
  readonly respondent: string;
  readonly mode: "people";
  readonly reply: string;
  readonly value: JsonValue;
  readonly missing: MissingReason | null;
  readonly rule: string;
  readonly failure: null;
  readonly finishReason: null;
  readonly finishDetail: null;
  readonly candidates: null;
  readonly verdict: null;
  readonly reasoning: null;
  readonly reasoningFrom: null;
  readonly optionOrder: readonly string[];
  readonly seed: string;
  readonly request: null;
  readonly inputTokens: null;
  readonly outputTokens: null;
  readonly reasoningTokens: null;
  readonly costUsd: null;
  readonly stage: string;
  readonly place: number;
  readonly assignedAt: string;
  readonly shownAt: string | null;
  readonly answeredAt: string | null;
  readonly pageMs: number | null;
  readonly firstInputMs: number | null;
}

export function itemResponseRecord(response: ReleaseItemResponse, userId: string): ItemResponseRecord {
  const { item, missing, rule, optionOrder, seed, stage, place } = response;
  const reply = releasedText(response.reply);
  const value = releasedValue(response.value);
  const time = (at: number | null) => (at === null ? null : releasedInstant(at));
  return {
    ...{ item, variant: "people", repeat: 0, respondent: userId, mode: "people" },
    ...{ reply, value, missing, rule, failure: null, finishReason: null, finishDetail: null },
    ...{ candidates: null, verdict: null, reasoning: null, reasoningFrom: null },
    ...{ optionOrder, seed, request: null, inputTokens: null, outputTokens: null, reasoningTokens: null },
    ...{ costUsd: null },
    ...{ stage, place, assignedAt: releasedInstant(response.assignedAt) },
    ...{ shownAt: time(response.shownAt), answeredAt: time(response.answeredAt) },
    ...{ pageMs: response.pageMs, firstInputMs: response.firstInputMs },
  };
}

function releasedValue(value: JsonValue): JsonValue {
  if (typeof value === "string") return releasedText(value);
  return Array.isArray(value) ? value.map(releasedValue) : value;
}
