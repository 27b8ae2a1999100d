import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { messageOf, RefractError } from "@refract/core";
import type { SharedMemory } from "./english/wasm-memory.ts";
import type { ThreadAnswer, ThreadRequest } from "./english-thread.ts";

export interface Threads extends Disposable {
  /** Calls take turns. @throws RefractError `model-failed` when a thread dies */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** The model lies outside the heap: what a thread makes in it is short-lived, and a small nursery holds it. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * Threads that share one English model, in slots from 1, and don't keep the process alive.
 *
 * @param count at least 1
 */
export function createThreads(count: number, loading: Promise<SharedMemory>): Threads {
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL("./english-thread.ts", import.meta.url), { resourceLimits });
    worker.unref();
    return worker;
  });
  const post = (worker: Worker, request: ThreadRequest) => worker.postMessage(request);
  const ready = loading.then((memory) => {
    for (const [place, worker] of workers.entries()) post(worker, { kind: "model", memory, slot: 1 + place });
  });
  // Whoever embeds is told.
  ready.catch(() => undefined);

  const embedShare = async (worker: Worker, request: ThreadRequest): Promise<ThreadAnswer> => {
    worker.ref();
    const settled = new AbortController();
    try {
      post(worker, request);
      const died = once(worker, "exit", { signal: settled.signal }).then(([code]) => {
        throw new Error(`its thread ended with ${code}`);
      });
      const [answer]: ThreadAnswer[] = await Promise.race([
        once(worker, "message", { signal: settled.signal }),
        died,
      ]);
      return answer ?? [];
    } catch (cause) {
      throw new RefractError("model-failed", `embedder default: ${messageOf(cause)}`, { cause });
    } finally {
      settled.abort();
      worker.unref();
    }
  };

  const embedAll = async (texts: readonly string[]) => {
    await ready;
    // Lengths vary, and this thread may be busy: the threads share out the texts among themselves.
    const taken = new Int32Array(new SharedArrayBuffer(4));
    const shares = await Promise.all(
      workers.map((worker) => embedShare(worker, { kind: "texts", texts, taken })),
    );
    const vectors: Float32Array[] = [];
    for (const [place, vector] of shares.flat()) vectors[place] = vector;
    return vectors;
  };
  // An answer of a thread does not say whose it is.
  let before: Promise<unknown> = Promise.resolve();

  return Object.freeze({
    embed: (texts: readonly string[]) => {
      const mine = before.then(() => embedAll(texts));
      before = mine.catch(() => undefined);
      return mine;
    },
    [Symbol.dispose]: () => {
      for (const worker of workers) void worker.terminate();
    },
  });
}
