import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Instrument, messageOf, RefractError } from "@refract/core";
import { openSharedRuns, type SharedRun } from "@refract/store";
import { openResponseCache } from "../store/response-cache.ts";
import { patienceMs } from "./patience.ts";
import { buildVersion } from "./run-definition.ts";
import { type WorkTools, workOnRun } from "./work-on-run.ts";

export interface WorkerOptions {
  /** What this program was built from; null where it is not known. */
  readonly commit: string | null;
  readonly databaseUrl: string;
  readonly instruments: readonly Instrument[];
  /** Keys and addresses of providers. */
  readonly env: NodeJS.ProcessEnv;
  /** Folders of records to look into when they are not where a run was planned. */
  readonly from: readonly string[];
  /** Answers kept on this machine for later runs; null for none. */
  readonly cacheFile: string | null;
  /** Aborting it ends the worker: calls that are under way end, the rest of its chunks goes back to the queue. */
  readonly leaving: AbortSignal;
  /** What a person should read: runs that are begun, left or refused, and problems. */
  readonly onEvent: (event: WorkerEvent) => void;
}

export type WorkerEvent =
  | { readonly kind: "ready"; readonly worker: string; readonly version: string }
  | { readonly kind: "begun" | "left"; readonly run: string }
  | { readonly kind: "refused"; readonly run: string; readonly message: string }
  | { readonly kind: "problem"; readonly message: string };

const lookEveryMs = 1000;
const greetEveryMs = 3000;
/** Runs at a time: each holds its items in memory. */
const mostRuns = 4;

/**
 * Works on every open run of a database until it is asked to leave. Throws RefractError `unavailable` when the database can't be opened,
 * or does not answer for a minute.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { leaving, onEvent } = options;
  const onProblem = (problem: unknown) => onEvent({ kind: "problem", message: messageOf(problem) });
  await using shared = await openSharedRuns({ databaseUrl: options.databaseUrl, onProblem });
  using cache = options.cacheFile === null ? null : openResponseCache(options.cacheFile);
  const version = buildVersion(options.commit);
  const workerId = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  await shared.greet(workerId, version);
  onEvent({ kind: "ready", worker: workerId, version });
  const greeter = setInterval(() => {
    shared.greet(workerId, version).catch(onProblem);
  }, greetEveryMs);
  const { instruments, env, from } = options;
  try {
    await takeRuns({ shared, workerId, version, instruments, env, from, cache, leaving, onProblem }, onEvent);
  } finally {
    clearInterval(greeter);
    await shared.farewell(workerId).catch(onProblem);
  }
}

async function takeRuns(tools: WorkTools, onEvent: WorkerOptions["onEvent"]): Promise<void> {
  const { leaving, onProblem } = tools;
  const underWay = new Map<string, Promise<void>>();
  const refused = new Set<string>();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});

  const work = async (run: SharedRun): Promise<void> => {
    onEvent({ kind: "begun", run: run.id });
    try {
      const refusal = await workOnRun(run, tools);
      if (refusal === null) return onEvent({ kind: "left", run: run.id });
      refused.add(run.id);
      onEvent({ kind: "refused", run: run.id, message: refusal.message });
    } catch (thrown) {
      // A lost connection, a full disk: the next look begins anew. A mistake in the program ends it.
      if (!(thrown instanceof RefractError)) return broken.reject(thrown);
      onProblem(thrown);
    } finally {
      underWay.delete(run.id);
    }
  };

  let answeredAt = performance.now();
  while (!leaving.aborted) {
    try {
      for (const run of await tools.shared.openRuns()) {
        if (underWay.has(run.id) || refused.has(run.id) || underWay.size >= mostRuns) continue;
        underWay.set(run.id, work(run));
      }
      answeredAt = performance.now();
    } catch (thrown) {
      if (!(thrown instanceof RefractError) || performance.now() - answeredAt > patienceMs) throw thrown;
      onProblem(thrown);
    }
    await Promise.race([pause(lookEveryMs, leaving), broken.promise]);
  }
  await Promise.race([Promise.all(underWay.values()), broken.promise]);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
