import type { JsonValue, MissingReason } from "@refract/core";

/** One row of `slots.jsonl`: how one response came about and how it was rated. Failed slots are here too. */
export interface SlotRecord {
  /** Null for a slot that got no answer and so is no utterance. */
  readonly utterance_id: string | null;
  readonly interaction_id: string;
  readonly conversation_id: string;
  readonly user_id: string;
  readonly slot_id: string;
  /** Long name of the model the slot ended with. */
  readonly model_name: string;
  /** From 0. */
  readonly drawn_order: number;
  /** From 0. */
  readonly shown_order: number;
  readonly settled_by: "score" | "asked" | "random" | "verdict" | null;
  /** Start of the generator that settled a tie at random; null elsewhere. */
  readonly tie_seed: string | null;
  /** Start of the generator that drew the model from the pool; null where nothing was drawn or it was not kept. */
  readonly draw_seed: string | null;
  /** The seed sent with the request; null where none was sent or it was not kept. */
  readonly sample_seed: number | null;
  readonly touched: boolean;
  readonly first_touch_ms: number | null;
  readonly path_length: number | null;
  readonly asked_at: string;
  readonly completed_at: string | null;
  readonly first_text_ms: number | null;
  readonly total_ms: number | null;
  readonly waited_ms: number | null;
  /** Calls made for the slot, failed ones included; 0 where they were not recorded. */
  readonly attempts: number;
  /** How each failed call failed, in order. */
  readonly failures: readonly string[];
  /** Models the slot had before the one it ended with, in order. */
  readonly replaced_models: readonly string[];
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** Of `output_tokens`, those spent on reasoning. */
  readonly reasoning_tokens: number | null;
  /** Why the last call's answer ended; null where it broke off or never came. */
  readonly finish_reason: string | null;
  /** The answer was cut off by the limit on tokens, after the text that was shown. */
  readonly truncated: boolean;
  /** Reasoning that was separated from the answer; never shown. */
  readonly reasoning: string | null;
  readonly reasoning_from: "text" | "server" | null;
  /** What each failed call had said, in the order of `failures`; empty where nothing came. */
  readonly failed_texts: readonly string[];
  /** Settings of the model that were not sent, because its provider has no word for them. */
  readonly not_sent: readonly string[];
  readonly missing: MissingReason | null;
}

/**
 * One row of `answers.jsonl`: a value that has no field in PRISM's schema, or the reason why one of its fields is null or
 * holds `EMPTY STRING`.
 */
export interface AnswerRecord {
  readonly user_id: string;
  /** Null for answers of the survey. */
  readonly conversation_id: string | null;
  readonly field: string;
  readonly value: JsonValue;
  readonly missing: MissingReason | null;
}

/** One row of `timings.jsonl`: how long somebody was in a stage, or on one page of a survey. */
export interface TimingRecord {
  readonly user_id: string;
  readonly stage: string;
  /** Null for the stage as a whole. */
  readonly page: string | null;
  readonly entered_at: string;
  readonly left_at: string;
  readonly spent_s: number;
}

/** One row of `verdicts.jsonl`: a conversation with two or more models and what the person said of them. */
export interface VerdictRecord {
  readonly conversation_id: string;
  readonly user_id: string;
  /** The turn after which the verdict was given. */
  readonly interaction_id: string;
  readonly verdict: string | null;
  /** Long name of the model the verdict prefers; null for none. */
  readonly winner: string | null;
  readonly turns: number;
  /** Every model of the last turn, in the order shown; `model_a` and `model_b` are the first two. */
  readonly models: readonly string[];
  readonly model_a: string | null;
  readonly model_b: string | null;
  readonly utterance_a: string | null;
  readonly utterance_b: string | null;
  readonly missing: MissingReason | null;
}

/** One row of `detections.jsonl`: what a detector said beyond the flags of `metadata.jsonl`, or why it said nothing. */
export interface DetectionRecord {
  readonly column_id: string;
  readonly user_id: string;
  readonly conversation_id: string | null;
  readonly interaction_id: string | null;
  readonly utterance_id: string | null;
  readonly pii_kinds: readonly string[];
  readonly pii_missing: MissingReason | null;
  readonly language_missing: MissingReason | null;
  readonly moderation_missing: MissingReason | null;
}
