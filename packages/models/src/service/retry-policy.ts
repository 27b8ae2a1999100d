import { createRandom } from "@refract/stats/random";
import type { AttemptFailure, FailureKind } from "../chat.ts";

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** Whether another try at the same model may mend a failure of this kind. */
export function isRetryable(kind: FailureKind): boolean {
  switch (kind) {
    case "quota":
    case "server":
    case "empty":
      return true;
    // A deadline is for the whole question, so there is no time left after a timeout, nor patience after a wait in vain.
    case "timeout":
    case "busy":
    case "refused":
    // The same limit would cut the next try off as well.
    case "truncated":
    case "tool-calls":
    case "unsupported-setting":
    case "account":
    case "content-filter":
    case "missing-key":
    case "unknown-model":
    case "interrupted":
    case "budget":
      return false;
  }
}

/**
 * Milliseconds to wait before the next attempt: what the server asked for, else exponential from half a second
 * with full jitter over its upper half. `failed` counts the attempts so far, from 1; the same seed gives the same wait.
 */
export function pauseBeforeRetry(failure: AttemptFailure, failed: number, seed: string): number {
  const backoff = Math.min(firstPauseMs * 2 ** (failed - 1), longestPauseMs);
  const jittered = backoff * (0.5 + 0.5 * createRandom(seed).next());
  return Math.round(failure.retryAfterMs === null ? jittered : failure.retryAfterMs + jittered / 10);
}
