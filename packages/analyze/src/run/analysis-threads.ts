import { once } from "node:events";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Fault, Looked, ThreadMessage, ThreadRequest, ThreadWork } from "./analysis-thread.ts";
import type { ThreadStart } from "./thread-start.ts";

/** A thread that runs analyses beside the main one, with a connection to the dataset of its own. Disposed of, it ends if it has no work. */
export interface AnalysisThread extends AsyncDisposable {
  /**
   * Looks through a file for records nested too deep, after those it was asked for before; not once it has work.
   *
   * @throws RefractError as `refuseDeepNesting` does, and Error when the thread ends before
   */
  refuseDeepNesting(path: string): Promise<void>;
  /**
   * Gives the thread its work; settles when it has ended, with the error that ended it or null. Called once.
   *
   * @param onMessage must not throw
   */
  run(work: ThreadWork, onMessage: (message: ThreadMessage) => void): Promise<Error | null>;
}

/** Left to itself, a thread's space for young objects grows to 130 MB, of which its analyses need hardly any. */
const maxYoungGenerationSizeMb = 48;

/** Starts a thread, which loads its modules until it is given its work: best begun before the dataset is opened. */
export function startAnalysisThread(): AnalysisThread {
  // what a thread compiles is kept between starts only where it is told to
  const compileCache = getCompileCacheDir();
  const workerData: ThreadStart = { compileCache: compileCache === undefined ? null : dirname(compileCache) };
  const worker = new Worker(new URL("./thread-start.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  const ended = Promise.withResolvers<Error | null>();
  worker.once("error", (error) => ended.resolve(error));
  worker.once("exit", (code) =>
    ended.resolve(code === 0 ? null : new Error(`its thread ended with ${code}`)),
  );
  const post = (request: ThreadRequest) => worker.postMessage(request);
  // answered in the order in which they were asked
  const looks: ((fault: Fault | null) => void)[] = [];
  let tell: (message: ThreadMessage) => void = () => undefined;
  worker.on("message", (message: Looked | ThreadMessage) => {
    if (message.kind === "looked") looks.shift()?.(message.fault);
    else tell(message);
  });
  let hasWork = false;
  return Object.freeze({
    refuseDeepNesting: async (path: string) => {
      const looked = new Promise<Fault | null>((resolve) => looks.push(resolve));
      post({ kind: "look", path });
      const dead = ended.promise.then((death) => ({ code: null, message: death?.message ?? "it has ended" }));
      const fault = await Promise.race([looked, dead]);
      if (fault === null) return;
      // a thread is started before anything is loaded that is not needed for it
      const { RefractError } = await import("@refract/core");
      throw fault.code === null ? new Error(fault.message) : new RefractError(fault.code, fault.message);
    },
    run: (work: ThreadWork, onMessage: (message: ThreadMessage) => void) => {
      hasWork = true;
      tell = onMessage;
      post({ kind: "work", work });
      return ended.promise;
    },
    [Symbol.asyncDispose]: async () => {
      if (worker.threadId < 0) return;
      const gone = once(worker, "exit");
      if (!hasWork) post({ kind: "end" });
      await gone;
    },
  });
}
