/** Nothing waits longer than this, whatever a server asks for. */
const maximumMs = 24 * 3_600_000;

/**
 * What a `Retry-After` header asks for, in milliseconds from `nowMs`: whole or fractional seconds, or an HTTP date
 * (RFC 9110, section 10.2.3). `retry-after-ms`, which some vendors send, goes first. Null without a usable value.
 */
export function retryAfterMs(headers: Pick<Headers, "get">, nowMs: number): number | null {
  const exact = nonNegative(headers.get("retry-after-ms"));
  if (exact !== null) return Math.min(exact, maximumMs);
  const value = headers.get("retry-after")?.trim() ?? "";
  const seconds = nonNegative(value);
  if (seconds !== null) return Math.min(Math.ceil(seconds * 1000), maximumMs);
  // Only the forms that begin with a day's name: Date.parse reads almost anything as a date.
  if (!/^[A-Z][a-z]{2,8},? /.test(value)) return null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.min(Math.max(date - nowMs, 0), maximumMs);
}

function nonNegative(value: string | null): number | null {
  return value !== null && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
}
