import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Instrument } from "@refract/core";
import { failureKinds, type PriceTable } from "@refract/models";
import { openSharedRuns, type SharedProgress, type SharedRuns } from "@refract/store";
import * as z from "zod";
import { finishRun } from "../folder/finish-run.ts";
import {
  type FoundRecords,
  openRunFolder,
  type PreparedRun,
  prepareRun,
  sharedRunNote,
} from "../folder/run-folder.ts";
import { createSetup, type SetupChoices } from "../plan/run-setup.ts";
import { joinStops, type Stop } from "../run/ask-samples.ts";
import { callTimes } from "../run/call-times.ts";
import type { RunOutcome } from "../run/run-instrument.ts";
import { type AskProgress, settledSamples } from "../run/run-samples.ts";
import type { RunStore } from "../store/run-store.ts";
import { patiently } from "./patience.ts";
import { planChunks } from "./plan-chunks.ts";
import { buildVersion, pricesOf, type RunDefinition } from "./run-definition.ts";
import { givenUpOf, refusalsOf, stopNote, toldStop } from "./run-notes.ts";
import { storedResponse } from "./shared-responses.ts";

export interface ShareOptions {
  /** What this program was built from; workers have to be of the same. Null where it is not known. */
  readonly commit: string | null;
  readonly databaseUrl: string;
  readonly instrument: Instrument;
  readonly choices: SetupChoices;
  /** The folder of records; workers need the same files. */
  readonly from: string;
  readonly out: string;
  readonly prices: PriceTable;
  /** Whether workers look into the caches of answers on their machines. */
  readonly cache: boolean;
  /** For this run, interrupted parts included; null for none. */
  readonly capUsd: number | null;
  /** For one call. */
  readonly deadlineMs: number;
  /** Calls at a time per account, all workers together; null for what the provider says. */
  readonly concurrency: number | null;
  readonly lengthNormalised: boolean;
  readonly parquet: boolean;
  /** Aborting it stops all workers on this run: what was answered is kept and scored. */
  readonly stopper: AbortController;
  /** Called once the records are read, before anything is asked. */
  readonly onRecords?: (records: FoundRecords) => void;
  readonly onProgress: (progress: AskProgress & { readonly workers: number }) => void;
  /** What a person should read: that there is no worker, that one refuses the run. */
  readonly onNotice: (notice: string) => void;
}

const lookEveryMs = 400;
const workerLivesMs = 12_000;
/** On a busy machine a worker takes a while to start. */
const tellLonelyAfterMs = 30_000;
/** How long workers may take to stop: they hear of it within a second or two. */
const stopWithinMs = 25_000;
/** A reservation that is so much older than a call can be belongs to a killed process; as long as servers of studies wait. */
const abandonedAfterMs = 15 * 60_000;
const batchRows = 2000;

/**
 * Plans a run, has workers ask it, shows how far they are, and writes its folder as a process that asked it alone would. Interrupted or
 * killed, the same call goes on. Throws RefractError as `runInstrument` does, and `unavailable` when the database does not answer.
 */
export async function shareRun(options: ShareOptions): Promise<RunOutcome> {
  const setup = createSetup(options.instrument, options.choices);
  const run = await prepareRun(setup, options.from);
  options.onRecords?.(run.records);
  const out = resolve(options.out);
  using store = await openRunFolder(out, run, options.from);
  await using shared = await openSharedRuns({ databaseUrl: options.databaseUrl });
  const id = await open(shared, store, run, options);
  let stop: Stop | null = null;
  if (id !== null) {
    stop = await watch(shared, id, store, run, options);
    await bringHome(shared, id, store, run);
  }
  const results = await finishRun(out, run, store, options);
  return { stop, results, times: callTimes(setup, run.plan, store) };
}

/** The id of the run in the database, begun or gone on with; null when nothing is missing. */
async function open(
  shared: SharedRuns,
  store: RunStore,
  run: PreparedRun,
  options: ShareOptions,
): Promise<string | null> {
  const known = store.note(sharedRunNote);
  const there = known === null ? null : await patiently(() => shared.run(known));
  if (known !== null && there !== null) {
    const stopped = (await patiently(() => shared.notes(known))).has(stopNote);
    if (there.state === "open" && !stopped && isOfVersion(buildVersion(options.commit), there.definition)) {
      const { priorUsd } = z.object({ priorUsd: z.number() }).parse(JSON.parse(there.definition));
      await patiently(() => shared.redefine(known, JSON.stringify(definitionOf(run, options, priorUsd))));
      return known;
    }
    // Whoever planned it was killed in the middle of planning, or of ending it.
    await patiently(() => shared.setState(known, "ended"));
    await bringHome(shared, known, store, run);
  }
  const settled = settledSamples(run.plan, store);
  const chunks = planChunks(run.plan, settled, run.setup.models.length);
  if (chunks.length === 0) return null;
  const id = randomUUID();
  store.setNote(sharedRunNote, id);
  await shared.plan(id, JSON.stringify(definitionOf(run, options, store.spentUsd())));
  await shared.queueChunks(id, chunks);
  await patiently(() => shared.setState(id, "open"));
  return id;
}

