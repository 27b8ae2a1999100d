import type { ChatRequest, Completion } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { retryAfterMs } from "../retry-after.ts";
import { AnswerBody } from "./answer-body.ts";
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
  const { body: sent, unsupported } = requestBody(options.model, request, options.dialect, false);
  const context: ErrorContext = { request, key: options.key, keyHint: options.keyHint };
  const response = await postJson(`${options.baseUrl}/chat/completions`, options.key, sent, signal);
  refuseStatus(response, context, options.now);
  const reader = new AnswerReader(context);
  const body = new AnswerBody(reader, {
    status: response.status,
    contentType: response.headers.get("content-type"),
  });
  const said = { text: "", reasoning: "" };
  for (const event of [...body.feed(response.text), ...body.finish()]) said[event.kind] += event.text;
  const { kind: _kind, ...end } = reader.end(unsupported);
  return { ...said, ...end };
}

function refuseStatus(response: JsonAnswer, context: ErrorContext, now: () => number): void {
  if (response.status >= 200 && response.status <= 299) return;
  const error = wireError(parsed(response.text));
  throw statusFailure(response.status, error, retryAfterMs(response.headers, now()), context);
}

/** The JSON of another kind of answer with a status of success; a failure for everything else. */
export function documentOf(response: JsonAnswer, context: ErrorContext, now: () => number): unknown {
  refuseStatus(response, context, now);
  const document = parsed(response.text);
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
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
