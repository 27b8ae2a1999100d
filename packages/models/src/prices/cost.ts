import type { ChatRequest, TokenUsage } from "../chat.ts";
import { estimateInputTokens, estimateOutputTokens, estimateTextTokens } from "../token-estimate.ts";
import type { Price } from "./price-table.ts";

/** The most one attempt should cost, in US dollars: what is set aside before it. Zero without a price. */
export function estimateCostUsd(price: Price | null, request: ChatRequest): number {
  if (price === null) return 0;
  return costOf(price, estimateInputTokens(request.messages), estimateOutputTokens(request));
}

/**
 * What an attempt cost, in US dollars; null without a price. Tokens the server did not count are estimated from
 * the text that was sent and received.
 */
export function actualCostUsd(
  price: Price | null,
  request: ChatRequest,
  usage: TokenUsage,
  receivedText: string,
): number | null {
  if (price === null) return null;
  return costOf(
    price,
    usage.inputTokens ?? estimateInputTokens(request.messages),
    usage.outputTokens ?? estimateTextTokens(receivedText),
  );
}

function costOf(price: Price, inputTokens: number, outputTokens: number): number {
  return (inputTokens * price.inputUsdPerMillion + outputTokens * price.outputUsdPerMillion) / 1_000_000;
}
