import type { FinishReason } from "@refract/core";
import type { TokenLogprob, TokenUsage } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { readUsage } from "./wire-usage.ts";

/**
 * What one event of a stream (or the one JSON document of a plain answer) says. Read by hand rather than by a
 * schema: this runs once a token.
 */
export interface WirePiece {
  readonly text: string;
  /** What the server sends apart as reasoning. */
  readonly reasoning: string;
  /** Words the model declined with, in the field for it. */
  readonly refusal: string;
  readonly finishReason: FinishReason | null;
  /** The server's own word for the reason, where it is not the usual one. */
  readonly finishWord: string | null;
  /** An error that stands beside the text. */
  readonly error: WireError | null;
  readonly usage: TokenUsage | null;
  readonly logprobs: readonly TokenLogprob[];
  /** False for events about something else than the answer. */
  readonly isAnswer: boolean;
}

export interface PieceExpectation {
  /** In which field of a choice the text is expected; a server that has only the other one is read as well. */
  readonly part: "delta" | "message";
  /** Log-probabilities that nobody asked for are not read, and so can't be wrong. */
  readonly logprobs: boolean;
}

/** An error object inside a body or an event. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  /** The field of the request it is about, where the server says so. */
  readonly field?: string;
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
    ...(typeof error.param === "string" ? { field: error.param } : {}),
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
 * Reads one `chat.completion.chunk` or `chat.completion`. Unknown fields and events without choices are let pass; a known field of
 * another type is a failure.
 */
export function readPiece(value: unknown, expected: PieceExpectation): WirePiece {
  if (!isObject(value)) throw unexpected("an event", value, "an object");
  const usage = readUsage(value.usage);
  const choices = value.choices;
  if (choices === undefined || choices === null) return { ...noPiece, usage };
  if (!Array.isArray(choices)) throw unexpected("choices", choices, "a list");
  const choice: unknown = choices.find((one) => !isObject(one) || (one.index ?? 0) === 0);
  if (choice === undefined) return { ...noPiece, usage };
  if (!isObject(choice)) throw unexpected("choices[0]", choice, "an object");
  const other = expected.part === "delta" ? "message" : "delta";
  const part = isObject(choice[expected.part]) || !isObject(choice[other]) ? expected.part : other;
  const holder = choice[part] ?? {};
  if (!isObject(holder)) throw unexpected(`choices[0].${part}`, holder, "an object");
  const { text, reasoning } = readContent(holder.content, `choices[0].${part}.content`);
  const word = readFinishWord(choice.finish_reason);
  const error = wireError(choice);
  return {
    text,
    reasoning: reasoning + readReasoning(holder),
    refusal: typeof holder.refusal === "string" ? holder.refusal : "",
    finishReason: error !== null ? "error" : word === null ? null : finishReasonOf(word),
    finishWord: word,
    error,
    usage,
    logprobs: expected.logprobs ? readLogprobs(choice.logprobs) : [],
    isAnswer: choice[part] !== undefined || word !== null,
  };
}

const noPiece: Omit<WirePiece, "usage"> = Object.freeze({
  text: "",
  reasoning: "",
  refusal: "",
  finishReason: null,
  finishWord: null,
  error: null,
  logprobs: [],
  isAnswer: false,
});

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text, or a list of parts: text is the answer, and what vendors call thinking is reasoning. */
function readContent(content: unknown, field: string): { readonly text: string; readonly reasoning: string } {
  if (typeof content === "string") return { text: content, reasoning: "" };
  if (content === undefined || content === null) return { text: "", reasoning: "" };
  if (!Array.isArray(content)) throw unexpected(field, content, "text");
  const said = { text: "", reasoning: "" };
  for (const part of content) {
    if (!isObject(part)) continue;
    const isReasoning = part.type === "thinking" || part.type === "reasoning";
    if (isReasoning) said.reasoning += partText(part.thinking ?? part.reasoning ?? part.text);
    else if (typeof part.text === "string") said.text += part.text;
  }
  return said;
}

/** Text, or a list of parts of text. */
function partText(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  return value
    .map((part: unknown) => (isObject(part) && typeof part.text === "string" ? part.text : ""))
    .join("");
}

/** Servers name the field differently, and some send it under two names. */
function readReasoning(holder: Readonly<Record<string, unknown>>): string {
  for (const field of [holder.reasoning_content, holder.reasoning, holder.thinking])
    if (typeof field === "string" && field !== "") return field;
  return "";
}

function readFinishWord(reason: unknown): string | null {
  if (reason === undefined || reason === null || reason === "") return null;
  if (typeof reason !== "string") throw unexpected("choices[0].finish_reason", reason, "text");
  return reason;
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
