import type { ChatEvent, ChatRequest, ModelClient } from "../chat.ts";
import { ModelFailure, modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { retryAfterMs } from "../retry-after.ts";
import { AnswerBody } from "./answer-body.ts";
import { AnswerReader } from "./answer-reader.ts";
import { BodyReader, readErrorDocument } from "./body-reader.ts";
import { fetchedBytes, IncomingBytes, type OpenAnswer } from "./byte-source.ts";
import { completeAnswer } from "./complete-answer.ts";
import type { WireDialect } from "./dialect.ts";
import { type ErrorContext, statusFailure } from "./error-answer.ts";
import { headersOf, openPost } from "./open-post.ts";
import { requestBody } from "./request-body.ts";
import { readTextLogprobs } from "./text-logprobs.ts";
import { wireError } from "./wire-answer.ts";
import type { WireEndpoint } from "./wire-endpoint.ts";

export interface OpenAiWireOptions extends WireEndpoint {
  readonly dialect: WireDialect;
  /** Of the caller's own, it is used as it is; else calls go out by Node's own HTTP, at two thirds of the processor time a token. */
  readonly fetch: typeof globalThis.fetch;
  /** Epoch milliseconds, for Retry-After given as a date. */
  readonly now: () => number;
}

/** A client for `POST {baseUrl}/chat/completions` as OpenAI, vLLM, llama.cpp, Ollama and many vendors serve it. */
export function createOpenAiWireClient(options: OpenAiWireOptions): Required<ModelClient> {
  return Object.freeze({
    reference: options.reference,
    account: options.account,
    stream: (request: ChatRequest, signal: AbortSignal) => streamAnswer(options, request, signal),
    complete: (request: ChatRequest, signal: AbortSignal) => completeAnswer(options, request, signal),
    textLogprobs: (text: string, signal: AbortSignal) => readTextLogprobs(options, text, signal),
  });
}

async function* streamAnswer(
  options: OpenAiWireOptions,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const { body, unsupported } = requestBody(options.model, request, options.dialect, true);
  const context: ErrorContext = { request, key: options.key, keyHint: options.keyHint };
  try {
    const response = await post(options, body, signal);
    if (response.status < 200 || response.status > 299) {
      const error = wireError(await readErrorDocument(response.body));
      throw statusFailure(response.status, error, retryAfterMs(response.headers, options.now()), context);
    }
    const answer = new AnswerReader(context);
    yield* readAnswer(response, answer);
    yield answer.end(unsupported);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    if (thrown instanceof ModelFailure) throw thrown;
    throw modelFailure("server", `the connection broke off: ${networkReason(thrown)}`, { cause: thrown });
  }
}

const accept = "text/event-stream, application/json";

async function post(options: OpenAiWireOptions, body: string, signal: AbortSignal): Promise<OpenAnswer> {
  const address = `${options.baseUrl}/chat/completions`;
  if (options.fetch !== globalThis.fetch) return fetched(options, address, body, signal);
  const incoming = await openPost({ address, key: options.key, body, accept, signal });
  const status = incoming.statusCode ?? 0;
  return { status, headers: headersOf(incoming), body: new IncomingBytes(incoming) };
}

async function fetched(
  options: OpenAiWireOptions,
  address: string,
  body: string,
  signal: AbortSignal,
): Promise<OpenAnswer> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept,
  };
  if (options.key !== null) headers.authorization = `Bearer ${options.key}`;
  try {
    const response = await options.fetch(address, {
      method: "POST",
      headers,
      body,
      signal,
      // Following would turn the POST into a GET, and carry the key elsewhere.
      redirect: "manual",
    });
    return { status: response.status, headers: response.headers, body: fetchedBytes(response) };
  } catch (cause) {
    const host = new URL(options.baseUrl).host;
    throw modelFailure("server", `can't reach ${host}: ${networkReason(cause)}`, { cause });
  }
}

async function* readAnswer(
  response: OpenAnswer,
  answer: AnswerReader,
): AsyncGenerator<ChatEvent, void, undefined> {
  const bytes = new BodyReader(response.body);
  const body = new AnswerBody(answer, {
    status: response.status,
    contentType: response.headers.get("content-type"),
  });
  let complete = false;
  try {
    while (!body.done) {
      const piece = await bytes.read();
      if (piece === null) break;
      yield* body.feed(piece);
    }
    yield* body.finish();
    complete = true;
  } finally {
    if (complete) bytes.finish();
    else bytes.cancel();
  }
}
