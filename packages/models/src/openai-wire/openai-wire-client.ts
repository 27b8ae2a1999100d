import { createParser } from "eventsource-parser";
import type { ChatEvent, ChatRequest, ModelClient } from "../chat.ts";
import { ModelFailure, modelFailure } from "../model-failure.ts";
import { networkReason } from "../network-reason.ts";
import { retryAfterMs } from "../retry-after.ts";
import { AnswerReader } from "./answer-reader.ts";
import { BodyReader, readDocument, readErrorDocument } from "./body-reader.ts";
import { completeAnswer } from "./complete-answer.ts";
import type { WireDialect } from "./dialect.ts";
import { type ErrorContext, statusFailure } from "./error-answer.ts";
import { requestBody } from "./request-body.ts";
import { readTextLogprobs } from "./text-logprobs.ts";
import { wireError } from "./wire-answer.ts";
import type { WireEndpoint } from "./wire-endpoint.ts";

export interface OpenAiWireOptions extends WireEndpoint {
  readonly dialect: WireDialect;
  readonly fetch: typeof globalThis.fetch;
  /** Epoch milliseconds, for Retry-After given as a date. */
  readonly now: () => number;
}

/** One event; a whole answer in one event still fits. */
const maximumEventLength = 4_000_000;

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
      const error = wireError(await readErrorDocument(response));
      throw statusFailure(response.status, error, retryAfterMs(response.headers, options.now()), context);
    }
    const answer = new AnswerReader(context);
    for await (const text of readAnswer(response, answer)) yield { kind: "text", text };
    yield answer.end(unsupported);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    if (thrown instanceof ModelFailure) throw thrown;
    throw modelFailure("server", `the connection broke off: ${networkReason(thrown)}`, { cause: thrown });
  }
}

async function post(options: OpenAiWireOptions, body: string, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: "text/event-stream, application/json",
  };
  if (options.key !== null) headers.authorization = `Bearer ${options.key}`;
  try {
    return await options.fetch(`${options.baseUrl}/chat/completions`, {
      method: "POST",
      headers,
      body,
      signal,
      // Following would turn the POST into a GET, and carry the key elsewhere.
      redirect: "manual",
    });
  } catch (cause) {
    const host = new URL(options.baseUrl).host;
    throw modelFailure("server", `can't reach ${host}: ${networkReason(cause)}`, { cause });
  }
}

/** Tells a stream of events from a plain JSON answer by what it is, because servers mislabel both. */
async function* readAnswer(
  response: Response,
  answer: AnswerReader,
): AsyncGenerator<string, void, undefined> {
  const body = new BodyReader(response);
  let complete = false;
  try {
    let beginning = "";
    while (beginning.trimStart() === "") {
      const piece = await body.read();
      if (piece === null) throw modelFailure("server", "the server closed the connection without an answer");
      beginning += piece;
    }
    const first = beginning.trimStart();
    if (first.startsWith("{")) {
      const text = answer.readDocument(await readDocument(beginning, body));
      if (text !== "") yield text;
    } else if (/^(data|event|id|retry)?:/.test(first) || isEventStream(response)) {
      yield* readEvents(beginning, body, answer);
    } else {
      const what = first.startsWith("<")
        ? "an HTML page"
        : "something that is neither JSON nor an event stream";
      throw modelFailure("server", `the server answered with ${what}`, { httpStatus: response.status });
    }
    complete = true;
  } finally {
    if (complete) body.finish();
    else await body.cancel();
  }
}

function isEventStream(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/event-stream") === true;
}

async function* readEvents(
  beginning: string,
  body: BodyReader,
  answer: AnswerReader,
): AsyncGenerator<string, void, undefined> {
  const queue: { readonly name: string | undefined; readonly data: string }[] = [];
  const parser = createParser({
    onEvent: (event) => queue.push({ name: event.event, data: event.data }),
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") {
        throw modelFailure(
          "server",
          `the server sent an event of more than ${maximumEventLength} characters`,
        );
      }
    },
    maxBufferSize: maximumEventLength,
  });
  // The closing blank lines make a last event count that came without them.
  for (let piece: string | null = beginning; ; piece = await body.read()) {
    parser.feed(piece ?? "\n\n");
    const text = answer.readEvents(queue.splice(0));
    if (text !== "") yield text;
    if (piece === null || answer.done) return;
  }
}
