import type { ChatRequest } from "../chat.ts";
import { ModelFailure, modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { statusFailure, streamedFailure } from "../openai-wire/error-answer.ts";
import { isObject, type WireError, wireError } from "../openai-wire/wire-answer.ts";
import { retryAfterMs } from "../retry-after.ts";
import { safeServerText } from "../safe-server-text.ts";

export interface SdkErrorContext {
  readonly request: ChatRequest;
  readonly key: string | null;
  readonly keyHint: string;
  readonly nowMs: number;
}

/**
 * What the AI SDK threw, as a failure. Its errors carry the request and the whole answer, so they are never kept
 * as a cause. Read by shape: each vendor's package may bring its own copy of the SDK's error classes.
 */
export function sdkFailure(thrown: unknown, context: SdkErrorContext): ModelFailure {
  const own = ownFailure(thrown);
  if (own !== null) return own;
  if (!isObject(thrown)) return modelFailure("server", "the vendor's package failed without saying why");
  // What is no Error came from the server, in the middle of its stream.
  const reported = thrown instanceof Error ? null : wireError({ error: thrown });
  if (reported !== null) return streamedFailure(reported, context);
  const name = typeof thrown.name === "string" ? thrown.name : "Error";
  const status = thrown.statusCode;
  if (typeof status === "number" && (status < 200 || status > 299)) {
    return statusFailure(status, errorOf(thrown.responseBody), retryAfterOf(thrown, context), context);
  }
  const message = typeof thrown.message === "string" ? thrown.message : "";
  const said = safeServerText(message, context.request, context.key);
  switch (name) {
    case "AI_UnsupportedFunctionalityError":
    case "AI_InvalidPromptError":
    case "AI_InvalidArgumentError":
      // A prompt or setting the vendor has no word for stays wrong however often it is tried.
      return modelFailure("refused", `the vendor's package refused the request${after(said)}`);
    case "AI_TypeValidationError":
      return modelFailure("server", "the server sent an event of another form than expected");
    case "AI_NoSuchModelError":
      return modelFailure("unknown-model", "the vendor's package does not know this model");
    case "AI_JSONParseError":
      return modelFailure("server", "the server sent an event that is not JSON");
    case "AI_LoadAPIKeyError":
    case "AI_LoadSettingError":
      return modelFailure("missing-key", `no key, expected ${context.keyHint}`);
    case "AI_NoOutputGeneratedError":
    case "AI_EmptyResponseBodyError":
      return modelFailure("server", "the server closed the connection without an answer");
    default: {
      const general = ["Error", "TypeError", "AI_APICallError"].includes(name);
      const why = general ? reasonOf(thrown) : name;
      return modelFailure("server", `the call broke off: ${why}${said === why ? "" : after(said)}`);
    }
  }
}

function after(said: string): string {
  return said === "" ? "" : `: ${said}`;
}

/** A failure of ours (a limit on bytes, on text) which the SDK may have wrapped. */
function ownFailure(thrown: unknown): ModelFailure | null {
  let inner = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    if (inner instanceof ModelFailure) return inner;
    if (!isObject(inner)) return null;
    inner = inner.cause;
  }
  return null;
}

/** Vendors write `{error: {code, type, message}}`, `{error: {status}}` or `{message}`. */
function errorOf(body: unknown): WireError | null {
  if (typeof body !== "string") return null;
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return null;
  }
  const error = wireError(document);
  if (error !== null) return error;
  if (!isObject(document) || typeof document.message !== "string") return null;
  return { code: "", message: document.message };
}

function retryAfterOf(thrown: Readonly<Record<string, unknown>>, context: SdkErrorContext): number | null {
  const headers = thrown.responseHeaders;
  if (!isObject(headers)) return null;
  const get = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : null;
  };
  return retryAfterMs({ get }, context.nowMs);
}

function reasonOf(thrown: Readonly<Record<string, unknown>>): string {
  return thrown.cause === undefined ? "the vendor's package failed" : networkReason(thrown.cause);
}
