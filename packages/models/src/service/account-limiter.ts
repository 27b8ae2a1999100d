import { type ModelFailure, modelFailure } from "../model-failure.ts";
import { CallLimit } from "./call-limit.ts";
import { type Place, type Room, WaitingLine } from "./waiting-line.ts";

export interface LimiterOptions {
  /** Calls at a time at the start. */
  readonly initial: number;
  /** Never more than this. */
  readonly maximum: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** People are answered on the account by another process: batch calls always leave half of it to them. */
  readonly peopleElsewhere?: boolean;
  /** Told when the account was asked to rest, and for how many milliseconds. */
  readonly onRest?: (restMs: number) => void;
  /** Told of every call that was refused, after the limit was adapted. */
  readonly onRefused?: () => void;
}

/** How a call ended, as far as the limiter cares. */
export type CallOutcome =
  | { readonly kind: "success" }
  | { readonly kind: "quota"; readonly retryAfterMs: number | null }
  | { readonly kind: "other" };

/** The right to make one call; must be given back. Giving it back twice does nothing. */
export interface Permit {
  /** How long it was waited for, in milliseconds. */
  readonly waitedMs: number;
  /** The answer has begun, so the account takes this call: it may take more, long before the answer ends. */
  accepted(): void;
  release(outcome: CallOutcome): void;
}

/** Where an account stands, for logs and the start page. */
export interface LimiterState {
  /** Calls at a time it bears now. */
  readonly limit: number;
  readonly running: number;
  readonly waiting: number;
  /** Milliseconds until it is asked again after a rate limit; 0 when it does not rest. */
  readonly restMs: number;
  /** 95th percentile of the last waits for a turn, in milliseconds; 0 before the first call. */
  readonly waitedP95Ms: number;
}

interface Waiting {
  readonly place: Place;
  readonly since: number;
  readonly waitUntil: number;
  readonly admit: (permit: Permit) => void;
  readonly refuse: (reason: unknown) => void;
}

/** After 429 without Retry-After everybody on the account rests so long before the next call. */
const defaultPauseMs = 1_000;
/** A host that asks for hours is tried again after so long, with one call: it is often back much sooner. */
const longestRestMs = 120_000;
/** After a rest of this length one call goes ahead, and the others wait for what becomes of it. */
const probeAfterMs = 10_000;
/** While people were answered on the account so recently, batch calls leave half of it to them. */
const peopleStayMs = 600_000;
const keptWaits = 200;

/**
 * How many calls run at a time on one account, shared by everything that uses it, and who of those who wait is next. Turns of people
 * begin as a whole and before batch calls; replacements go first. Retry-After holds the whole account when it means the account.
 */
