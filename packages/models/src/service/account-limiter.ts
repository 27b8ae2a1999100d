import { type ModelFailure, modelFailure } from "../model-failure.ts";

export interface LimiterOptions {
  /** Calls at a time at the start. */
  readonly initial: number;
  /** Never more than this. */
  readonly maximum: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told when the account was asked to rest, and for how many milliseconds. */
  readonly onRest?: (restMs: number) => void;
}

/** How a call ended, as far as the limiter cares. */
export type CallOutcome =
  | { readonly kind: "success" }
  | { readonly kind: "quota"; readonly retryAfterMs: number | null }
  | { readonly kind: "other" };

/** The right to make one call; must be given back. Giving it back twice does nothing. */
export interface Permit {
  release(outcome: CallOutcome): void;
}

interface Waiter {
  readonly payer: string;
  readonly deadlineAt: number;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** After 429 without Retry-After everybody on the account rests so long before the next call. */
const defaultPauseMs = 1_000;

/**
 * How many calls run at a time on one account, shared by everything that uses it. Grows by one for every full
 * round of successes and halves on 429 (once for all calls that were under way together); Retry-After holds
 * everybody on the account. Who waits is served in turn by payer, and in order of arrival within a payer.
 */
export class AccountLimiter {
  readonly #options: LimiterOptions;
  readonly #queues = new Map<string, Waiter[]>();
  #limit: number;
  /** The part of the account's calls that is this process's. */
  #share = Number.POSITIVE_INFINITY;
  #running = 0;
  #successes = 0;
  #pausedUntil = 0;
  #lastShrink = Number.NEGATIVE_INFINITY;
  #wakeUp: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#limit = options.initial;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Calls that may be under way now: what the account bears, and no more than this process's share of it. */
  get capacity(): number {
    return Math.min(this.#limit, this.#share);
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    let sum = 0;
    for (const queue of this.#queues.values()) sum += queue.length;
    return sum;
  }

  /** How many of the account's calls this process may make from now on; calls that are under way go on. */
  setShare(calls: number): void {
    this.#share = calls;
    this.#admitNext();
  }

  /** Another process heard that the account has to rest. */
  rest(restMs: number): void {
    this.#pauseUntil(this.#options.now() + restMs);
    this.#admitNext();
  }

  /**
   * Waits for a turn. `deadlineAt` (epoch milliseconds) lets a call fail with a quota failure as soon as the
   * account is known to rest beyond it. Rejects with the signal's reason when it is aborted.
   */
  acquire(payer: string, deadlineAt: number, signal: AbortSignal): Promise<Permit> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#pausedUntil >= deadlineAt) return Promise.reject(this.#restFailure());
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#remove(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        payer,
        deadlineAt,
        admit: () => {
          signal.removeEventListener("abort", stop);
          resolve(this.#permit());
        },
        refuse: (reason) => {
          signal.removeEventListener("abort", stop);
          reject(reason);
        },
      };
      signal.addEventListener("abort", stop, { once: true });
      const queue = this.#queues.get(payer);
      if (queue === undefined) this.#queues.set(payer, [waiter]);
      else queue.push(waiter);
      this.#admitNext();
    });
  }

  #permit(): Permit {
    const startedAt = this.#options.now();
    this.#running += 1;
    let held = true;
    return {
      release: (outcome) => {
        if (!held) return;
        held = false;
        this.#running -= 1;
        if (outcome.kind === "success") this.#grow();
        if (outcome.kind === "quota") this.#shrink(startedAt, outcome.retryAfterMs);
        this.#admitNext();
      },
    };
  }

  #grow(): void {
    this.#successes += 1;
    if (this.#successes < this.#limit) return;
    this.#successes = 0;
    this.#limit = Math.min(this.#limit + 1, this.#options.maximum);
  }

  #shrink(startedAt: number, retryAfterMs: number | null): void {
    const now = this.#options.now();
    const restMs = retryAfterMs ?? defaultPauseMs;
    this.#pauseUntil(now + restMs);
    this.#options.onRest?.(restMs);
    this.#successes = 0;
    if (startedAt <= this.#lastShrink) return;
    this.#lastShrink = now;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  #pauseUntil(at: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, at);
    this.#refuseHopeless();
  }

  /** Who could only wait for the deadline is told at once, so that another model can be asked. */
  #refuseHopeless(): void {
    for (const waiter of [...this.#queues.values()].flat()) {
      if (waiter.deadlineAt > this.#pausedUntil) continue;
      this.#remove(waiter);
      waiter.refuse(this.#restFailure());
    }
  }

  #restFailure(): ModelFailure {
    const waitMs = this.#pausedUntil - this.#options.now();
    const seconds = Math.ceil(waitMs / 1000);
    return modelFailure("quota", `the account rests for another ${seconds} s after a rate limit`, {
      retryAfterMs: waitMs,
    });
  }

  #admitNext(): void {
    const waitMs = this.#pausedUntil - this.#options.now();
    if (waitMs > 0) {
      this.#wakeAfter(waitMs);
      return;
    }
    while (this.#running < this.capacity) {
      const waiter = this.#takeNext();
      if (waiter === undefined) return;
      waiter.admit();
    }
  }

  /** The first of the payer who waits longest for a turn; that payer goes to the end of the round. */
  #takeNext(): Waiter | undefined {
    const next = this.#queues.entries().next();
    if (next.done === true) return undefined;
    const [payer, queue] = next.value;
    const waiter = queue.shift();
    this.#queues.delete(payer);
    if (queue.length > 0) this.#queues.set(payer, queue);
    return waiter;
  }

  #remove(waiter: Waiter): void {
    const queue = this.#queues.get(waiter.payer) ?? [];
    const index = queue.indexOf(waiter);
    if (index >= 0) queue.splice(index, 1);
    if (queue.length === 0) this.#queues.delete(waiter.payer);
    if (this.#queues.size > 0 || this.#wakeUp === null) return;
    // Nobody is left to wake: the timer would only keep the process alive.
    clearTimeout(this.#wakeUp);
    this.#wakeUp = null;
  }

  #wakeAfter(waitMs: number): void {
    if (this.#wakeUp !== null || this.#queues.size === 0) return;
    this.#wakeUp = setTimeout(
      () => {
        this.#wakeUp = null;
        this.#admitNext();
      },
      Math.min(waitMs, 60_000),
    );
  }
}
