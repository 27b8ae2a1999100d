/** Why an answer ended. */
export const finishReasons = [
  "stop",
  "length", // cut off by the limit on tokens
  "content-filter",
  "tool-calls", // the model waits for a tool, which nobody offered
  "error", // the server failed in the middle
  "refusal", // the model declined in the field that is there for it; its words are the text
  "unknown", // for a reason this program has no word for
  "unstated", // the server did not say
] as const;
export type FinishReason = (typeof finishReasons)[number];
