import { retryDelayMs } from "./retry-delay.ts";

export interface EventStreamHandlers {
  readonly onEvent: (name: string, data: string, id: string) => void;
  readonly onConnected: (connected: boolean) => void;
  /** Something answered, and no: the server, which may not know this browser any more, or what stands before it. */
  readonly onTurnedAway: () => void;
  /** Whether nothing comes through: what stands between may hold streams back while other requests pass. */
  readonly onSilent?: (silent: boolean) => void;
}

/** The server sends a `beat` every 15 seconds; after two of them missed the connection is dead, though nobody said so. */
const silenceMs = 40_000;
/** For the answer to begin; a browser may have sent the request over a connection that is dead as well. */
const openingMs = 10_000;
/** The server says something as soon as a stream is open. */
const firstEventMs = 4000;

/**
 * Server-sent events that never give up. While the browser reconnects by itself it sends the last event id and gets
 * what it missed; after an answer that ends the attempt (a restart of the server, a proxy's error), a silence or a lost
 * network a new stream is opened, and the server begins it from what it has.
 */
export class EventStream {
  readonly #address: string;
  readonly #names: readonly string[];
  readonly #handlers: EventStreamHandlers;
  #source: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #firstEvent: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed = false;

  constructor(address: string, names: readonly string[], handlers: EventStreamHandlers) {
    this.#address = address;
    this.#names = names;
    this.#handlers = handlers;
    window.addEventListener("online", this.#hurry);
    window.addEventListener("offline", this.#lost);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    clearTimeout(this.#firstEvent);
    this.#source?.close();
    window.removeEventListener("online", this.#hurry);
    window.removeEventListener("offline", this.#lost);
    document.removeEventListener("visibilitychange", this.#hurry);
  }

  #open(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    const source = new EventSource(this.#address);
    this.#source = source;
    this.#expectWithin(openingMs);
    this.#firstEvent ??= setTimeout(() => this.#handlers.onSilent?.(true), firstEventMs);
    source.addEventListener("open", () => {
      this.#attempt = 0;
      this.#expectWithin(silenceMs);
      this.#handlers.onConnected(true);
    });
    source.addEventListener("error", () => {
      if (this.#closed || this.#source !== source) return;
      this.#handlers.onConnected(false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.#handlers.onTurnedAway();
      clearTimeout(this.#silence);
      this.#retry = setTimeout(() => this.#open(), retryDelayMs(this.#attempt, Math.random()));
      this.#attempt += 1;
    });
    source.addEventListener("beat", this.#heard);
    for (const name of this.#names) {
      source.addEventListener(name, (event) => {
        this.#heard();
        if (event instanceof MessageEvent)
          this.#handlers.onEvent(name, String(event.data), event.lastEventId);
      });
    }
  }

  readonly #heard = (): void => {
    this.#expectWithin(silenceMs);
    clearTimeout(this.#firstEvent);
    this.#firstEvent = undefined;
    this.#handlers.onSilent?.(false);
  };

  #expectWithin(milliseconds: number): void {
    clearTimeout(this.#silence);
    if (!this.#closed) this.#silence = setTimeout(this.#lost, milliseconds);
  }

  /** Tried anew at once: without a network a server on this very machine still answers. */
  readonly #lost = (): void => {
    this.#handlers.onConnected(false);
    this.#open();
  };

  readonly #hurry = (): void => {
    if (document.visibilityState !== "visible" || this.#source?.readyState === EventSource.OPEN) return;
    this.#open();
  };
}
