import { setTimeout as sleep } from "node:timers/promises";
import { RefractError } from "@refract/core";

/** A database that does not answer for so long is gone, for workers and for whoever planned the run. */
export const patienceMs = 60_000;
const pauseMs = 1000;

/** A database that restarts is waited for: answers that were paid for are worth it. The work may be done more than once. */
export async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const passes = thrown instanceof RefractError && thrown.code === "unavailable";
      if (!passes || performance.now() > giveUpAt) throw thrown;
      await sleep(pauseMs);
    }
  }
}
