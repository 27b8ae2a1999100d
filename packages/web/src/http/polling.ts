export interface PollingOptions {
  /** Answers whether somebody was there to ask. */
  readonly ask: () => Promise<boolean>;
  readonly onAnswers: () => void;
}

const everyMs = { seen: 2000, hidden: 15_000 } as const;

/** Asks again and again, for networks that hold event streams back. */
export class Polling {
  readonly #options: PollingOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #answers = false;

  constructor(options: PollingOptions) {
    this.#options = options;
  }

  /** Whether it runs and the last question was answered. */
  get answers(): boolean {
    return this.#running && this.#answers;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#ask();
  }

  stop(): void {
    this.#running = false;
    this.#answers = false;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const answers = await this.#options.ask();
    if (!this.#running) return;
    if (answers !== this.#answers) {
      this.#answers = answers;
      this.#options.onAnswers();
    }
    const wait = document.visibilityState === "visible" ? everyMs.seen : everyMs.hidden;
    this.#timer = setTimeout(() => void this.#ask(), wait);
  }
}
