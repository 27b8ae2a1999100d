import { once } from "node:events";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { ThreadMessage, ThreadRequest, ThreadSettings } from "./analysis-thread.ts";
import type { AnalysisResult } from "./run-one.ts";
import type { ThreadStart } from "./thread-start.ts";

/** A thread that runs analyses side by side, each with a connection to the dataset of its own. */
export interface AnalysisThread extends AsyncDisposable {
  /** @throws Error when the thread dies: it takes no other analysis then */
  run(id: string, onProgress: (message: string) => void): Promise<AnalysisResult>;
}

/** Left to itself, a thread's space for young objects grows to 130 MB, of which its analyses need hardly any. */
const maxYoungGenerationSizeMb = 24;

export function startAnalysisThread(settings: ThreadSettings): AnalysisThread {
  // what a thread compiles is kept between starts only where it is told to
  const compileCache = getCompileCacheDir();
  const workerData: ThreadStart = {
    settings,
    compileCache: compileCache === undefined ? null : dirname(compileCache),
  };
  const worker = new Worker(new URL("./thread-start.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  const ended = Promise.withResolvers<never>();
  worker.once("error", (error) => ended.reject(error));
  worker.once("exit", (code) => ended.reject(new Error(`its thread ended with ${code}`)));
  // nobody may be waiting when it ends
  ended.promise.catch(() => undefined);
  const post = (request: ThreadRequest) => worker.postMessage(request);

  return Object.freeze({
    run: async (id: string, onProgress: (message: string) => void) => {
      const found = Promise.withResolvers<AnalysisResult>();
      const listen = (message: ThreadMessage) => {
        if (message.id !== id) return;
        if (message.kind === "result") found.resolve(message.result);
        else onProgress(message.message);
      };
      worker.on("message", listen);
      try {
        post(id);
        return await Promise.race([found.promise, ended.promise]);
      } finally {
        worker.off("message", listen);
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (worker.threadId < 0) return;
      const gone = once(worker, "exit");
      post(null);
      await gone;
    },
  });
}
