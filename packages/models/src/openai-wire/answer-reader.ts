import type { ChatEvent, FinishReason, TokenLogprob, TokenUsage } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { type ErrorContext, streamedFailure } from "./error-answer.ts";
import { readPiece, wireError } from "./wire-answer.ts";

/** An answer holds at most this much text (UTF-16 units, about 1 MB). */
export const maximumTextLength = 1_000_000;

type EndEvent = Extract<ChatEvent, { kind: "end" }>;

/** Collects what the events of one answer say and refuses what an answer can't be. */
export class AnswerReader {
  readonly #context: ErrorContext;
  readonly #logprobs: TokenLogprob[] = [];
  #length = 0;
  #finishReason: FinishReason | null = null;
  #usage: TokenUsage = { inputTokens: null, outputTokens: null };
  #done = false;

  constructor(context: ErrorContext) {
    this.#context = context;
  }

  /** True after `[DONE]`: whatever follows is not read. */
  get done(): boolean {
    return this.#done;
  }

  /** The text of the events of a stream, in order. */
  readEvents(events: readonly { readonly name: string | undefined; readonly data: string }[]): string {
    let text = "";
    for (const { name, data } of events) {
      if (this.#done) break;
      if (data.trim() === "[DONE]") {
        this.#done = true;
        // A server that says it is done without saying why is complete all the same.
        if (this.#length > 0) this.#finishReason ??= "other";
        continue;
      }
      const value = parseEvent(data);
      if (value === undefined) {
        // Events with a name of their own (pings, progress) are not ours to understand.
        if (name !== undefined && name !== "message" && name !== "error") continue;
        throw modelFailure("server", "the server sent an event that is not JSON");
      }
      text += this.#read(value, "delta");
    }
    return text;
  }

  /** The text of an answer that came as one JSON document. */
  readDocument(value: unknown): string {
    const text = this.#read(value, "message");
    if (this.#finishReason === null) throw modelFailure("server", "the server's JSON is not a chat answer");
    return text;
  }

  /** The end event; throws when the answer has not come to its end. */
  end(unsupported: EndEvent["unsupported"]): EndEvent {
    if (this.#finishReason === null) throw modelFailure("server", "the answer broke off before its end");
    return {
      kind: "end",
      finishReason: this.#finishReason,
      usage: this.#usage,
      logprobs: this.#logprobs.length > 0 ? this.#logprobs : null,
      unsupported,
    };
  }

  #read(value: unknown, part: "delta" | "message"): string {
    const error = wireError(value);
    if (error !== null) throw streamedFailure(error, this.#context);
    const piece = readPiece(value, part);
    if (piece.text !== "" && this.#finishReason !== null) {
      throw modelFailure("server", "the server sent text after the end of its answer");
    }
    this.#length += piece.text.length;
    if (this.#length > maximumTextLength) {
      throw modelFailure("server", "the server sent more than 1 MB of text");
    }
    if (piece.finishReason !== null) this.#finishReason = piece.finishReason;
    if (piece.usage !== null) this.#usage = piece.usage;
    for (const logprob of piece.logprobs) this.#logprobs.push(logprob);
    return piece.text;
  }
}

function parseEvent(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
