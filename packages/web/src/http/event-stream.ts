import { retryDelayMs } from "./retry-delay.ts";

export interface EventStreamHandlers {
  readonly onEvent: (name: string, data: string, id: string) => void;
  readonly onConnected: (connected: boolean) => void;
}

/**
 * Server-sent events that never give up. While the browser reconnects by itself it sends the last event id and gets
 * what it missed; after an answer that ends the attempt (a restart of the server, a proxy's error) a new stream is
 * opened, and the server begins it from what it has.
 */
export class EventStream {
  readonly #address: string;
  readonly #names: readonly string[];
  readonly #handlers: EventStreamHandlers;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed = false;

  constructor(address: string, names: readonly string[], handlers: EventStreamHandlers) {
    this.#address = address;
    this.#names = names;
    this.#handlers = handlers;
    window.addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
    window.removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#attempt = 0;
      this.#handlers.onConnected(true);
    });
    source.addEventListener("error", () => {
      if (this.#closed || this.#source !== source) return;
      this.#handlers.onConnected(false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => this.#open(), retryDelayMs(this.#attempt, Math.random()));
      this.#attempt += 1;
    });
    for (const name of this.#names) {
      source.addEventListener(name, (event) => {
        if (event instanceof MessageEvent)
          this.#handlers.onEvent(name, String(event.data), event.lastEventId);
      });
    }
  }

  readonly #hurry = (): void => {
    if (document.visibilityState !== "visible" || this.#source?.readyState !== EventSource.CLOSED) return;
    this.#open();
  };
}
