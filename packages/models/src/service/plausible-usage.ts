import type { ChatMessage, ChatRequest, TokenUsage } from "../chat.ts";

/** What the server counted, as far as it can be, and what of it was dropped. */
export interface CheckedUsage {
  readonly usage: TokenUsage;
  /** What was counted and can't be, in words; null when all of it can. */
  readonly dropped: string | null;
}

/** What a server may put round our messages: templates, tools, a prompt of its own. Tokens. */
const hiddenInput = 20_000;
/** The largest images in the most detailed modes. Tokens. */
const perImage = 20_000;
/** Reasoning may go beyond the limit that was asked for, but not many times. */
const overLimit = { times: 4, tokens: 2_000 };
/** More than the longest answers of any model that is not given a limit. Tokens. */
const unlimitedOutput = 300_000;

/**
 * Drops figures that can't be: a token stands for at least a byte of text, and an answer has a limit. A wrong figure would be booked as
 * money, and one call could close a study.
 *
 * @param received what was received, reasoning included
 */
export function plausibleUsage(usage: TokenUsage, request: ChatRequest, received: string): CheckedUsage {
  const dropped: string[] = [];
  const checked = (name: string, count: number | null, most: number): number | null => {
    if (count === null || (Number.isSafeInteger(count) && count >= 0 && count <= most)) return count;
    dropped.push(`${count} ${name} tokens, expected at most ${most}`);
    return null;
  };
  const { maxTokens } = request.parameters;
  const limit =
    maxTokens === undefined || maxTokens === null
      ? unlimitedOutput
      : overLimit.times * maxTokens + overLimit.tokens;
  const mostOutput = Math.max(limit, Buffer.byteLength(received));
  const inputTokens = checked("input", usage.inputTokens, mostInputTokens(request.messages));
  const outputTokens = checked("output", usage.outputTokens, mostOutput);
  const reasoningTokens = checked("reasoning", usage.reasoningTokens, outputTokens ?? mostOutput);
  if (dropped.length === 0) return { usage, dropped: null };
  return {
    usage: { inputTokens, outputTokens, reasoningTokens },
    dropped: `the server counted ${dropped.join(" and ")}; the count was dropped`,
  };
}

function mostInputTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + mostOf(content), hiddenInput);
}

function mostOf(content: ChatMessage["content"]): number {
  if (typeof content === "string") return Buffer.byteLength(content);
  return content.reduce(
    (sum, part) => sum + (part.kind === "text" ? Buffer.byteLength(part.text) : perImage),
    0,
  );
}
