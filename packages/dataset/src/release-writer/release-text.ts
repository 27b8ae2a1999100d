import { emptyText } from "../prism-release/keys.ts";

/**
 * A text of a person or a model as every file can hold it: half surrogate pairs and NUL, which CSV, Parquet and other
 * programs' JSON readers choke on, become U+FFFD. Everything else stays as it was.
 */
export function releasedText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\u{fffd}");
}

/** The release's word for a text that is empty, blank or the literal `None`; else the text. */
export function releasedOrEmpty(text: string): string {
  const released = releasedText(text);
  const core = released.trim();
  return core === "" || core === "None" ? emptyText : released;
}

/** `YYYY-MM-DD HH:MM:SS` in UTC, fractions cut off. */
export function releasedDatetime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace("T", " ");
}

/** ISO 8601 in UTC with milliseconds. */
export function releasedInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** A duration in seconds and in minutes, two decimals each; never negative, whatever clocks did. */
export function releasedDuration(fromMs: number, toMs: number): { seconds: number; minutes: number } {
  const ms = Math.max(0, toMs - fromMs);
  return { seconds: Math.round(ms / 10) / 100, minutes: Math.round(ms / 600) / 100 };
}
