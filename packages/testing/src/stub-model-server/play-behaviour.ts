import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  answerDocument,
  dataEvent,
  endChunk,
  textChunk,
  usageChunk,
  wantsUsage,
  wordsOf,
} from "./answer-events.ts";
import { signedText } from "./signature.ts";
import type { StubBehaviour, StubPace } from "./stub-behaviour.ts";
import type { StubRequest } from "./stub-request.ts";

const usualWords = 12;

/** Carries one behaviour out. Stops quietly when the client goes away. */
export async function playBehaviour(
  behaviour: StubBehaviour,
  request: StubRequest,
  response: ServerResponse,
): Promise<void> {
  const signed = (words = usualWords) => signedText(request.model, words, seedOf(request));
  const streamWords = async (
    text: string,
    pace: StubPace,
    alternatives?: Readonly<Record<string, number>>,
  ) => {
    await sleep(pace.firstTextMs ?? 0);
    for (const [index, word] of wordsOf(text).entries()) {
      if (index === pace.hold?.words) await pace.hold.until;
      await write(response, dataEvent(textChunk(word, request, alternatives)));
      if (pace.wordMs !== undefined) await sleep(pace.wordMs);
    }
  };
  switch (behaviour.kind) {
    case "answer": {
      const text = behaviour.text ?? signed(behaviour.words);
      const reason = behaviour.finishReason ?? "stop";
      if (behaviour.asDocument === true || request.body.stream === false) {
        await sleep(behaviour.firstTextMs ?? 0);
        return sendJson(response, 200, answerDocument(request, text, reason, behaviour.alternatives));
      }
      openStream(response);
      await streamWords(text, behaviour, behaviour.alternatives);
      return finishStream(response, request, wordsOf(text).length, reason, behaviour);
    }
    case "status":
      return sendStatus(response, behaviour);
    case "verbatim":
      response.writeHead(behaviour.status ?? 200, {
        "content-type": "application/json",
        ...behaviour.headers,
      });
      response.end(behaviour.body);
      return;
    case "html":
      response.writeHead(behaviour.status ?? 200, { "content-type": "text/html" });
      response.end("<!doctype html><title>Gateway</title><h1>One moment please</h1>");
      return;
    case "half-stream":
      openStream(response);
      await streamWords(signed(behaviour.words), behaviour);
      response.end();
      return;
    case "disconnect":
      openStream(response);
      await streamWords(signed(behaviour.words), behaviour);
      // Time for the words to leave before the connection goes.
      await sleep(20);
      response.destroy();
      return;
    case "hang":
      if (behaviour.words === undefined) return;
      openStream(response);
      return streamWords(signed(behaviour.words), behaviour);
    case "huge":
      return sendHuge(response, request, behaviour);
    case "empty":
      openStream(response);
      return finishStream(response, request, 0, "stop", {});
    case "content-filter":
      openStream(response);
      await streamWords(signed(behaviour.words ?? 0), {});
      return finishStream(response, request, behaviour.words ?? 0, "content_filter", {});
    case "unknown-events":
      return sendUnknownEvents(response, request, signed(behaviour.words));
    case "error-event":
      openStream(response);
      await streamWords(signed(behaviour.words), {});
      response.end(dataEvent({ error: { code: behaviour.code ?? "server_error", message: "overloaded" } }));
      return;
    case "wrong-event":
      openStream(response);
      await streamWords(signed(3), {});
      response.end(wrongEvent(behaviour.event, request));
      return;
    case "wrong-json":
      response.writeHead(200, { "content-type": "application/json" });
      response.end(behaviour.body);
      return;
    case "nothing":
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end();
      return;
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** Same request, same words; another sampling seed or another history gives others. */
function seedOf(request: StubRequest): string {
  return JSON.stringify([request.body.seed ?? null, request.body.messages ?? null]);
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
}

async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once("drain", resolve).once("close", resolve);
  await promise;
  response.off("drain", resolve).off("close", resolve);
}

async function finishStream(
  response: ServerResponse,
  request: StubRequest,
  words: number,
  reason: string,
  options: { readonly withoutUsage?: boolean; readonly withoutDone?: boolean },
): Promise<void> {
  await write(response, dataEvent(endChunk(reason)));
  if (options.withoutUsage !== true && wantsUsage(request)) {
    await write(response, dataEvent(usageChunk(request, words)));
  }
  if (options.withoutDone !== true) await write(response, dataEvent("[DONE]"));
  response.end();
}

function sendStatus(
  response: ServerResponse,
  { status, retryAfter, code, message }: Extract<StubBehaviour, { kind: "status" }>,
): void {
  if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
  sendJson(response, status, { error: { code: code ?? null, message: message ?? `stub status ${status}` } });
}

async function sendHuge(
  response: ServerResponse,
  request: StubRequest,
  { megabytes, as }: Extract<StubBehaviour, { kind: "huge" }>,
): Promise<void> {
  const piece = signedText(request.model, 64, "huge");
  const pieces = Math.ceil((megabytes * 1_000_000) / piece.length);
  if (as === "document") {
    response.writeHead(200, { "content-type": "application/json" });
    await write(response, '{"choices":[{"message":{"content":"');
    for (let sent = 0; sent < pieces && !response.destroyed; sent += 1) await write(response, piece);
    response.end('"},"finish_reason":"stop"}]}');
    return;
  }
  openStream(response);
  if (as === "one-event") await write(response, "data: ");
  for (let sent = 0; sent < pieces && !response.destroyed; sent += 1) {
    if (as === "text") await write(response, dataEvent(textChunk(piece, request)));
    else await write(response, as === "comments" ? `: ${piece}\n\n` : piece);
  }
  response.end("\n\n");
}

async function sendUnknownEvents(
  response: ServerResponse,
  request: StubRequest,
  text: string,
): Promise<void> {
  openStream(response);
  await write(response, ": connected\n\nretry: 50\n\nevent: ping\ndata: still here\n\n");
  await write(response, dataEvent({ object: "queue.position", position: 3 }));
  for (const word of wordsOf(text)) {
    await write(response, dataEvent(textChunk(word, request)));
    await write(response, `event: progress\nid: 7\ndata: {"done":0.5,"choices":null}\n\n`);
    await write(response, dataEvent({ choices: [{ index: 1, delta: { content: "another choice" } }] }));
    await write(
      response,
      dataEvent({ choices: [{ index: 0, delta: { reasoning_content: "hm", content: null } }] }),
    );
  }
  await finishStream(response, request, wordsOf(text).length, "stop", {});
}

function wrongEvent(
  event: Extract<StubBehaviour, { kind: "wrong-event" }>["event"],
  request: StubRequest,
): string {
  switch (event) {
    case "not-json":
      return dataEvent('{"choices": [{"delta": ');
    case "number":
      return dataEvent(42);
    case "content-number":
      return dataEvent({ choices: [{ index: 0, delta: { content: 42 } }] });
    case "choices-text":
      return dataEvent({ choices: "none" });
    case "text-after-end":
      return dataEvent(endChunk("stop")) + dataEvent(textChunk(" more", request));
  }
}
