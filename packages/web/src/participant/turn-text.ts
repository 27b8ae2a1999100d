import type { TextFrame } from "@refract/collect/browser";

/** The text of one turn as far as it has come, by slot. */
export interface TurnText {
  readonly turnId: string;
  /** Id of the frame applied last. */
  readonly frameId: string;
  readonly slots: Readonly<Record<string, string>>;
}

/**
 * Adds one frame: first the slots it resets go back to nothing, then its pieces are put behind what is there. The server
 * continues a stream exactly behind the last id the browser hands back, and begins a new one with a reset of every slot;
 * a frame that comes again changes nothing.
 */
export function applyFrame(state: TurnText | null, frame: TextFrame, frameId: string): TurnText {
  const known = state !== null && state.turnId === frame.turnId ? state : null;
  if (known !== null && frameId !== "" && known.frameId === frameId && frame.reset.length === 0) return known;
  const slots: Record<string, string> = { ...known?.slots };
  for (const slot of frame.reset) slots[slot] = "";
  for (const [slot, piece] of Object.entries(frame.text)) slots[slot] = (slots[slot] ?? "") + piece;
  return { turnId: frame.turnId, frameId, slots };
}

/** The text of a slot so far, empty when there is none. */
export function slotText(state: TurnText | null, turnId: string, slotId: string): string {
  return state?.turnId === turnId ? (state.slots[slotId] ?? "") : "";
}
