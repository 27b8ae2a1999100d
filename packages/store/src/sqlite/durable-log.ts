/**
 * Brings commits onto the disk without stopping the program. SQLite writes a commit to its log and does not wait for the disk
 * (`synchronous = normal`); the wait happens here, on a thread of the system, and whoever asked is answered after it. One wait
 * serves all commits made before it began.
 */
export class DurableLog {
  readonly #flush: () => Promise<void>;
  #running: Promise<void> | null = null;
  /** Not begun yet: commits made now are part of it. */
  #next: Promise<void> | null = null;
  #failure: unknown = null;

  /** @param flush resolves once everything that was written to the log before it was called is on the disk */
  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  /**
   * What went wrong with the disk, or null. A system that could not write pages once may forget them, so that a later success proves
   * nothing: after a failure nothing is acknowledged any more, nor read as if it were kept, until the program starts anew.
   */
  get failure(): unknown {
    return this.#failure;
  }

  /** Resolves once every commit made so far is on the disk. */
  settled(): Promise<void> {
    this.#next ??= this.#flushAfter(this.#running);
    return this.#next;
  }

  async #flushAfter(before: Promise<void> | null): Promise<void> {
    // What went wrong there was said to those who waited for it.
    await before?.catch(() => {});
    this.#running = this.#next;
    this.#next = null;
    if (this.#failure !== null) throw this.#failure;
    try {
      await this.#flush();
    } catch (thrown) {
      this.#failure = thrown;
      throw thrown;
    }
  }
}
