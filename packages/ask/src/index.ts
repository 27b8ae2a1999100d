export { reportOfRuns } from "./card/report-of-runs.ts";
export { comparisonOfRuns } from "./compare/comparison-of-runs.ts";
export type { FoundRecords } from "./folder/run-folder.ts";
export { openRecordFolder, type RecordFolder } from "./records/record-folder.ts";
export { describeUnread } from "./records/record-paths.ts";
export { keepMemoryFlat } from "./run/keep-memory-flat.ts";
export { type RunOptions, type RunOutcome, rescoreRun, runInstrument } from "./run/run-instrument.ts";
export { describeAnswers } from "./scores/describe-answers.ts";
export type { RunResults } from "./scores/results.ts";
