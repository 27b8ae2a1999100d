import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { messageOf, RefractError } from "@refract/core";
import type { ThreadAnswer, ThreadRequest } from "./english-thread.ts";

export interface Threads extends Disposable {
  /** Calls take turns. @throws RefractError `model-failed` when a thread dies */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** Threads with the English model, which don't keep the process alive. @param count at least 1 */
export function createThreads(count: number): Threads {
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL("./english-thread.ts", import.meta.url));
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
    // Dealt like cards: lengths vary, and neighbours are often alike.
    const shares = workers.map((_, thread) => texts.filter((_, place) => place % count === thread));
    const found = await Promise.all(
      workers.map((worker, thread) => embedShare(worker, shares[thread] ?? [])),
    );
    return texts.map((_, place) => found[place % count]?.[Math.floor(place / count)] ?? new Float32Array(0));
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
