import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { messageOf, RefractError } from "@refract/core";
import type { ThreadAnswer, ThreadRequest } from "./english-thread.ts";

export interface Threads extends Disposable {
  /** Calls take turns. @throws RefractError `model-failed` when a thread dies */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** Texts a thread takes at a time. */
const textsTaken = 4;
/** Tensors lie outside the heap: what the thread makes in it is short-lived, and a small nursery holds it. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Threads with the English model, which don't keep the process alive. @param count at least 1 */
export function createThreads(count: number): Threads {
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL("./english-thread.ts", import.meta.url), { resourceLimits });
    worker.unref();
    return worker;
  });

  const embedShare = async (worker: Worker, texts: ThreadRequest): Promise<ThreadAnswer> => {
    if (texts.length === 0) return [];
    worker.ref();
    const settled = new AbortController();
    try {
      worker.postMessage(texts);
      const died = once(worker, "exit", { signal: settled.signal }).then(([code]) => {
        throw new Error(`its thread ended with ${code}`);
      });
      const [vectors]: ThreadAnswer[] = await Promise.race([
        once(worker, "message", { signal: settled.signal }),
        died,
      ]);
      return vectors ?? [];
    } catch (cause) {
      throw new RefractError("model-failed", `embedder default: ${messageOf(cause)}`, { cause });
    } finally {
      settled.abort();
      worker.unref();
    }
  };

  const embedAll = async (texts: readonly string[]) => {
    // Lengths vary: whoever is through takes the next few, so that nobody waits long for another at the end.
    const vectors: Float32Array[] = [];
    let next = 0;
    await Promise.all(
      workers.map(async (worker) => {
        while (next < texts.length) {
          const start = next;
          next += textsTaken;
          const found = await embedShare(worker, texts.slice(start, start + textsTaken));
          for (const [place, vector] of found.entries()) vectors[start + place] = vector;
        }
      }),
    );
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
