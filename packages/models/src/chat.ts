import type { FinishReason, SamplingParameters } from "@refract/core";

/** A piece of a message. Images are carried as data, never fetched from an address in a message. */
export type ContentPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly mediaType: string; readonly data: Uint8Array };

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string | readonly ContentPart[];
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly parameters: SamplingParameters;
  /** Ask for the log-probabilities of the sampled tokens and this many alternatives. */
  readonly topLogprobs?: number;
}

export interface TokenUsage {
  /** Null where the server did not say. */
  readonly inputTokens: number | null;
  /** Everything that was generated and is paid for, reasoning included. */
  readonly outputTokens: number | null;
  /** Of `outputTokens`, those spent on reasoning. */
  readonly reasoningTokens: number | null;
}

/** What is known of tokens where nobody counted. */
export const uncountedTokens: TokenUsage = Object.freeze({
  inputTokens: null,
  outputTokens: null,
  reasoningTokens: null,
});

export interface TokenLogprob {
  readonly token: string;
  /** Natural logarithm. */
  readonly logprob: number;
  readonly alternatives: readonly { readonly token: string; readonly logprob: number }[];
}

/** What a client yields: pieces of text and of reasoning in order, then exactly one end. */
export type ChatEvent =
  | { readonly kind: "text"; readonly text: string }
  /** What the server itself sends apart as reasoning. Reasoning inside the text is told apart by the service. */
  | { readonly kind: "reasoning"; readonly text: string }
  | {
      readonly kind: "end";
      readonly finishReason: FinishReason;
      /** The server's own word for it, and what it says of an error; null where it says nothing. */
      readonly finishDetail: string | null;
      readonly usage: TokenUsage;
      readonly logprobs: readonly TokenLogprob[] | null;
      /** Settings of the request this wire has no word for; they were not sent. */
      readonly unsupported: readonly (keyof SamplingParameters)[];
    };

/** A whole answer that came in one piece. */
export type Completion = Omit<Extract<ChatEvent, { kind: "end" }>, "kind"> & {
  readonly text: string;
  /** What the server sent apart as reasoning; empty when nothing was. */
  readonly reasoning: string;
};

/** Reasoning that was separated from an answer. */
export interface Reasoning {
  /** As it was written, marks included. */
  readonly text: string;
  /** `text` when any of it was cut out of the text, `server` when the server sent all of it apart. */
  readonly from: "text" | "server";
}

/** An answer with its reasoning told apart. */
export type Reply = Omit<Completion, "reasoning"> & { readonly reasoning: Reasoning | null };

/** One model at one provider account. */
export interface ModelClient {
  /** The reference it was opened from, `provider:model`. */
  readonly reference: string;
  /** Limits and money are shared by everything that has the same account key, `provider/account`. */
  readonly account: string;
  /**
   * One attempt. Ends by an `end` event, or throws a `ModelFailure`; aborting `signal` throws its reason.
   * Holds at most 1 MB of text and reasoning; a server that sends more is a failure.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
  /** The same in one piece, at a fraction of the cost; where it is missing the stream is collected. */
  complete?(request: ChatRequest, signal: AbortSignal): Promise<Completion>;
  /**
   * The log-probabilities of the tokens of a given text, without chat template; the first has none and is left out. Absent where the
   * wire has no word for it; a server that does not give them is a failure `refused`.
   */
  textLogprobs?(text: string, signal: AbortSignal): Promise<TextLogprobs>;
}

/** Tokens of a text with where each begins in it (UTF-16 units). */
export interface TextLogprobs {
  readonly tokens: readonly { readonly token: string; readonly logprob: number; readonly offset: number }[];
  readonly usage: TokenUsage;
}

/** Why an attempt gave no usable answer. */
export const failureKinds = [
  "quota", // 429: too many calls
  "account", // no money, a suspended account, a limit of the key, a page that blocks us, an address that leads elsewhere: wrong for all questions
  "server", // 5xx, HTML, broken stream, connection lost
  "timeout", // no answer before the deadline
  "busy", // no turn at the account in time: no call was made, and no fault of the model
  "empty", // an answer without visible text
  "truncated", // the limit on tokens was reached before any visible text
  "tool-calls", // the model called a tool instead of answering
  "refused", // 4xx that another try will not mend
  "content-filter",
  "unsupported-setting", // the model does not take a setting that was sent; the request is wrong for all questions
  "missing-key", // none in the environment, or one the server refuses
  "unknown-model",
  "interrupted", // this program stopped while the call was under way
  "budget", // the study's cap was reached
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface AttemptFailure {
  readonly kind: FailureKind;
  /** For the researcher; no key, no participant text. */
  readonly message: string;
  readonly httpStatus: number | null;
  /** From Retry-After, if the server said so. */
  readonly retryAfterMs: number | null;
}