function isOfVersion(version: string, definition: string): boolean {
  return z.object({ version: z.literal(version) }).safeParse(JSON.parse(definition)).success;
}

function definitionOf(
  { setup, identity }: PreparedRun,
  options: ShareOptions,
  priorUsd: number,
): RunDefinition {
  const { capUsd, deadlineMs, concurrency, cache } = options;
  const models = setup.judge === null ? setup.models : [...setup.models, setup.judge];
  return {
    version: buildVersion(options.commit),
    identity,
    from: resolve(options.from),
    priorUsd,
    capUsd: capUsd === null ? null : Math.max(0, capUsd - priorUsd),
    ...{ deadlineMs, concurrency, cache },
    prices: pricesOf(models, options.prices),
  };
}

/** Waits until nothing is left to ask, or all stops; answers why. */
async function watch(
  shared: SharedRuns,
  id: string,
  store: RunStore,
  { plan }: PreparedRun,
  options: ShareOptions,
): Promise<Stop | null> {
  const before = settledSamples(plan, store).reduce((sum, one) => sum + one, 0);
  const priorUsd = store.spentUsd();
  const watcher = createWorkerWatch(options.onNotice);
  let settledAt = performance.now();
  for (;;) {
    const startedAt = performance.now();
    const { progress, notes, workers, tookMs } = await patiently(() => look(shared, id));
    watcher.look(workers, notes);
    options.onProgress({
      done: before + progress.settled,
      total: plan.size,
      cached: progress.cached,
      spentUsd: priorUsd + progress.spentUsd,
      errors: errorsOf(progress),
      workers,
    });
    const stop = stopOf(progress, notes, options.stopper.signal);
    if (stop !== null || progress.chunks === 0) {
      await patiently(() => shared.setState(id, "ended"));
      if (progress.chunksUnderWay > 0) await untilNobodyIsAtIt(shared, id);
      return stop;
    }
    if (startedAt - settledAt > 30_000) {
      settledAt = startedAt;
      await patiently(() => shared.settleAbandoned(Math.max(abandonedAfterMs, 2 * options.deadlineMs)));
    }
    // A look at a large run takes longer, and must not be what the database is busy with.
    await sleep(Math.max(lookEveryMs, 10 * tookMs), undefined, { signal: options.stopper.signal }).catch(
      () => {},
    );
  }
}

async function look(shared: SharedRuns, id: string) {
  const startedAt = performance.now();
  const progress = await shared.progress(id);
  const notes = await shared.notes(id);
  const workers = (await shared.liveWorkers(workerLivesMs)).length;
  return { progress, notes, workers, tookMs: performance.now() - startedAt };
}

function stopOf(
  progress: SharedProgress,
  notes: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Stop | null {
  const givenUp = givenUpOf(notes).map((message): Stop => ({ reason: "model", message }));
  const told = toldStop(notes);
  if (told !== null) return joinStops([...givenUp, told]);
  if (signal.aborted) return { reason: "interrupted", message: "stopped before all was asked" };
  if (progress.chunks > 0) return null;
  if (givenUp.length > 0) return joinStops(givenUp);
  if (progress.chunksGivenUp > 0)
    return {
      reason: "model",
      message: `${progress.chunksGivenUp} chunks were begun again and again and never finished; the workers' output may say why`,
    };
  return null;
}

function errorsOf({ failures }: SharedProgress): AskProgress["errors"] {
  return Object.fromEntries(
    failureKinds.flatMap((kind) => (failures[kind] === undefined ? [] : [[kind, failures[kind]]])),
  );
}

async function untilNobodyIsAtIt(shared: SharedRuns, id: string): Promise<void> {
  const giveUpAt = performance.now() + stopWithinMs;
  while (performance.now() < giveUpAt) {
    // A chunk that was handed back waits again; one whose worker was killed stays under way until its heartbeat is missed.
    if ((await patiently(() => shared.progress(id))).chunksUnderWay === 0) return;
    await sleep(lookEveryMs / 2);
  }
}

/** Copies the rows into the run's folder, and then deletes the run in the database: there is one truth again. */
async function bringHome(
  shared: SharedRuns,
  id: string,
  store: RunStore,
  { plan }: PreparedRun,
): Promise<void> {
  for (let start = 0; start < plan.size; start += batchRows)
    store.addAll((await patiently(() => shared.samples(id, start, start + batchRows))).map(storedResponse));
  await patiently(() => shared.remove(id));
  store.removeNote(sharedRunNote);
}

/** Tells once that no worker is there, and once of each that refuses. */
function createWorkerWatch(onNotice: (notice: string) => void) {
  let seenAt = performance.now();
  const told = new Set<string>();
  const once = (notice: string) => {
    if (told.has(notice)) return;
    told.add(notice);
    onNotice(notice);
  };
  return {
    look: (workers: number, notes: ReadonlyMap<string, string>) => {
      if (workers > 0) seenAt = performance.now();
      if (performance.now() - seenAt > tellLonelyAfterMs)
        once("no worker is at this database; start one with: refract worker --database-url URL");
      for (const { worker, message } of refusalsOf(notes)) once(`worker ${worker} refuses: ${message}`);
    },
  };
}
