import type { Store } from "@refract/store";

const lookEveryMs = 1000;

/**
 * Ends the program when its store has failed for good, so that whatever runs it (`Restart=always`) starts it anew. It ends as if it had been
 * killed: closing the database would copy the log into it, of which the system may have forgotten parts.
 */
export function endOnFailure(store: Pick<Store, "failure">, tell: (message: string) => void): Disposable {
  const timer = setInterval(() => {
    const failure = store.failure();
    if (failure === null) return;
    tell(failure.message);
    process.kill(process.pid, "SIGKILL");
  }, lookEveryMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
