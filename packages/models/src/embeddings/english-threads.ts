import { Worker } from "node:worker_threads";
import { messageOf, RefractError } from "@refract/core";
import type { SharedMemory } from "./english/wasm-memory.ts";
import type { Embedded, ThreadAnswer, ThreadRequest } from "./english-thread.ts";

export interface Threads extends Disposable {
  /** Calls are carried out one after the other. @throws RefractError `model-failed` when a thread dies */
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
  const threads = Array.from({ length: count }, startThread);
  const ready = loading.then((memory) => {
    for (const [place, thread] of threads.entries()) thread.post({ kind: "model", memory, slot: 1 + place });
  });
  // Whoever embeds is told.
  ready.catch(() => undefined);
  let calls = 0;

  return Object.freeze({
    embed: async (texts: readonly string[]) => {
      await ready;
      calls += 1;
      const call = calls;
      // Lengths vary, and this thread may be busy: the threads share out the texts among themselves.
      const taken = new Int32Array(new SharedArrayBuffer(4));
      const shares = await Promise.all(
        threads.map((thread) => thread.ask({ kind: "texts", call, texts, taken })),
      );
      const vectors: Float32Array[] = [];
      for (const [place, vector] of shares.flat()) vectors[place] = vector;
      return vectors;
    },
    [Symbol.dispose]: () => {
      for (const thread of threads) thread.end();
    },
  });
}

/** A thread, which keeps the process alive only while it is asked something. */
function startThread() {
  const worker = new Worker(new URL("./english-thread.ts", import.meta.url), { resourceLimits });
  worker.unref();
  const asked = new Map<number, PromiseWithResolvers<Embedded>>();
  let problem: RefractError | null = null;
  const fail = (cause: unknown) => {
    problem ??= new RefractError("model-failed", `embedder default: ${messageOf(cause)}`, { cause });
    for (const { reject } of asked.values()) reject(problem);
    asked.clear();
  };
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`its thread ended with ${code}`)));
  worker.on("message", ({ call, made }: ThreadAnswer) => {
    asked.get(call)?.resolve(made);
    asked.delete(call);
    if (asked.size === 0) worker.unref();
  });
  const post = (request: ThreadRequest) => worker.postMessage(request);
  return {
    post,
    ask: (request: ThreadRequest & { readonly kind: "texts" }): Promise<Embedded> => {
      if (problem !== null) return Promise.reject(problem);
      const answer = Promise.withResolvers<Embedded>();
      asked.set(request.call, answer);
      worker.ref();
      post(request);
      return answer.promise;
    },
    end: () => void worker.terminate(),
  };
}
