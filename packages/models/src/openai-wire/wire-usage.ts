import type { TokenUsage } from "../chat.ts";

/**
 * `usage` of an answer. Most servers count reasoning among the tokens of the completion; some (xAI, Gemini's OpenAI wire) count it
 * only in the total, from which it is taken then.
 */
export function readUsage(usage: unknown): TokenUsage | null {
  if (!isRecord(usage)) return null;
  const inputTokens = tokenCount(usage.prompt_tokens);
  const completion = tokenCount(usage.completion_tokens);
  const total = tokenCount(usage.total_tokens);
  const details = isRecord(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  const stated = tokenCount(details.reasoning_tokens) ?? tokenCount(usage.reasoning_tokens);
  const uncounted =
    total === null || inputTokens === null || completion === null ? 0 : total - inputTokens - completion;
  const isOutside = uncounted > 0 && (stated === null || stated === uncounted || stated > (completion ?? 0));
  return {
    inputTokens,
    outputTokens: completion === null ? null : completion + (isOutside ? uncounted : 0),
    reasoningTokens: stated ?? (isOutside ? uncounted : null),
  };
}

/** A number of tokens; null for anything else. */
export function tokenCount(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
