import { setTimeout as sleep } from "node:timers/promises";
import type { OpenedStudy, SessionView, TextFrame } from "@refract/collect";
import { messageOf, RefractError } from "@refract/core";
import { EventSourceParserStream } from "eventsource-parser/stream";
import * as z from "zod";
import { isAnswering, shownResponses } from "./live-stage.ts";
import { parseView, type SimulatedBrowser } from "./simulated-browser.ts";

const frameSchema: z.ZodType<TextFrame> = z.object({
  turnId: z.string(),
  reset: z.array(z.string()),
  from: z.number(),
  to: z.number(),
  text: z.record(z.string(), z.string()),
});

const reconnects = 5;

/**
 * The session as one browser sees it: the newest view, whichever way it came, and the text of responses as it was
 * streamed. Nothing is polled.
 */
export class WatchedSession implements AsyncDisposable {
  readonly #browser: SimulatedBrowser;
  readonly #study: OpenedStudy;
  readonly #close = new AbortController();
  readonly #signal: AbortSignal;
  /** By slot, what the stream has brought of it. */
  readonly #texts = new Map<string, string>();
  readonly #listening: Promise<void>;
  readonly #waiting = new Set<() => void>();
  #view: SessionView;
  #failure: unknown = null;
  #connected = false;
  /** The stream was lost since the last page that was shown: what came meanwhile is on the page only. */
  #hasGap = false;

  constructor(browser: SimulatedBrowser, study: OpenedStudy, view: SessionView, signal: AbortSignal) {
    this.#browser = browser;
    this.#study = study;
    this.#view = view;
    this.#signal = AbortSignal.any([signal, this.#close.signal]);
    this.#listening = this.#listen().catch((error: unknown) => {
      if (!this.#close.signal.aborted) this.#failure = error;
      this.#changed();
    });
  }

  get view(): SessionView {
    return this.#view;
  }

  /** Takes in a view; an older one never replaces a newer. */
  see(view: SessionView): void {
    const isOlder = view.seq < this.#view.seq;
    // A page that was already shown never goes back to models answering.
    const goesBack = view.seq === this.#view.seq && this.#answers(view) && !this.#answers(this.#view);
    if (isOlder || goesBack) return;
    this.#view = view;
    this.#changed();
  }

  /** Until the stream is open: what happens after that is not missed. */
  async connected(): Promise<void> {
    await this.#until(() => this.#connected);
  }

  /** The first view in which no models are answering. Throws when the stream is lost or `timeoutMs` have gone by. */
  async settled(timeoutMs: number): Promise<SessionView> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#changed();
    }, timeoutMs);
    try {
      await this.#until(() => isLate || !this.#answers(this.#view));
    } finally {
      clearTimeout(timer);
    }
    if (this.#answers(this.#view))
      throw new RefractError("unavailable", `no view of finished responses came in ${timeoutMs} ms`);
    this.#compareTexts();
    this.#hasGap = false;
    return this.#view;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close.abort();
    await this.#listening;
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#failure !== null) throw this.#failure;
      this.#signal.throwIfAborted();
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #answers(view: SessionView): boolean {
    return isAnswering(this.#study, view);
  }

  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  async #listen(): Promise<void> {
    let lastEventId: string | null = null;
    for (let lost = 0; ; lost += 1) {
      try {
        const body = await this.#browser.stream(lastEventId, this.#signal);
        const decoder: TransformStream<Uint8Array, string> = new TextDecoderStream();
        for await (const event of body.pipeThrough(decoder).pipeThrough(new EventSourceParserStream())) {
          this.#connected = true;
          if (event.id !== undefined) lastEventId = event.id;
          if (event.event === "text") this.#write(frameSchema.parse(JSON.parse(event.data)));
          if (event.event === "view") this.see(parseView(JSON.parse(event.data)));
          lost = 0;
          this.#changed();
        }
      } catch (error) {
        this.#signal.throwIfAborted();
        if (error instanceof RefractError && error.code !== "unavailable") throw error;
        this.#hasGap = true;
        if (lost >= reconnects)
          throw new RefractError("unavailable", `the event stream is lost: ${messageOf(error)}`, {
            cause: error,
          });
      }
      await sleep(100 * 2 ** lost, undefined, { signal: this.#signal });
    }
  }

  #write(frame: TextFrame): void {
    for (const slotId of frame.reset) this.#texts.set(slotId, "");
    for (const [slotId, text] of Object.entries(frame.text))
      this.#texts.set(slotId, (this.#texts.get(slotId) ?? "") + text);
  }

  /** What was streamed for a response is what the page then shows of it, to the character; with a gap, its beginning. */
  #compareTexts(): void {
    for (const slot of shownResponses(this.#study, this.#view)) {
      const streamed = this.#texts.get(slot.id) ?? "";
      const text = slot.text ?? "";
      if (streamed === text || (this.#hasGap && text.startsWith(streamed))) continue;
      throw new Error(
        `slot ${slot.id}: the stream brought ${quoted(streamed)}, and the page shows ${quoted(text)}`,
      );
    }
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
