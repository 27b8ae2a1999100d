import type { FinishReason } from "@refract/core";

/** The words of vendors and servers, from their API references. */
const words: readonly (readonly [FinishReason, readonly string[]])[] = [
  ["stop", ["stop", "eos", "eos_token", "stop_sequence", "end_turn", "complete", "completed"]],
  ["length", ["length", "max_tokens", "max_output_tokens", "max_completion_tokens", "model_length"]],
  ["length", ["model_context_window_exceeded", "context_length_exceeded"]],
  ["content-filter", ["content_filter", "content_filtered", "content-filter", "safety", "recitation"]],
  ["content-filter", ["blocklist", "prohibited_content", "spii", "sensitive", "guardrail_intervened"]],
  ["tool-calls", ["tool_calls", "tool-calls", "tool_call", "tool_use", "function_call"]],
  ["tool-calls", ["malformed_function_call", "unexpected_tool_call"]],
  ["error", ["error", "abort", "aborted", "cancelled", "network_error", "server_error", "timeout"]],
  ["error", ["insufficient_system_resource"]],
  ["refusal", ["refusal"]],
];

const reasons: ReadonlyMap<string, FinishReason> = new Map(
  words.flatMap(([reason, list]) => list.map((word) => [word, reason] as const)),
);

/** What a word for the end of an answer stands for; `unknown` for one that is not in the list. */
export function finishReasonOf(word: string): FinishReason {
  return reasons.get(word.toLowerCase()) ?? "unknown";
}
