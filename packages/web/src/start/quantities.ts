const counts = new Intl.NumberFormat("en");
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const smallDollars = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  maximumSignificantDigits: 2,
});

export const formatCount = (count: number): string => counts.format(count);

/** Dollars with cents, and with two figures below a cent. */
export const formatUsd = (usd: number): string =>
  usd > 0 && usd < 0.01 ? smallDollars.format(usd) : dollars.format(usd);

/** Bytes as people read them: 812 B, 24 kB, 3.1 MB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Milliseconds as people read them: 240 ms, 1.8 s. */
export const formatMilliseconds = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
