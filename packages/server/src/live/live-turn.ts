import type { Pacing, TextFrame } from "@refract/collect";
import { deriveSeed, seedDigest } from "@refract/stats";

/** A frame and the id a browser hands back when it reconnects. */
export interface StampedFrame {
  readonly id: string;
  readonly frame: TextFrame;
}

interface LiveSlot {
  attempt: number;
  /** Stands for the attempt where the browser sees it: how often a model was asked would tell those that fail. */
  tag: string;
  text: string;
  /** No more text will come. */
  ended: boolean;
  /** Left out: nothing of it is shown. */
  dropped: boolean;
}

/** Attempts of the log are whole numbers; the retries within one come between them. */
const retryStep = 0.001;

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
  readonly #seed: string;
  readonly #slots = new Map<string, LiveSlot>();
  readonly #shownBefore: number;
  #position = 0;
  /** Since the first character was shown. */
  #shownMs = 0;

  /**
   * `shownBefore` is how many characters a program before this one can have shown at most; 0 for a turn that begins here.
   * A browser that comes back is believed so far and no farther: a made-up position would show which responses are done.
   *
   * @param seed Of the person, unknown to the browser; the same in a program that takes the turn over.
   */
  constructor(turnId: string, pacing: Pacing, seed: string, shownBefore = 0) {
    this.turnId = turnId;
    this.#pacing = pacing;
    this.#seed = seed;
    this.#shownBefore = shownBefore;
  }

  /** A response is being asked for; an earlier attempt's text is void. */
  begin(slotId: string, attempt: number): void {
    this.#set(slotId, attempt, "", false);
  }

  /** A response that was complete before this turn became live again, after a restart. */
  settle(slotId: string, attempt: number, text: string): void {
    this.#set(slotId, attempt, text, true);
  }

  write(slotId: string, attempt: number, text: string): void {
    const slot = this.#current(slotId, attempt);
    if (slot !== null) slot.text += text;
  }

  /** A retry with the same model: its text begins anew. */
  restart(slotId: string, attempt: number): void {
    const slot = this.#current(slotId, attempt);
    // A retry counts as another attempt for the listeners: what they hold is void.
    if (slot !== null && slot.text !== "") this.#set(slotId, slot.attempt + retryStep, "", false);
  }

  /** What is stored counts. If it does not go on where the page is, the page begins this response anew. */
  end(slotId: string, attempt: number, text: string): void {
    const slot = this.#slots.get(slotId);
    if (slot === undefined || slot.ended) return;
    const isSame = Math.floor(slot.attempt) === attempt;
    if (isSame && text.startsWith(slot.text)) this.#slots.set(slotId, { ...slot, text, ended: true });
    else this.settle(slotId, isSame ? slot.attempt + retryStep : attempt, text);
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
    if (this.#position > 0) this.#shownMs += elapsedMs;
    // Whoever has read along for so long gets the rest; not before all is written, which would show the slowest one's speed.
    if (writing.length === 0 && this.#shownMs >= this.#pacing.atOnceAfterMs) {
      this.#position = Math.max(this.#position, longest);
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
   * everything so far.
   */
  listen(lastEventId: string | null): () => StampedFrame | null {
    const sent = new Map<string, Sent>();
    const known = lastEventId === null ? null : parseId(lastEventId, this.turnId);
    if (known !== null) {
      this.#position = Math.max(this.#position, Math.min(known.position, this.#shownBefore));
      for (const [slotId, slot] of this.#slots) {
        const held = known.slots.get(shortId(slotId));
        if (held === undefined || held.tag !== slot.tag) continue;
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

  #set(slotId: string, attempt: number, text: string, ended: boolean): void {
    const tag = seedDigest(deriveSeed(this.#seed, this.turnId, slotId, attempt)).slice(0, 8);
    this.#slots.set(slotId, { attempt, tag, text, ended, dropped: false });
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
        // Of an attempt that failed before anything of it was shown, nothing is told.
        if (first || (before !== undefined && before.length > 0)) reset.push(slotId);
        sent.set(slotId, { attempt: slot.attempt, length: 0 });
      }
      const held = sent.get(slotId)?.length ?? 0;
      if (isWaiting(slot, to)) continue;
      const reach = boundary(slot.text, to);
      if (reach > held) {
        text[slotId] = slot.text.slice(held, reach);
        sent.set(slotId, { attempt: slot.attempt, length: reach });
      }
    }
    if (reset.length === 0 && Object.keys(text).length === 0) return null;
    const states = [...this.#slots].map(
      ([slotId, slot]) => `${shortId(slotId)}:${slot.tag}${isWaiting(slot, to) ? "w" : ""}`,
    );
    return {
      id: `${this.turnId}~${states.join("-")}~${to}`,
      frame: { turnId: this.turnId, reset, from: Math.max(0, to - 1), to, text },
    };
  }
}

/** A response that was asked again shows nothing until it has caught up, so that its speed does not show. */
function isWaiting(slot: LiveSlot, position: number): boolean {
  return !slot.ended && slot.text.length < position;
}

/** Never cuts a character in two: steps back from behind a high surrogate, whether or not its low one is there yet. */
function boundary(text: string, position: number): number {
  const at = Math.min(text.length, Math.floor(position));
  const unit = text.charCodeAt(at - 1);
  return at > 0 && unit >= 0xd800 && unit <= 0xdbff ? at - 1 : at;
}

/** Enough of a slot's id to tell the slots of a turn apart, those of an earlier try at the same turn included. */
function shortId(slotId: string): string {
  return slotId.slice(0, 8);
}

/** What a browser says it has; null when it is not an id of this turn. */
function parseId(
  id: string,
  turnId: string,
): { position: number; slots: ReadonlyMap<string, { tag: string; waiting: boolean }> } | null {
  const [turn, states = "", position = "", ...rest] = id.split("~");
  if (turn !== turnId || rest.length > 0 || !/^\d{1,9}$/.test(position)) return null;
  const slots = states.split("-").map((state) => {
    const [slot = "", tag = ""] = state.split(":");
    return [slot, { tag: tag.replace(/w$/, ""), waiting: tag.endsWith("w") }] as const;
  });
  return { position: Number(position), slots: new Map(slots) };
}