export class AccountLimiter {
  readonly #options: LimiterOptions;
  readonly #line = new WaitingLine<Waiting>();
  readonly #limit: CallLimit;
  /** Calls under way of turns that have begun. */
  readonly #begunTurns = new Map<string, number>();
  readonly #waits: number[] = [];
  /** The part of the account's calls that is this process's. */
  #share = Number.POSITIVE_INFINITY;
  #running = 0;
  #runningBatch = 0;
  #lastLiveAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = 0;
  #probing = false;
  #wakeUp: ReturnType<typeof setTimeout> | null = null;
  #gathering = false;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#limit = new CallLimit(options.initial, options.maximum);
  }

  get limit(): number {
    return this.#limit.calls;
  }

  /** Calls that may be under way now: what the account bears, and no more than this process's share of it. */
  get capacity(): number {
    return Math.min(this.#limit.calls, this.#share);
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#line.size;
  }

  state(): LimiterState {
    const sorted = this.#waits.toSorted((a, b) => a - b);
    return {
      limit: this.capacity,
      running: this.#running,
      waiting: this.waiting,
      restMs: Math.max(0, this.#pausedUntil - this.#options.now()),
      waitedP95Ms: Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0),
    };
  }

  /** How many of the account's calls this process may make from now on; calls that are under way go on. */
  setShare(calls: number): void {
    this.#share = calls;
    this.#admitNext();
  }

  /** Another process heard that the account has to rest. */
  rest(restMs: number): void {
    this.#pause(restMs);
    this.#admitNext();
  }

  /**
   * Waits for a turn. `waitUntil` (epoch milliseconds) lets a call fail with a quota failure as soon as the account is known to
   * rest beyond it. Rejects with the signal's reason when it is aborted.
   */
  acquire(place: Place, waitUntil: number, signal: AbortSignal): Promise<Permit> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#pausedUntil >= waitUntil) return Promise.reject(this.#restFailure());
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#remove(waiting);
        reject(signal.reason);
        // Whoever stood behind a turn that needed more room may have enough now.
        this.#admitNext();
      };
      const waiting: Waiting = {
        place,
        since: this.#options.now(),
        waitUntil,
        admit: (permit) => {
          signal.removeEventListener("abort", stop);
          resolve(permit);
        },
        refuse: (reason) => {
          signal.removeEventListener("abort", stop);
          reject(reason);
        },
      };
      signal.addEventListener("abort", stop, { once: true });
      const { turn } = place;
      this.#line.add(waiting, turn !== undefined && this.#begunTurns.has(turn));
      if (turn === undefined || this.#begunTurns.has(turn)) this.#admitNext();
      else this.#gather();
    });
  }

  /** The calls of a turn arrive one by one within one run of the event loop; it begins when all are here. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    setImmediate(() => {
      this.#gathering = false;
      this.#admitNext();
    });
  }

  #permit({ place, since }: Waiting): Permit {
    const { kind, turn } = place;
    const startedAt = this.#options.now();
    const isProbe = this.#probing;
    this.#running += 1;
    if (kind === "batch") this.#runningBatch += 1;
    else this.#lastLiveAt = startedAt;
    if (turn !== undefined) this.#begunTurns.set(turn, (this.#begunTurns.get(turn) ?? 0) + 1);
    this.#waits.push(startedAt - since);
    if (this.#waits.length > keptWaits) this.#waits.shift();
    let held = true;
    let isAccepted = false;
    const accept = () => {
      if (!isAccepted) this.#limit.succeeded(startedAt, this.#running);
      isAccepted = true;
    };
    return {
      waitedMs: startedAt - since,
      accepted: () => {
        if (isAccepted || !held) return;
        accept();
        this.#admitNext();
      },
      release: (outcome) => {
        if (!held) return;
        held = false;
        if (outcome.kind === "success") accept();
        this.#running -= 1;
        if (kind === "batch") this.#runningBatch -= 1;
        if (turn !== undefined) this.#leaveTurn(turn);
        if (isProbe) this.#probing = false;
        if (outcome.kind === "quota") this.#refused(startedAt, outcome.retryAfterMs);
        this.#admitNext();
      },
    };
  }

  #leaveTurn(turn: string): void {
    const left = (this.#begunTurns.get(turn) ?? 0) - 1;
    if (left > 0) this.#begunTurns.set(turn, left);
    else this.#begunTurns.delete(turn);
  }

  #refused(startedAt: number, retryAfterMs: number | null): void {
    const restMs = Math.min(retryAfterMs ?? defaultPauseMs, longestRestMs);
    if (this.#limit.refused(startedAt, this.#options.now()).holdsAll) {
      this.#pause(restMs);
      this.#options.onRest?.(restMs);
    }
    this.#options.onRefused?.();
  }

  /** Who could only wait in vain is told at once, so that another model can be asked. */
  #pause(restMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.now() + restMs);
    if (restMs >= probeAfterMs) this.#probing = true;
    for (const waiting of [...this.#line.all()]) {
      if (waiting.waitUntil > this.#pausedUntil) continue;
      this.#remove(waiting);
      waiting.refuse(this.#restFailure());
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
    for (;;) {
      const next = this.#line.take(this.#room());
      if (next.length === 0) return;
      for (const waiting of next) waiting.admit(this.#permit(waiting));
    }
  }

  #room(): Room {
    const capacity = this.#probing ? Math.min(1, this.capacity) : this.capacity;
    const free = capacity - this.#running;
    const { now, peopleElsewhere = false } = this.#options;
    const hasPeople = peopleElsewhere || now() - this.#lastLiveAt < peopleStayMs;
    const forBatch = hasPeople ? Math.max(1, Math.floor(capacity / 2)) : capacity;
    return { free, capacity, freeForBatch: forBatch - this.#runningBatch };
  }

  #remove(waiting: Waiting): void {
    this.#line.remove(waiting);
    if (this.#line.size > 0 || this.#wakeUp === null) return;
    // Nobody is left to wake: the timer would only keep the process alive.
    clearTimeout(this.#wakeUp);
    this.#wakeUp = null;
  }

  #wakeAfter(waitMs: number): void {
    if (this.#wakeUp !== null || this.#line.size === 0) return;
    this.#wakeUp = setTimeout(
      () => {
        this.#wakeUp = null;
        this.#admitNext();
      },
      Math.min(waitMs, 60_000),
    );
  }
}
