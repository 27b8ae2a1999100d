/**
 * Calls `stop` at the first signal to stop, until it is disposed of. Later ones change nothing: what is under way is brought to
 * an end first, and a program that hangs can still be killed.
 */
export function onStopSignal(stop: () => void): Disposable {
  let asked = false;
  const hear = () => {
    if (asked) return;
    asked = true;
    stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, hear);
  return {
    [Symbol.dispose]: () => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, hear);
    },
  };
}
