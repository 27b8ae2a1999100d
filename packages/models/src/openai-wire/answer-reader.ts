import type { FinishReason } from "@refract/core";
import { type ChatEvent, type TokenLogprob, type TokenUsage, uncountedTokens } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { describeError, type ErrorContext, streamedFailure } from "./error-answer.ts";
import { readPiece, type WirePiece, wireError } from "./wire-answer.ts";

/** An answer holds at most this much text and reasoning (UTF-16 units, about 1 MB). */
export const maximumTextLength = 1_000_000;

type EndEvent = Extract<ChatEvent, { kind: "end" }>;
type SaidEvent = Exclude<ChatEvent, { kind: "end" }>;

/** Collects what the events or the document of one answer say, and refuses what an answer can't be. */
export class AnswerReader {
  readonly #context: ErrorContext;
  readonly #logprobs: TokenLogprob[] = [];
  #length = 0;
  #isAnswer = false;
  #hasRefused = false;
  #finishReason: FinishReason | null = null;
  #finishDetail: string | null = null;
  #usage: TokenUsage = uncountedTokens;
  #done = false;

  constructor(context: ErrorContext) {
    this.#context = context;
  }

  /** True after `[DONE]`: whatever follows is not read. */
  get done(): boolean {
    return this.#done;
  }

  /** What one event of a stream says. */
  readEvent(name: string | undefined, data: string): readonly SaidEvent[] {
    if (this.#done) return [];
    if (data.trim() === "[DONE]") {
      this.#done = true;
      // A server that says it is done without saying why is complete all the same.
      if (this.#length > 0) this.#finishReason ??= "unstated";
      return [];
    }
    const value = parseEvent(data);
    if (value === undefined) {
      // Events with a name of their own (pings, progress) are not ours to understand.
      if (name !== undefined && name !== "message" && name !== "error") return [];
      throw modelFailure("server", "the server sent an event that is not JSON");
    }
    return this.#read(value, "delta");
  }

  /** What an answer says that came as one JSON document. */
  readDocument(value: unknown): readonly SaidEvent[] {
    const said = this.#read(value, "message");
    if (!this.#isAnswer) throw modelFailure("server", "the server's JSON is not a chat answer");
    this.#finishReason ??= "unstated";
    return said;
  }

  /** The end event; throws when the answer has not come to its end. */
  end(unsupported: EndEvent["unsupported"]): EndEvent {
    if (this.#finishReason === null) throw modelFailure("server", "the answer broke off before its end");
    const hasEnded = this.#finishReason === "stop" || this.#finishReason === "unstated";
    return {
      kind: "end",
      finishReason: this.#hasRefused && hasEnded ? "refusal" : this.#finishReason,
      finishDetail: this.#finishDetail,
      usage: this.#usage,
      logprobs: this.#logprobs.length > 0 ? this.#logprobs : null,
      unsupported,
    };
  }

  #read(value: unknown, part: "delta" | "message"): readonly SaidEvent[] {
    const error = wireError(value);
    if (error !== null) throw streamedFailure(error, this.#context);
    const piece = readPiece(value, { part, logprobs: this.#context.request.topLogprobs !== undefined });
    this.#take(piece);
    const said: SaidEvent[] = [];
    if (piece.reasoning !== "") said.push({ kind: "reasoning", text: piece.reasoning });
    if (piece.text !== "") said.push({ kind: "text", text: piece.text });
    if (piece.refusal !== "") said.push({ kind: "text", text: piece.refusal });
    return said;
  }

  #take(piece: WirePiece): void {
    const length = piece.text.length + piece.refusal.length + piece.reasoning.length;
    // Gateways state an end with a piece that says nothing yet, or with the last of the reasoning: text behind it takes that back.
    if (length > 0) {
      this.#finishReason = null;
      this.#finishDetail = null;
    }
    this.#length += length;
    if (this.#length > maximumTextLength)
      throw modelFailure("server", "the server sent more than 1 MB of text");
    if (piece.refusal !== "") this.#hasRefused = true;
    if (piece.isAnswer) this.#isAnswer = true;
    if (piece.finishReason !== null) {
      this.#finishReason = piece.finishReason;
      this.#finishDetail = this.#detailOf(piece);
    }
    if (piece.usage !== null) this.#usage = piece.usage;
    for (const logprob of piece.logprobs) this.#logprobs.push(logprob);
  }

  #detailOf({ finishReason, finishWord, error }: WirePiece): string | null {
    if (error !== null) return describeError(error, this.#context).replace(/^: | (?=\()/, "") || null;
    if (finishWord === null || finishWord === finishReason?.replaceAll("-", "_")) return null;
    return /^[\w.:-]{1,60}$/.test(finishWord) ? finishWord : null;
  }
}

function parseEvent(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
