import type { Pacing, TextFrame } from "@refract/collect";

/** A frame and the id a browser hands back when it reconnects. */
export interface StampedFrame {
  readonly id: string;
  readonly frame: TextFrame;
}

interface LiveSlot {
  attempt: number;
  text: string;
  /** No more text will come. */
  ended: boolean;
  /** Left out: nothing of it is shown. */
  dropped: boolean;
}

/** What one listener has been sent of a slot, and of which attempt. */
interface Sent {
  attempt: number;
  length: number;
}

/**
 * The responses of one turn on their way to the person. One common position moves over all of them at one pace, and
 * never past what the slowest still-writing response has; so pace and order say nothing about a model (invariant 2).
 * The position is the only state a browser has to hand back to go on at the same character.
 */
export class LiveTurn {
  readonly turnId: string;
  readonly #pacing: Pacing;
  readonly #slots = new Map<string, LiveSlot>();
  readonly #sinceSentMs: () => number;
  #position = 0;

  /** `sinceSentMs` tells how long ago the prompt was sent. */
  constructor(turnId: string, pacing: Pacing, sinceSentMs: () => number) {
    this.turnId = turnId;
    this.#pacing = pacing;
    this.#sinceSentMs = sinceSentMs;
  }

  /** A response is being asked for; an earlier attempt's text is void. */
  begin(slotId: string, attempt: number): void {
    this.#slots.set(slotId, { attempt, text: "", ended: false, dropped: false });
  }

  /** A response that was complete before this turn became live again, after a restart. */
  settle(slotId: string, attempt: number, text: string): void {
    this.#slots.set(slotId, { attempt, text, ended: true, dropped: false });
  }

  write(slotId: string, attempt: number, text: string): void {
    const slot = this.#current(slotId, attempt);
    if (slot !== null) slot.text += text;
  }

  /** A retry with the same model: its text begins anew. */
  restart(slotId: string, attempt: number): void {
    const slot = this.#current(slotId, attempt);
    // A retry counts as another attempt for the listeners: what they hold is void.
    if (slot !== null && slot.text !== "")
      this.#slots.set(slotId, { ...slot, attempt: slot.attempt + 0.001, text: "" });
  }

  end(slotId: string, attempt: number, text: string): void {
    const slot = this.#current(slotId, attempt);
    if (slot === null) return;
    slot.text = text;
    slot.ended = true;
  }

  drop(slotId: string): void {
    const slot = this.#slots.get(slotId);
    if (slot === undefined) return;
    slot.dropped = true;
    slot.ended = true;
    slot.text = "";
  }

  slotIds(): readonly string[] {
    return [...this.#slots.keys()];
  }

  /** Moves the common position by the time that has gone by. */
  advance(elapsedMs: number): void {
    const all = [...this.#slots.values()];
    const longest = Math.max(0, ...all.map((slot) => slot.text.length));
    const writing = all.filter((slot) => !slot.ended);
    if (this.#pacing.streaming === "together") {
      if (writing.length === 0) this.#position = longest;
      return;
    }
    const reach = writing.length === 0 ? longest : Math.min(...writing.map((slot) => slot.text.length));
    const step = (this.#pacing.charactersPerSecond * elapsedMs) / 1000;
    this.#position = Math.max(this.#position, Math.min(reach, this.#position + step));
  }

  /** Everything has been written and shown to the last character. */
  get isShown(): boolean {
    const all = [...this.#slots.values()];
    return (
      all.every((slot) => slot.ended) && this.#position >= Math.max(0, ...all.map((slot) => slot.text.length))
    );
  }

  /**
   * Someone listens. `lastEventId` is the id of the last frame they have; with it they are sent what follows, else
   * everything so far. An id is believed only as far as the pace could have come since the turn was sent.
   */
  listen(lastEventId: string | null): () => StampedFrame | null {
    const sent = new Map<string, Sent>();
    const known = lastEventId === null ? null : parseId(lastEventId, this.turnId, this.#slots.size);
    if (known !== null) {
      const believable = Math.min(
        known.position,
        (this.#pacing.charactersPerSecond * this.#sinceSentMs()) / 1000,
      );
      this.#position = Math.max(this.#position, believable);
      for (const [index, [slotId, slot]] of [...this.#slots.entries()].entries()) {
        const held = known.slots[index];
        if (held === undefined || held.attempt !== slot.attempt) continue;
        sent.set(slotId, {
          attempt: slot.attempt,
          length: held.waiting ? 0 : boundary(slot.text, known.position),
        });
      }
    }
    let first = true;
    return () => {
      const frame = this.#frame(sent, first);
      first = false;
      return frame;
    };
  }

  #current(slotId: string, attempt: number): LiveSlot | null {
    const slot = this.#slots.get(slotId);
    return slot !== undefined && Math.floor(slot.attempt) === attempt && !slot.ended ? slot : null;
  }

  #frame(sent: Map<string, Sent>, first: boolean): StampedFrame | null {
    const to = Math.floor(this.#position);
    const reset: string[] = [];
    const text: Record<string, string> = {};
    for (const [slotId, slot] of this.#slots) {
      const before = sent.get(slotId);
      if (before === undefined || before.attempt !== slot.attempt) {
        if (before !== undefined || first) reset.push(slotId);
        sent.set(slotId, { attempt: slot.attempt, length: 0 });
      }
      const held = sent.get(slotId)?.length ?? 0;
      // A response that was asked again waits until it has caught up, so that its speed does not show.
      if (!slot.ended && slot.text.length < to) continue;
      const reach = boundary(slot.text, to);
      if (reach > held) {
        text[slotId] = slot.text.slice(held, reach);
        sent.set(slotId, { attempt: slot.attempt, length: reach });
      }
    }
    if (reset.length === 0 && Object.keys(text).length === 0) return null;
    const states = [...this.#slots].map(
      ([slotId, slot]) =>
        `${slot.attempt}${(sent.get(slotId)?.length ?? 0) < boundary(slot.text, to) ? "w" : ""}`,
    );
    return {
      id: `${this.turnId}~${states.join("-")}~${to}`,
      frame: { turnId: this.turnId, reset, from: Math.max(0, to - 1), to, text },
    };
  }
}

/** Never cuts a character in two: steps back before a low surrogate. */
function boundary(text: string, position: number): number {
  const at = Math.min(text.length, Math.floor(position));
  const unit = text.charCodeAt(at - 1);
  return at > 0 && at < text.length && unit >= 0xd800 && unit <= 0xdbff ? at - 1 : at;
}

/** What a browser says it has; null when it is not an id of this turn. */
function parseId(
  id: string,
  turnId: string,
  slotCount: number,
): { position: number; slots: { attempt: number; waiting: boolean }[] } | null {
  const [turn, states = "", position = "", ...rest] = id.split("~");
  const slots = states
    .split("-")
    .map((state) => ({ attempt: Number.parseFloat(state), waiting: state.endsWith("w") }));
  const isOurs =
    turn === turnId && rest.length === 0 && /^\d{1,9}$/.test(position) && slots.length === slotCount;
  return isOurs ? { position: Number(position), slots } : null;
}
