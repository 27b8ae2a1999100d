import type { ChunkJob, SharedRuns } from "@refract/store";
import type { OrdinalSource } from "../run/ask-samples.ts";
import { patiently } from "./patience.ts";

const lookAgainMs = 500;

interface OpenChunk {
  readonly job: ChunkJob;
  readonly ordinals: readonly number[];
  /** How many of them were given out. */
  given: number;
  /** How many are not dealt with yet. */
  open: number;
}

export interface ChunkFeedOptions {
  readonly shared: SharedRuns;
  readonly runId: string;
  /** Models whose chunks are taken, one model after the other. */
  readonly models: readonly number[];
  /** How many samples may be out at a time right now: who can't ask them leaves them to others. */
  readonly allowance: () => number;
}

/**
 * The samples of one account out of chunks that are taken from the queue one by one. While there is no chunk it waits for one, for
 * another process may lose its own, until it is closed.
 */
export class ChunkFeed implements OrdinalSource {
  readonly #options: ChunkFeedOptions;
  readonly #chunks = new Map<string, OpenChunk>();
  readonly #chunkOf = new Map<number, OpenChunk>();
  #present: OpenChunk | null = null;
  #out = 0;
  #closed = false;
  #taking: Promise<void> | null = null;
  #change = Promise.withResolvers<void>();

  constructor(options: ChunkFeedOptions) {
    this.#options = options;
  }

  /** Chunks that were taken and are not finished. */
  get jobs(): readonly ChunkJob[] {
    return [...this.#chunks.values()].map(({ job }) => job);
  }

  /** Gives nothing out any more. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async next(): Promise<number | null> {
    while (!this.#closed) {
      const present = this.#present;
      if (this.#out >= this.#options.allowance()) await this.#changed(lookAgainMs / 10);
      else if (present === null) {
        this.#taking ??= this.#take().finally(() => {
          this.#taking = null;
        });
        await this.#taking;
      } else {
        const ordinal = present.ordinals[present.given];
        present.given += 1;
        if (present.given >= present.ordinals.length) this.#present = null;
        if (ordinal === undefined) continue;
        this.#out += 1;
        this.#chunkOf.set(ordinal, present);
        return ordinal;
      }
    }
    return null;
  }

  async done(ordinal: number, stored: boolean): Promise<void> {
    const chunk = this.#chunkOf.get(ordinal);
    this.#chunkOf.delete(ordinal);
    this.#out -= 1;
    this.#wake();
    if (chunk === undefined || !stored) return;
    chunk.open -= 1;
    if (chunk.open > 0) return;
    await this.#complete(chunk.job);
    this.#chunks.delete(chunk.job.id);
  }

  /** Leaves what is not finished to others. */
  async handBack(): Promise<void> {
    this.close();
    await this.#taking;
    for (const job of this.jobs) await this.#options.shared.chunks.handBack(this.#options.runId, job);
    this.#chunks.clear();
  }

  async #complete(job: ChunkJob): Promise<void> {
    const { shared, runId } = this.#options;
    await patiently(() => shared.chunks.complete(runId, job));
  }

  async #take(): Promise<void> {
    const { shared, runId, models } = this.#options;
    for (const model of models) {
      const job = await patiently(() => shared.chunks.take(runId, model));
      if (job === null) continue;
      const all = job.spans.flatMap(([first, end]) =>
        Array.from({ length: end - first }, (_, index) => first + index),
      );
      // Another process may have been at it before it was killed.
      const settled = await patiently(() => shared.settledOf(runId, all));
      const ordinals = all.filter((ordinal) => !settled.has(ordinal));
      if (ordinals.length === 0) return this.#complete(job);
      const chunk = { job, ordinals, given: 0, open: ordinals.length };
      this.#chunks.set(job.id, chunk);
      this.#present = chunk;
      return;
    }
    await this.#changed(lookAgainMs);
  }

  /** Comes back when something changed, or after a while. */
  async #changed(mostMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, mostMs);
    });
    await Promise.race([this.#change.promise, later]);
    clearTimeout(timer);
  }

  #wake(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }
}
