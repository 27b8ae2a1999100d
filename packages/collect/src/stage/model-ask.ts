import type { ModelEntry, SamplingParameters } from "@refract/core";
import type { ChatMessage } from "@refract/models";

/** A response that is wanted from a model. The same ask is answered once; a later attempt replaces it. */
export interface Ask {
  readonly slotId: string;
  readonly turnId: string;
  readonly attempt: number;
  readonly model: ModelEntry;
  readonly messages: readonly ChatMessage[];
  readonly parameters: SamplingParameters;
  readonly deadlineMs: number;
  readonly retries: number;
}

/** How the responses of a turn are brought to the person. */
export interface Pacing {
  readonly streaming: "even-paced" | "together";
  readonly charactersPerSecond: number;
  /** After so many milliseconds of even pace, responses that are all complete appear whole. */
  readonly atOnceAfterMs: number;
}

/** The turn that is being answered or was answered last, with what is there of its responses. */
export interface OpenTurn {
  readonly id: string;
  readonly sentAt: number;
  /** In the order shown, without those left out. `text` is null until the response is complete. */
  readonly slots: readonly { readonly id: string; readonly attempt: number; readonly text: string | null }[];
}

/** One attempt at a model, as it is kept in the log. */
export interface AttemptRecord {
  readonly number: number;
  readonly outcome: string;
  readonly message: string | null;
  readonly httpStatus: number | null;
  readonly finishReason: string | null;
  readonly finishDetail: string | null;
  /** What a failed call had said; null where it became the answer, or nothing came. */
  readonly failedText: string | null;
  /** Separated from the answer. No view and no prompt holds it. */
  readonly reasoning: string | null;
  readonly reasoningFrom: "text" | "server" | null;
  readonly notSent: readonly string[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly costUsd: number | null;
  readonly firstTextMs: number | null;
  readonly totalMs: number;
  /** Before the call, for a place at the limiter; no part of `totalMs`. Null in logs of earlier versions. */
  readonly waitedMs: number | null;
}

/** What came of an ask. */
export type AskReport =
  | {
      readonly kind: "completed";
      readonly slotId: string;
      readonly attempt: number;
      readonly text: string;
      readonly attempts: readonly AttemptRecord[];
    }
  | {
      readonly kind: "failed";
      readonly slotId: string;
      readonly attempt: number;
      readonly reason: string;
      readonly attempts: readonly AttemptRecord[];
    };
