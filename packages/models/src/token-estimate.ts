import type { ChatMessage, ChatRequest } from "./chat.ts";

/**
 * Tokens are estimated from UTF-8 bytes, three to a token: somewhat too many for English, about right for Arabic
 * or Chinese. It is for setting money aside, so erring upwards is the safe side.
 */
const bytesPerToken = 3;
/** Roles and separators of a chat format. */
const tokensPerMessage = 8;
/** A large image in the vendors' high-detail modes. */
const tokensPerImage = 1_600;
/** Set aside for an answer whose length the request does not limit. */
const defaultOutputTokens = 2_048;

export function estimateTextTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

export function estimateInputTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + tokensPerMessage + contentTokens(message.content), 0);
}

/** The most an answer may cost, in tokens. */
export function estimateOutputTokens(request: ChatRequest): number {
  return request.parameters.maxTokens ?? defaultOutputTokens;
}

function contentTokens(content: ChatMessage["content"]): number {
  if (typeof content === "string") return estimateTextTokens(content);
  return content.reduce(
    (sum, part) => sum + (part.kind === "text" ? estimateTextTokens(part.text) : tokensPerImage),
    0,
  );
}
