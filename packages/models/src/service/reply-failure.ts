import { hasVisibleText } from "@refract/core";
import type { AttemptFailure, FailureKind, Reply } from "../chat.ts";

/** Why a reply that came to its end is no answer; null when it is one. An answer that was cut off after some text is one, and says so. */
export function replyFailure(reply: Reply): AttemptFailure | null {
  const { finishReason, finishDetail, text, reasoning, logprobs } = reply;
  const failure = (kind: FailureKind, message: string): AttemptFailure => ({
    kind,
    // A server's error says its code in brackets of its own.
    message:
      finishDetail === null
        ? message
        : `${message} ${finishDetail.startsWith("(") ? finishDetail : `(${finishDetail})`}`,
    httpStatus: null,
    retryAfterMs: null,
  });
  switch (finishReason) {
    case "error":
      return failure("server", "the server ended its answer with an error");
    case "content-filter":
      return failure("content-filter", "the server's content filter stopped the answer");
    case "tool-calls":
      return failure("tool-calls", "the model called a tool instead of answering");
    case "stop":
    case "length":
    case "refusal":
    case "unknown":
    case "unstated":
      break;
  }
  // Who asked for log-probabilities reads them, whatever the one token looks like.
  if (hasVisibleText(text) || logprobs !== null) return null;
  if (finishReason === "length")
    return failure(
      "truncated",
      reasoning === null
        ? "no text before the token limit; a reasoning model may need a higher maxTokens"
        : "the token limit was reached while the model was reasoning, before any text; raise maxTokens",
    );
  return failure("empty", reasoning === null ? "an answer without text" : "reasoning without an answer");
}
