/** The time of a call, or of a wait: over at the deadline, or when the caller stops it. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Why it is over; null while it is not. */
  readonly ended: "timeout" | "interrupted" | null;
}

/** Unlike AbortSignal.any and .timeout it leaves no timer or listener behind once disposed. */
export function startDeadline(callerSignal: AbortSignal, deadlineMs: number): Deadline {
  const controller = new AbortController();
  let ended: Deadline["ended"] = null;
  const end = (why: "timeout" | "interrupted", reason: unknown) => {
    if (ended !== null) return;
    ended = why;
    controller.abort(reason);
  };
  const interrupt = () => end("interrupted", callerSignal.reason);
  if (callerSignal.aborted) interrupt();
  callerSignal.addEventListener("abort", interrupt, { once: true });
  const timer = setTimeout(
    () => end("timeout", new DOMException("the deadline has passed", "TimeoutError")),
    Math.min(deadlineMs, 2 ** 31 - 1),
  );
  return {
    signal: controller.signal,
    get ended() {
      return ended;
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      callerSignal.removeEventListener("abort", interrupt);
    },
  };
}
