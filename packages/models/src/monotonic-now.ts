/** Epoch time that changes of the machine's clock don't move: pauses and deadlines hang on it. */
export function monotonicNow(): number {
  return Math.round(performance.timeOrigin + performance.now());
}
