import type { Rating } from "./rating.ts";

/** A rating that the server does not have yet, as this browser keeps it. */
export function writeRatingDraft({ value, trace }: Rating): string {
  return JSON.stringify({ value, trace });
}

/** Null when there is none. */
export function readRatingDraft(text: string): Rating | null {
  try {
    const draft: unknown = JSON.parse(text);
    if (!isRecord(draft) || !isRecord(draft.trace) || typeof draft.value !== "number") return null;
    const { touched, firstTouchMs, pathLength } = draft.trace;
    if (typeof touched !== "boolean" || typeof pathLength !== "number") return null;
    return {
      value: draft.value,
      trace: { touched, pathLength, firstTouchMs: typeof firstTouchMs === "number" ? firstTouchMs : null },
    };
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
