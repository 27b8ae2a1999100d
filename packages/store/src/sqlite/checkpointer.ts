import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { CheckpointOrder } from "./checkpoint-thread.ts";

/** Changes between two looks at the log: some megabytes. */
const changesBetween = 250;

/** Has the log copied into the database by a thread of its own, which is started when the log is first long enough. */
export class Checkpointer implements AsyncDisposable {
  readonly #file: string;
  #worker: Worker | null = null;
  #changes = 0;
  #isBusy = false;

  constructor(file: string) {
    this.#file = file;
  }

  committed(changes: number): void {
    this.#changes += changes;
    if (this.#changes < changesBetween || this.#isBusy) return;
    this.#changes = 0;
    this.#isBusy = true;
    this.#worker ??= this.#start();
    this.#order("checkpoint");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    worker.ref();
    const ended = once(worker, "exit");
    this.#isBusy = true;
    worker.postMessage("close" satisfies CheckpointOrder);
    await ended;
  }

  #order(order: CheckpointOrder): void {
    this.#worker?.postMessage(order);
  }

  #start(): Worker {
    const worker = new Worker(new URL("./checkpoint-thread.ts", import.meta.url), { workerData: this.#file });
    // It never keeps the program alive.
    worker.unref();
    worker.on("message", () => {
      this.#isBusy = false;
    });
    // Without it the log grows until the program starts anew; a later commit tries another one.
    worker.on("error", () => {
      this.#worker = null;
      this.#isBusy = false;
    });
    return worker;
  }
}
