import type { JsonValue, MissingReason } from "../missing.ts";
import type { SamplingParameters } from "../model-entry.ts";

/** A message as it is sent; the shape of the models package's `ChatMessage`. */
export interface PromptMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content:
    | string
    | readonly (
        | { readonly kind: "text"; readonly text: string }
        | { readonly kind: "image"; readonly mediaType: string; readonly data: Uint8Array }
      )[];
}

/** How an answer is taken: never mixed in one table. */
export const scoringModes = ["generate", "letter-logprobs", "likelihood", "judge"] as const;
export type ScoringMode = (typeof scoringModes)[number];

/** What one respondent was really shown; stored with the response. */
export interface Presentation {
  readonly itemId: string;
  readonly variantId: string;
  /** From 0. */
  readonly repeat: number;
  /** Option ids in the order shown; empty for formats without options. */
  readonly optionOrder: readonly string[];
  readonly seed: string;
}

/** One call to a model. */
export interface PromptCall {
  readonly messages: readonly PromptMessage[];
  readonly parameters: SamplingParameters;
  /** Candidates whose log-probabilities are compared (`letter-logprobs`: first tokens; `likelihood`: continuations). */
  readonly candidates?: readonly { readonly optionId: string; readonly text: string }[];
}

/** What was read out of a reply. Exactly one of value and missing is there. */
export interface ParsedResponse {
  readonly value: JsonValue | null;
  readonly missing: MissingReason | null;
  /** Which rule of the parser fired: `cue/letter`, `compat/default`. Counted in every report. */
  readonly rule: string;
}
