import { setTimeout as sleep } from "node:timers/promises";
import { RefractError } from "@refract/core";

const tries = 10;
const pauseMs = 1000;

/** A database that restarts is waited for: answers that were paid for are worth it. The work may be done more than once. */
export async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const passes = thrown instanceof RefractError && thrown.code === "unavailable";
      if (!passes || attempt === tries) throw thrown;
      await sleep(pauseMs);
    }
  }
}
