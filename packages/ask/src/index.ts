export { compareRuns, type PairComparison } from "./compare/compare-runs.ts";
export { instrumentOf, readResults } from "./folder/run-folder.ts";
export { type RunOptions, type RunOutcome, rescoreRun, runInstrument } from "./run/run-instrument.ts";
export type { AskProgress } from "./run/run-samples.ts";
export type { RunResults } from "./scores/results.ts";
