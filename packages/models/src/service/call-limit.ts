/** Of this share of new outcomes the share of refusals is made up: about the last sixteen calls count. */
const memory = 1 / 16;
/** Growth after a first refusal: an eighth a round. */
const carefulGrowth = 1 / 8;

/** What the limit makes of a refusal. */
export interface Refusal {
  /** Everybody has to wait, not only the call that was refused. */
  readonly holdsAll: boolean;
}

/**
 * How many calls an account bears, learned from what becomes of them. It begins wide, doubles in a round of successes until the
 * first 429, and then grows by an eighth a round. A 429 takes away half of the share of calls that were refused of late, once
 * for all calls that were under way together: an account that refuses everything is halved, one that refuses one call in twenty loses
 * a fortieth. (The rule of DCTCP, RFC 8257 section 3.3, where 429 is the mark.) Nothing but a 429 makes it smaller.
 */
export class CallLimit {
  readonly #maximum: number;
  #limit: number;
  /** Before anything is known a refusal counts in full. */
  #refusedShare = 1;
  #wasRefused = false;
  #lastRefusedAt = Number.NEGATIVE_INFINITY;
  #lastShrinkAt = Number.NEGATIVE_INFINITY;
  /** Refusals without a success between, each of a call that began after the one before. */
  #inARow = 1;
  /** Calls under way at most in about the last rounds. */
  #peak = 0;

  constructor(initial: number, maximum: number) {
    this.#limit = Math.min(initial, maximum);
    this.#maximum = maximum;
  }

  get calls(): number {
    return Math.floor(this.#limit);
  }

  /** @param running Calls under way when this one ended, itself among them: a limit that is not used proves nothing. */
  succeeded(startedAt: number, running: number): void {
    this.#refusedShare *= 1 - memory;
    if (startedAt >= this.#lastRefusedAt) this.#inARow = 0;
    this.#peak = Math.max(running, this.#peak * (1 - 1 / (4 * this.#limit)));
    if (this.#peak * 3 < this.#limit) return;
    this.#limit = Math.min(this.#limit + (this.#wasRefused ? carefulGrowth : 1), this.#maximum);
  }

  /**
   * A 429. One among successes says little of the others: a server turned this call down and takes the next. So everybody has to
   * wait only where a call that began after a refusal is refused as well, or where nothing has succeeded yet.
   */
  refused(startedAt: number, now: number): Refusal {
    this.#wasRefused = true;
    this.#refusedShare += (1 - this.#refusedShare) * memory;
    if (startedAt >= this.#lastRefusedAt) this.#inARow += 1;
    this.#lastRefusedAt = now;
    if (startedAt >= this.#lastShrinkAt) {
      this.#lastShrinkAt = now;
      this.#limit = Math.max(1, this.#limit * (1 - this.#refusedShare / 2));
    }
    return { holdsAll: this.#inARow >= 2 };
  }
}
