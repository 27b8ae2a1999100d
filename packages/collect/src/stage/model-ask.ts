import type { ModelEntry, SamplingParameters } from "@refract/core";
import type { ChatMessage } from "@refract/models";
import type { CallRow } from "@refract/store";

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

/** One attempt at a model, as it is kept in the log: its row without whose it was. */
export interface AttemptRecord
  extends Omit<CallRow, "id" | "participantId" | "slotId" | "modelId" | "reference" | "attempt" | "at"> {
  readonly number: number;
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
