export { runWorker, type WorkerEvent, type WorkerOptions } from "./run-worker.ts";
export { type ShareOptions, shareRun } from "./share-run.ts";
