import { Worker } from "node:worker_threads";
import { messageOf, RefractError } from "@refract/core";
import type { SharedMemory } from "./english/wasm-memory.ts";
import type { Embedded, ThreadAnswer, ThreadRequest } from "./english-thread.ts";

export interface Threads extends Disposable {
  /** The model that they share. */
  readonly model: Promise<SharedMemory>;
  /** Calls are carried out one after the other. @throws RefractError `model-failed` when a thread dies */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** The model lies outside the heap: what a thread makes in it is short-lived, and a small nursery holds it. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * Threads that share one English model, in slots from 1, and don't keep the process alive.
 *
 * @param count at least 1
 * @param loaded null has one of them load the model, while the caller goes on
 */
export function createThreads(count: number, loaded: Promise<SharedMemory> | null): Threads {
  const [first, ...others] = [startThread(), ...Array.from({ length: count - 1 }, startThread)] as const;
  const threads = [first, ...others];
  const model = loaded ?? first.load(1);
  const ready = model.then((memory) => {
    for (const [place, thread] of threads.entries())
      if (loaded !== null || thread !== first) thread.post({ kind: "model", memory, slot: 1 + place });
  });
  // Whoever embeds is told.
  ready.catch(() => undefined);
  let calls = 0;

  return Object.freeze({
    model,
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
  const loading = Promise.withResolvers<SharedMemory>();
  // Whoever embeds is told.
  loading.promise.catch(() => undefined);
  let problem: RefractError | null = null;
  const fail = (cause: unknown) => {
    problem ??= new RefractError("model-failed", `embedder default: ${messageOf(cause)}`, { cause });
    loading.reject(problem);
    for (const { reject } of asked.values()) reject(problem);
    asked.clear();
  };
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`its thread ended with ${code}`)));
  worker.on("message", (answer: ThreadAnswer) => {
    if (answer.kind === "loaded") {
      loading.resolve(answer.memory);
      return;
    }
    asked.get(answer.call)?.resolve(answer.made);
    asked.delete(answer.call);
    if (asked.size === 0) worker.unref();
  });
  const post = (request: ThreadRequest) => worker.postMessage(request);
  return {
    post,
    load: (slot: number): Promise<SharedMemory> => {
      post({ kind: "load", slot });
      return loading.promise;
    },
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
