import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";

/** What a thread is given; its modules are loaded after it knows where compiled code is kept, which saves most of loading. */
export interface ThreadStart {
  readonly compileCache: string | null;
}

const { compileCache }: ThreadStart = workerData;
if (compileCache !== null) enableCompileCache(compileCache);
const { takeAnalyses } = await import("./analysis-thread.ts");
takeAnalyses();
