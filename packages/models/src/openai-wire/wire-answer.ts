import type { FinishReason, TokenLogprob, TokenUsage } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";

/**
 * What one event of a stream (or the one JSON document of a plain answer) says. Read by hand rather than by a
 * schema: this runs once a token.
 */
export interface WirePiece {
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly usage: TokenUsage | null;
  readonly logprobs: readonly TokenLogprob[];
}

/** An error object inside a body or an event. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** The error of a parsed body or event, or null. Servers use `{error: {…}}`, `{error: "…"}` and `{object: "error", …}`. */
export function wireError(value: unknown): WireError | null {
  if (!isObject(value)) return null;
  const error = value.object === "error" ? value : value.error;
  if (error === undefined || error === null || error === false) return null;
  if (typeof error === "string") return { code: "", message: error };
  if (!isObject(error)) return { code: "", message: "" };
  const code = [keyReasonOf(error.details), error.code, error.type].find(
    (part): part is string | number => typeof part === "string" || typeof part === "number",
  );
  return {
    code: code === undefined ? "" : String(code),
    message: typeof error.message === "string" ? error.message : "",
  };
}

/** What Google says of a key stands among the details, beside a status that says less. */
function keyReasonOf(details: unknown): string | undefined {
  if (!Array.isArray(details)) return undefined;
  return details
    .map((detail: unknown) => (isObject(detail) ? detail.reason : undefined))
    .find((reason): reason is string => typeof reason === "string" && reason.startsWith("API_KEY_"));
}

/**
 * Reads one `chat.completion.chunk` or, with `part` = "message", one `chat.completion`. Unknown fields and events
 * without choices are let pass; a known field of another type is a failure.
 */
export function readPiece(value: unknown, part: "delta" | "message"): WirePiece {
  if (!isObject(value)) throw unexpected("an event", value, "an object");
  const usage = readUsage(value.usage);
  const choices = value.choices;
  if (choices === undefined || choices === null) return { text: "", finishReason: null, usage, logprobs: [] };
  if (!Array.isArray(choices)) throw unexpected("choices", choices, "a list");
  const choice: unknown = choices.find((one) => !isObject(one) || (one.index ?? 0) === 0);
  if (choice === undefined) return { text: "", finishReason: null, usage, logprobs: [] };
  if (!isObject(choice)) throw unexpected("choices[0]", choice, "an object");
  const holder = choice[part] ?? {};
  if (!isObject(holder)) throw unexpected(`choices[0].${part}`, holder, "an object");
  return {
    text: readContent(holder.content, `choices[0].${part}.content`),
    finishReason: readFinishReason(choice.finish_reason),
    usage,
    logprobs: readLogprobs(choice.logprobs),
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readContent(content: unknown, field: string): string {
  if (typeof content === "string") return content;
  if (content === undefined || content === null) return "";
  // Some servers send a list of parts, of which only the text ones are an answer.
  if (Array.isArray(content)) {
    return content
      .map((part: unknown) => (isObject(part) && typeof part.text === "string" ? part.text : ""))
      .join("");
  }
  throw unexpected(field, content, "text");
}

function readFinishReason(reason: unknown): FinishReason | null {
  if (reason === undefined || reason === null || reason === "") return null;
  if (typeof reason !== "string") throw unexpected("choices[0].finish_reason", reason, "text");
  switch (reason) {
    case "stop":
    case "eos":
    case "eos_token":
    case "stop_sequence":
      return "stop";
    case "length":
    case "max_tokens":
      return "length";
    case "content_filter":
      return "content-filter";
    default:
      return "other";
  }
}

function readUsage(usage: unknown): TokenUsage | null {
  if (!isObject(usage)) return null;
  return {
    inputTokens: tokenCount(usage.prompt_tokens),
    outputTokens: tokenCount(usage.completion_tokens),
  };
}

/** A number of tokens; null for anything else. */
export function tokenCount(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

function readLogprobs(logprobs: unknown): readonly TokenLogprob[] {
  if (!isObject(logprobs) || !Array.isArray(logprobs.content)) return [];
  return logprobs.content.map((entry: unknown) => {
    const { token, logprob } = readTokenLogprob(entry);
    const top: unknown = isObject(entry) ? entry.top_logprobs : undefined;
    return { token, logprob, alternatives: Array.isArray(top) ? top.map(readTokenLogprob) : [] };
  });
}

function readTokenLogprob(entry: unknown): { token: string; logprob: number } {
  if (!isObject(entry)) throw unexpected("logprobs.content", entry, "objects");
  const { token, logprob } = entry;
  if (typeof token !== "string") throw unexpected("logprobs.content.token", token, "text");
  if (typeof logprob !== "number") throw unexpected("logprobs.content.logprob", logprob, "a number");
  return { token, logprob };
}

/** Names types, never values: a value could be what somebody wrote. */
function unexpected(field: string, value: unknown, expected: string) {
  const type = value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
  return modelFailure("server", `the server sent ${field} as ${type}, expected ${expected}`);
}
