/**
 * Milliseconds before attempt `attempt + 1`: half a second doubling to at most eight, spread by up to a quarter so
 * that a room full of browsers doesn't come back in one instant. `spread` is uniform in [0, 1).
 */
export function retryDelayMs(attempt: number, spread: number): number {
  const base = Math.min(500 * 2 ** Math.min(attempt, 10), 8000);
  return Math.round(base * (1 + 0.25 * spread));
}
