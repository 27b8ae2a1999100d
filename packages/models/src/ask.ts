import type { FinishReason, ModelEntry } from "@refract/core";
import type { AttemptFailure, ChatRequest, Reply, TokenUsage } from "./chat.ts";
import type { LimiterState } from "./service/account-limiter.ts";

/** How one question is put to one model, retries and money included. */
export interface AskOptions {
  readonly signal: AbortSignal;
  /** For the model: from its turn on, retries and the pauses before them included. Waiting for a turn is not the model's time. */
  readonly deadlineMs: number;
  /** For each wait for a turn at the account, in milliseconds (default 60,000); then the question fails as `busy`. */
  readonly waitMs?: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Questions with the same name begin together: a person sees their answers side by side. */
  readonly turn?: string;
  /** Stands in for a question that failed, so the person has waited once already: it goes first. */
  readonly isReplacement?: boolean;
  /** Who pays: money is reserved under this name before each attempt and settled after it. */
  readonly budget: { readonly name: string; readonly capUsd: number | null };
}

/** How one question of many is put: nobody watches the answer come, and waiting for a turn costs nothing. */
export interface CompleteOptions {
  readonly signal: AbortSignal;
  /** For each attempt, from its turn on. */
  readonly deadlineMs: number;
  /** Attempts after the first when the server fails, or does not answer in time. */
  readonly retries: number;
  /** Attempts after the first when the account has to rest; the limiter says when. None when it is out of money. */
  readonly quotaRetries: number;
  readonly budget: AskOptions["budget"];
}

export interface Attempt {
  /** From 0. */
  readonly number: number;
  readonly failure: AttemptFailure | null;
  readonly usage: TokenUsage;
  /** Null when the price table has no price for the model. */
  readonly costUsd: number | null;
  readonly firstTextMs: number | null;
  /** From the call to its end, without the wait for a turn. */
  readonly totalMs: number;
  /** The wait for a turn at the account before it. */
  readonly waitedMs: number;
  /** What the server counted and can't be, in words; its figure is null in `usage` then. */
  readonly dropped: string | null;
  /** What was said, whatever came of it; null when nothing came. */
  readonly said: AttemptText | null;
}

/** What a model said in one attempt, kept raw with the reason why it ended. */
export interface AttemptText extends Pick<Reply, "text" | "reasoning" | "finishDetail"> {
  /** Null where it broke off. */
  readonly finishReason: FinishReason | null;
}

export interface Answer extends Omit<Reply, "usage"> {
  readonly attempts: readonly Attempt[];
}

export type AskEvent =
  | { readonly kind: "text"; readonly text: string }
  /** The text so far is void: the attempt broke off and the next begins from nothing, or it turned out to be reasoning. */
  | { readonly kind: "restart" }
  | { readonly kind: "end"; readonly answer: Answer };

/** The money side of a question; the store implements it so that all processes share one ledger. */
export interface Ledger {
  /**
   * Sets money aside. Refuses with RefractError `budget-reached` when what was spent and reserved under this
   * name plus `usd` is over the cap. Answers the reservation's id.
   */
  reserve(entry: {
    name: string;
    account: string;
    reference: string;
    usd: number;
    capUsd: number | null;
  }): Promise<string>;
  /** Replaces the reservation by what was really spent; null when the cost is not known. */
  settle(reservationId: string, usd: number | null): Promise<void>;
}

export interface ModelService {
  /**
   * Puts a question to a model through the shared limiter. Throws `ModelFailedError` (RefractError `model-failed`
   * with every attempt) when no attempt succeeded.
   */
  ask(entry: ModelEntry, request: ChatRequest, options: AskOptions): AsyncIterable<AskEvent>;
  /** One tiny question to each model, for `refract models check` and the start page. */
  check(entry: ModelEntry): Promise<ModelCheck>;
  /** Every account that was asked so far. */
  accounts(): readonly AccountState[];
}

/** Where an account stands: its limit as far as it is known, who calls and who waits. */
export interface AccountState extends LimiterState {
  /** The provider's name, and the address where it is not the vendor's own. */
  readonly account: string;
}

export interface ModelCheck {
  readonly id: string;
  readonly use: string;
  readonly demo: boolean;
  readonly answers: boolean;
  /** What was wrong, or the first characters of the reply. */
  readonly detail: string;
  readonly totalMs: number;
}
