import type { RatingTrace } from "@refract/collect/browser";
import type { SessionMemory } from "../participant/session-memory.ts";

/** When the answers of a turn were first shown in this browser, epoch milliseconds; a reload doesn't start it anew. */
export function shownSince(memory: SessionMemory, turnId: string, now: number): number {
  const place = `shown/${turnId}`;
  const known = Number(memory.draft(place));
  if (Number.isFinite(known) && known > 0 && known <= now) return known;
  memory.saveDraft(place, String(now));
  return now;
}

/** The server takes times of up to a million seconds; somebody may come back to an answer after weeks. */
const longestMs = 1e9;

export function sinceShown(shownAt: number, now: number): number {
  return Math.min(longestMs, now - shownAt);
}

/** How a scale was used before a reload. */
export function readTrace(memory: SessionMemory, slotId: string): RatingTrace | null {
  const text = memory.draft(`trace/${slotId}`);
  if (text === "") return null;
  try {
    const trace: RatingTrace = JSON.parse(text);
    return trace;
  } catch {
    return null;
  }
}
