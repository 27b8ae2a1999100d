import type { JsonValue } from "@refract/core";

/** What the browser gets of a task: one item at a time, with its options in this person's order. */
export interface TaskView {
  readonly type: "task";
  readonly instruction: string | null;
  /** Of the instrument: its items may upset. */
  readonly contentWarning: string | null;
  /** The instruction or the warning is to be read first: `item` is null until `task.begun`. */
  readonly awaitsBegin: boolean;
  /** From 0. */
  readonly place: number;
  readonly count: number;
  /** Null while the items are being given out, and before the person has begun. */
  readonly item: TaskItemView | null;
  /** What the person answered before they came back to the item. */
  readonly given: TaskResponse | null;
  /** Whether people may return to the items before. */
  readonly mayGoBack: boolean;
  readonly mayDecline: boolean;
  readonly maySkip: boolean;
}

export interface TaskItemView {
  readonly id: string;
  /** Of the texts, where they are in one language whatever the page is in. */
  readonly language: string | null;
  readonly stimulus: readonly (
    | { readonly kind: "text"; readonly text: string; readonly language: string | null }
    | { readonly kind: "image"; readonly source: string; readonly description: string }
  )[];
  readonly question: string;
  /** What to know beside the question, such as what an answer means. */
  readonly guidance: string | null;
  readonly format: TaskFormatView;
  readonly optOuts: readonly TaskOptionView[];
}

export interface TaskOptionView {
  readonly id: string;
  readonly text: string;
  /** What stands before the text: a letter or a number of its place; absent for none. */
  readonly label?: string;
}

export type TaskFormatView =
  | {
      readonly kind: "choice" | "several" | "likert" | "ranking";
      readonly options: readonly TaskOptionView[];
    }
  | { readonly kind: "true-false" }
  | {
      readonly kind: "vas";
      readonly minimum: number;
      readonly maximum: number;
      readonly low: string;
      readonly high: string;
    }
  | {
      readonly kind: "number";
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly whole: boolean;
      readonly unit: string | null;
    }
  | {
      readonly kind: "text";
      readonly long: boolean;
      readonly slots: number;
      readonly maximumCharacters: number;
    };

export type TaskResponse =
  /**
   * By format: an option id; a list of them (several, and all in order for a ranking); true or false; a number; a text, or
   * one for each slot.
   */
  | { readonly kind: "answer"; readonly value: JsonValue }
  | { readonly kind: "opt-out"; readonly option: string }
  | { readonly kind: "pass"; readonly reason: "skipped" | "prefer-not-to-say" };

export type TaskCommand =
  /** The instruction was read. */
  | { readonly type: "task.begun" }
  | {
      readonly type: "task.answered";
      readonly item: string;
      readonly response: TaskResponse;
      /** How long the item was in view this time, and until the first touch; null where it was not measured. */
      readonly pageMs: number | null;
      readonly firstInputMs: number | null;
    }
  /** Back from this item to the one before. */
  | { readonly type: "task.returned"; readonly item: string };
