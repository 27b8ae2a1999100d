import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";
import type { ThreadSettings } from "./analysis-thread.ts";

/** What a thread is given; its modules are loaded after it knows where compiled code is kept, which saves most of loading. */
export interface ThreadStart {
  readonly settings: ThreadSettings;
  readonly compileCache: string | null;
}

const { settings, compileCache }: ThreadStart = workerData;
if (compileCache !== null) enableCompileCache(compileCache);
const { takeAnalyses } = await import("./analysis-thread.ts");
takeAnalyses(settings);
