import { resolve } from "node:path";
import { type Instrument, RefractError } from "@refract/core";
import type { LocalModelService } from "@refract/models";
import { finishRun } from "../folder/finish-run.ts";
import { reopenRun } from "../folder/reopen-run.ts";
import {
  type FoundRecords,
  openExistingRun,
  openRunFolder,
  prepareRun,
  sharedRunNote,
} from "../folder/run-folder.ts";
import { createSetup, type SetupChoices } from "../plan/run-setup.ts";
import type { RunResults } from "../scores/results.ts";
import { openResponseCache } from "../store/response-cache.ts";
import { accountsOf } from "./accounts.ts";
import type { Stop } from "./ask-samples.ts";
import { createAsker } from "./asker.ts";
import { type CallTimes, callTimes } from "./call-times.ts";
import { probeModels } from "./probe-models.ts";
import { type AskProgress, runSamples } from "./run-samples.ts";

export interface RunOptions {
  readonly instrument: Instrument;
  readonly choices: SetupChoices;
  /** The folder of records. */
  readonly from: string;
  readonly out: string;
  readonly service: LocalModelService;
  /** A file; null asks everything anew. */
  readonly cacheFile: string | null;
  /** For this run, interrupted parts included; null for none. */
  readonly capUsd: number | null;
  /** For one call. */
  readonly deadlineMs: number;
  readonly lengthNormalised: boolean;
  readonly parquet: boolean;
  /** Aborting it stops the run cleanly: what was answered is kept and scored. */
  readonly stopper: AbortController;
  /** Called once the records are read, before anything is asked. */
  readonly onRecords?: (records: FoundRecords) => void;
  readonly onProgress: (progress: AskProgress) => void;
}

export interface RunOutcome {
  /** Null when everything was asked. */
  readonly stop: Stop | null;
  readonly results: RunResults;
  /** No part of the results, which have no clock. */
  readonly times: readonly CallTimes[];
}

/** Asks an instrument's items of models, or what is left of an earlier run in the same folder, and scores the answers. */
export async function runInstrument(options: RunOptions): Promise<RunOutcome> {
  const setup = createSetup(options.instrument, options.choices);
  const run = await prepareRun(setup, options.from);
  options.onRecords?.(run.records);
  // A model that can't be opened leaves the folder as it was.
  await accountsOf(setup, options.service);
  const out = resolve(options.out);
  using store = await openRunFolder(out, run, options.from);
  if (store.note(sharedRunNote) !== null)
    throw new RefractError(
      "conflict",
      `${out}: workers were at this run, and answers may still be in their database; expected the same command with --database-url, which fetches them, or another folder`,
    );
  using cache = options.cacheFile === null ? null : openResponseCache(options.cacheFile);
  const asker = createAsker(options.service, cache, {
    signal: options.stopper.signal,
    deadlineMs: options.deadlineMs,
    retries: 4,
    quotaRetries: 60,
    budget: {
      name: "run",
      capUsd: options.capUsd === null ? null : Math.max(0, options.capUsd - store.spentUsd()),
    },
  });
  await probeModels(setup, asker, store);
  const { service, stopper, onProgress } = options;
  const stop = await runSamples(setup, run.plan, { store, asker, service, stopper, onProgress });
  const results = await finishRun(out, run, store, options);
  return { stop, results, times: callTimes(setup, run.plan, store) };
}

/** Scores the stored replies of a run anew, without asking. */
export async function rescoreRun(
  folder: string,
  instruments: readonly Instrument[],
  options: {
    readonly from?: string | undefined;
    readonly lengthNormalised: boolean;
    readonly parquet: boolean;
  },
): Promise<RunResults> {
  const out = resolve(folder);
  using store = await openExistingRun(out);
  const run = await reopenRun(store, instruments, options.from);
  // Remembered, so that whoever reads the run next finds the records.
  if (options.from !== undefined) store.setNote("from", resolve(options.from));
  return await finishRun(out, run, store, options);
}
