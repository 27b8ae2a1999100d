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

/** @param withheld the item's texts stay out of the release: an answer that is an option is named by its id */
export function itemResponseRecord(
  response: ReleaseItemResponse,
  userId: string,
  withheld: boolean,
): ItemResponseRecord {
  const { item, missing, rule, optionOrder, seed, stage, place } = response;
  const reply = releasedText(withheld ? idsOf(response) : response.reply);
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

/** What was chosen, by ids; free text is the person's own and stays. */
function idsOf({ reply, value, optionOrder, rule }: ReleaseItemResponse): string {
  if (optionOrder.length === 0 || rule !== "people/answer") return reply;
  return Array.isArray(value) ? value.map(String).join("\n") : String(value);
}

function releasedValue(value: JsonValue): JsonValue {
  if (typeof value === "string") return releasedText(value);
  return Array.isArray(value) ? value.map(releasedValue) : value;
}
