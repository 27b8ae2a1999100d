import type { SamplingParameters } from "@refract/core";

/** How servers of the OpenAI wire differ: the names of fields, and which they know. */
export interface WireDialect {
  readonly names: Readonly<Record<keyof SamplingParameters, string | null>>;
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

/** Servers people run themselves (vLLM, SGLang, llama.cpp and their like) take `top_k` and `min_tokens`. */
export const selfHostedDialect: WireDialect = {
  names: { ...standard, topK: "top_k", minTokens: "min_tokens" },
  streamUsage: true,
};
