import type { ChatRequest, Completion } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { retryAfterMs } from "../retry-after.ts";
import { AnswerReader } from "./answer-reader.ts";
import type { WireDialect } from "./dialect.ts";
import { type ErrorContext, statusFailure } from "./error-answer.ts";
import { type JsonAnswer, postJson } from "./json-call.ts";
import { requestBody } from "./request-body.ts";
import { wireError } from "./wire-answer.ts";
import type { WireEndpoint } from "./wire-endpoint.ts";

export interface CompleteOptions extends WireEndpoint {
  readonly dialect: WireDialect;
  /** Epoch milliseconds, for Retry-After given as a date. */
  readonly now: () => number;
}

/** `POST {baseUrl}/chat/completions` without streaming. */
export async function completeAnswer(
  options: CompleteOptions,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<Completion> {
  const { body, unsupported } = requestBody(options.model, request, options.dialect, false);
  const context: ErrorContext = { request, key: options.key, keyHint: options.keyHint };
  const response = await postJson(`${options.baseUrl}/chat/completions`, options.key, body, signal);
  const reader = new AnswerReader(context);
  const text = reader.readDocument(documentOf(response, context, options.now));
  const { kind: _kind, ...end } = reader.end(unsupported);
  return { text, ...end };
}

/** The JSON of an answer with a status of success; a failure for everything else. */
export function documentOf(response: JsonAnswer, context: ErrorContext, now: () => number): unknown {
  const document = parsed(response.text);
  if (response.status < 200 || response.status > 299)
    throw statusFailure(response.status, wireError(document), retryAfterMs(response.headers, now()), context);
  if (document !== undefined) return document;
  const text = response.text.trimStart();
  const what =
    text === ""
      ? "closed the connection without an answer"
      : text.startsWith("<")
        ? "answered with an HTML page"
        : "answered with something that is not complete JSON";
  throw modelFailure("server", `the server ${what}`, { httpStatus: response.status });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
