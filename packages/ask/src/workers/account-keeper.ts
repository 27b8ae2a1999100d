import type { AccountSharing, GovernedLimiter } from "@refract/models";
import type { SharedRuns } from "@refract/store";

const renewEveryMs = 1000;
/** A share that is not renewed for so long is free: its holder is gone, or begins no call before it has a share again. */
const leaseMs = 10_000;

interface KeptAccount {
  readonly account: string;
  readonly maximum: number;
  readonly limiter: GovernedLimiter;
  /** On this process's own clock, which never goes back. */
  heldUntil: number;
  renewing: boolean;
}

/** Holds this process's part of each account's calls in the database, and lets no call begin without one. */
export class AccountKeeper implements AccountSharing, AsyncDisposable {
  readonly #shared: SharedRuns;
  readonly #holder: string;
  readonly #onProblem: (problem: unknown) => void;
  readonly #accounts: KeptAccount[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #underWay = new Set<Promise<void>>();

  constructor(shared: SharedRuns, holder: string, onProblem: (problem: unknown) => void) {
    this.#shared = shared;
    this.#holder = holder;
    this.#onProblem = onProblem;
    this.#timer = setInterval(() => this.#renewAll(), renewEveryMs);
  }

  govern(account: string, maximum: number, limiter: GovernedLimiter): void {
    limiter.setShare(0);
    const kept: KeptAccount = { account, maximum, limiter, heldUntil: 0, renewing: false };
    this.#accounts.push(kept);
    this.#start(() => this.#renew(kept));
  }

  rested(account: string, restMs: number): void {
    this.#start(() => this.#shared.restAccount(account, restMs));
  }

  async [Symbol.asyncDispose]() {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    for (const { account } of this.#accounts)
      await this.#shared.leaveAccount(account, this.#holder).catch(this.#onProblem);
  }

  #renewAll(): void {
    for (const kept of this.#accounts) {
      if (performance.now() > kept.heldUntil) kept.limiter.setShare(0);
      if (!kept.renewing) this.#start(() => this.#renew(kept));
    }
  }

  async #renew(kept: KeptAccount): Promise<void> {
    const { account, maximum, limiter } = kept;
    kept.renewing = true;
    const startedAt = performance.now();
    try {
      // Nothing new begins above what was granted, so that what runs now is the most that runs until the next renewal.
      const { running } = limiter;
      const { calls, restMs } = await this.#shared.shareAccount({
        ...{ account, maximum, running, leaseMs },
        holder: this.#holder,
      });
      kept.heldUntil = startedAt + leaseMs;
      if (restMs > 0) limiter.rest(restMs);
      limiter.setShare(calls);
    } finally {
      kept.renewing = false;
    }
  }

  #start(work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch(this.#onProblem)
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }
}
