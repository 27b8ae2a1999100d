import { RefractError } from "@refract/core";
import type { Store } from "@refract/store";
import { databaseAnswers } from "./http/health.ts";
import type { ServerLogger } from "./server.ts";

interface Outage {
  readonly since: number;
  failures: number;
  toldAt: number;
}

const lookEveryMs = 2_000;
const tellEveryMs = 60_000;

/**
 * Keeps the log readable while the database is away: everything that needs it fails again and again with the same words. An
 * outage is one line at its start, one a minute at most while it lasts, and one at its end, with the failures counted.
 */
export class OutageLog implements Disposable {
  readonly #store: Pick<Store, "ping">;
  readonly #logger: ServerLogger;
  readonly #now: () => number;
  /** Failures that came while the database was asked whether it is there. */
  #undecided: (() => void)[] = [];
  #outage: Outage | null = null;
  #looking: NodeJS.Timeout | null = null;
  #isStopped = false;

  /** @param now milliseconds from any moment, never going back */
  constructor(store: Pick<Store, "ping">, logger: ServerLogger, now: () => number) {
    this.#store = store;
    this.#logger = logger;
    this.#now = now;
  }

  /** Writes the line, unless the failure is the database's being away. */
  note(error: unknown, line: () => void): void {
    if (!(error instanceof RefractError) || error.code !== "unavailable") {
      line();
      return;
    }
    if (this.#outage !== null) {
      this.#outage.failures += 1;
      return;
    }
    this.#undecided.push(line);
    if (this.#undecided.length === 1) void this.#decide(error.message);
  }

  [Symbol.dispose](): void {
    this.#isStopped = true;
    if (this.#looking !== null) clearInterval(this.#looking);
  }

  /** Other things are unavailable too, such as a study that is set aside: each of those has its own line. */
  async #decide(message: string): Promise<void> {
    const answers = await databaseAnswers(this.#store);
    const lines = this.#undecided;
    this.#undecided = [];
    if (answers || this.#isStopped) {
      for (const line of lines) line();
      return;
    }
    const now = this.#now();
    this.#outage = { since: now, failures: lines.length, toldAt: now };
    this.#logger.error({ error: message, code: "unavailable" }, "the database does not answer");
    let isAsking = false;
    this.#looking = setInterval(() => {
      if (isAsking) return;
      isAsking = true;
      void this.#look().finally(() => {
        isAsking = false;
      });
    }, lookEveryMs);
    this.#looking.unref();
  }

  async #look(): Promise<void> {
    const answers = await databaseAnswers(this.#store);
    const outage = this.#outage;
    if (outage === null || this.#isStopped) return;
    const now = this.#now();
    const fields = { failures: outage.failures, seconds: Math.round((now - outage.since) / 1000) };
    if (answers) {
      this.#outage = null;
      if (this.#looking !== null) clearInterval(this.#looking);
      this.#looking = null;
      this.#logger.info(fields, "the database answers again");
    } else if (now - outage.toldAt >= tellEveryMs) {
      outage.toldAt = now;
      this.#logger.error(fields, "the database still does not answer");
    }
  }
}
