import type { SessionView } from "@refract/collect";
import type { LiveTurn } from "./live-turn.ts";

/** One open stream of a browser. */
export interface Listener {
  /** What the window calls itself, or null. */
  readonly window: string | null;
  view(view: SessionView): void;
  /** A turn has become live: frames come from it until it is shown. */
  turn(turn: LiveTurn): void;
  /** Called at every beat of the pace. */
  beat(): void;
  /** Ends the stream; a browser that is still there comes back. */
  close(): void;
}

/** More windows than anybody has. One person can't hold the server's memory. */
const maximumStreams = 20;

/** Who listens to whom. Several tabs of one person all listen. */
export class ParticipantHub {
  readonly #listeners = new Map<string, Set<Listener>>();

  add(participantId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(participantId) ?? new Set();
    const [oldest] = listeners;
    if (listeners.size >= maximumStreams) oldest?.close();
    listeners.add(listener);
    this.#listeners.set(participantId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(participantId) === listeners)
        this.#listeners.delete(participantId);
    };
  }

  of(participantId: string): Iterable<Listener> {
    return this.#listeners.get(participantId) ?? [];
  }
}
