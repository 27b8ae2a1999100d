import type { SessionMemory } from "../participant/session-memory.ts";

/** Where a message was written that has been sent. */
export interface SentDraft {
  readonly place: string;
  readonly prompt: string;
}

/** What was written in another tab after the message had been sent begins the next one; the draft of what was sent goes. */
export function carryDraft(
  memory: Pick<SessionMemory, "draft" | "saveDraft">,
  { place, prompt }: SentDraft,
  next: string,
): void {
  const left = memory.draft(place);
  if (left === "") return;
  memory.saveDraft(place, "");
  if (left.trim() === prompt.trim()) return;
  memory.saveDraft(next, [memory.draft(next), left].filter((text) => text !== "").join("\n"));
}
