import type { SamplingParameters } from "@refract/core";

/** Settings that are one field of the body each. */
export const fieldParameters = [
  "temperature",
  "topP",
  "topK",
  "maxTokens",
  "minTokens",
  "presencePenalty",
  "frequencyPenalty",
  "stop",
  "seed",
  "reasoningEffort",
] as const satisfies readonly (keyof SamplingParameters)[];
type FieldParameter = (typeof fieldParameters)[number];

/** How servers of the OpenAI wire differ: the names of fields, and which they know. */
export interface WireDialect {
  /** Null for what a server does not know; a dot leads into an object. */
  readonly names: Readonly<Record<FieldParameter, string | null>>;
  /** Whether `stream_options.include_usage` may be sent. */
  readonly streamUsage: boolean;
}

const standard = {
  temperature: "temperature",
  topP: "top_p",
  topK: null,
  maxTokens: "max_tokens",
  minTokens: null,
  presencePenalty: "presence_penalty",
  frequencyPenalty: "frequency_penalty",
  stop: "stop",
  seed: "seed",
  reasoningEffort: "reasoning_effort",
} as const satisfies WireDialect["names"];

/** The fields every server of this wire knows. */
export const standardDialect: WireDialect = { names: standard, streamUsage: true };

/** OpenAI itself: its newer models refuse `max_tokens`. */
export const openAiDialect: WireDialect = {
  names: { ...standard, maxTokens: "max_completion_tokens" },
  streamUsage: true,
};

/** Hosts of open models that also take `top_k`. */
export const topKDialect: WireDialect = { names: { ...standard, topK: "top_k" }, streamUsage: true };

/** OpenRouter: as above, with reasoning under a name of its own (its API reference, "Reasoning tokens"). */
export const openRouterDialect: WireDialect = {
  names: { ...topKDialect.names, reasoningEffort: "reasoning.effort" },
  streamUsage: true,
};

/** Servers people run themselves (vLLM, SGLang, llama.cpp and their like) take `top_k` and `min_tokens`. */
export const selfHostedDialect: WireDialect = {
  names: { ...standard, topK: "top_k", minTokens: "min_tokens" },
  streamUsage: true,
};
