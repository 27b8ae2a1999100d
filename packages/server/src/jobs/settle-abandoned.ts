import type { Store } from "@refract/store";

/** Longer than any call may take: the longest deadline of a response is ten minutes. */
const abandonedAfterMs = 15 * 60_000;
const lookEveryMs = 60_000;

export interface SettleAbandonedOptions {
  readonly store: Pick<Store, "settleAbandoned">;
  readonly onError: (error: unknown) => void;
  readonly abandonedAfterMs?: number;
  readonly lookEveryMs?: number;
}

/**
 * Books what a server before this one set aside for calls and did not live to settle, now and every minute: at the start those calls
 * may be younger than any call that is still under way elsewhere.
 */
export function settleAbandonedCalls(options: SettleAbandonedOptions): AsyncDisposable {
  const { store, onError } = options;
  let running: Promise<unknown> = Promise.resolve();
  const look = () => {
    running = store.settleAbandoned(options.abandonedAfterMs ?? abandonedAfterMs).catch(onError);
  };
  look();
  const timer = setInterval(look, options.lookEveryMs ?? lookEveryMs);
  timer.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
