const settleMs = 500;

/** Tells whoever looks at the start page that something changed, at most every half second. */
export class StudyChanges {
  readonly #listeners = new Set<() => void>();
  #pending: NodeJS.Timeout | null = null;

  notify(): void {
    if (this.#pending !== null || this.#listeners.size === 0) return;
    this.#pending = setTimeout(() => {
      this.#pending = null;
      for (const listener of this.#listeners) listener();
    }, settleMs);
    this.#pending.unref();
  }

  /** Called now and after changes. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    listener();
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    if (this.#pending !== null) clearTimeout(this.#pending);
  }
}
