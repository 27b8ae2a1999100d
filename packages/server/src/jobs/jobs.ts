import { randomUUID } from "node:crypto";
import { messageOf, RefractError } from "@refract/core";

export interface JobResult {
  readonly folder: string | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** Violations the check found in what was written; null where nothing was checked. */
  readonly problems: number | null;
}

/** Work the start page began: how far it is and what came of it. */
export interface Job {
  readonly id: string;
  readonly kind: "simulate" | "export";
  readonly state: "running" | "done" | "failed";
  readonly done: number;
  readonly total: number;
  readonly message: string;
  readonly result: JobResult | null;
}

export type Progress = (done: number, total: number, message: string) => void;

const keptJobs = 50;

/** Background work of one server, kept while it runs; what it made is on disk or in the store. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Map<string, Set<(job: Job) => void>>();
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Starts it and answers its id. One of a kind runs at a time. The signal tells the work that the server stops. */
  start(
    kind: Job["kind"],
    message: string,
    work: (progress: Progress, signal: AbortSignal) => Promise<JobResult>,
  ): string {
    if ([...this.#jobs.values()].some((job) => job.kind === kind && job.state === "running")) {
      throw new RefractError(
        "conflict",
        `${kind}: one is running already, expected it to be finished first`,
        { userMessage: "job-running" },
      );
    }
    const id = randomUUID();
    this.#set({ id, kind, state: "running", done: 0, total: 0, message, result: null });
    const running: Promise<void> = work(
      (done, total, text) => this.#change(id, { done, total, message: text }),
      this.#stop.signal,
    )
      .then((result) => this.#change(id, { state: "done", result }))
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#onError(error);
        this.#change(id, { state: "failed", message: messageOf(error) });
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return id;
  }

  has(id: string): boolean {
    return this.#jobs.has(id);
  }

  get(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined)
      throw new RefractError(
        "not-found",
        `job: invalid value ${JSON.stringify(id)}, expected a job of this server`,
      );
    return job;
  }

  /** Called now and at every change. */
  listen(id: string, listener: (job: Job) => void): () => void {
    listener(this.get(id));
    const listeners = this.#listeners.get(id) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(id, listeners);
    return () => listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error("the server is stopping"));
    await Promise.allSettled(this.#running);
  }

  #change(id: string, change: Partial<Job>): void {
    this.#set({ ...this.get(id), ...change });
  }

  /** Never one that is running: it still has something to say. */
  #forgetOldest(): void {
    for (const { id, state } of this.#jobs.values()) {
      if (state === "running") continue;
      this.#jobs.delete(id);
      this.#listeners.delete(id);
      return;
    }
  }

  #set(job: Job): void {
    this.#jobs.set(job.id, job);
    if (this.#jobs.size > keptJobs) this.#forgetOldest();
    for (const listener of this.#listeners.get(job.id) ?? []) listener(job);
  }
}
