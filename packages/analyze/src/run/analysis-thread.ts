import { parentPort } from "node:worker_threads";
import { messageOf, RefractError } from "@refract/core";
import { refuseDeepNesting } from "@refract/dataset";
import { type AnalysisData, type LoadedDataset, openLoadedDataset } from "../data/analysis-data.ts";
import type { Groups } from "../groups/groups.ts";
import { createPeopleView } from "../groups/people-view.ts";
import type { Mode } from "../mode.ts";
import { analyses, longest } from "../registry.ts";
import { type AnalysisClaims, takeFirst } from "./analysis-claims.ts";
import { type AnalysisResult, runOne } from "./run-one.ts";

/** What a thread has to know before it takes its first analysis. */
export interface ThreadWork {
  readonly dataset: LoadedDataset;
  readonly memoryMb: number;
  readonly groups: Groups;
  readonly mode: Mode;
  readonly seed: string;
  readonly claims: AnalysisClaims;
  /** Its number among those who take. */
  readonly taker: number;
}

/**
 * What a thread is asked: first to look through files for records nested too deep, one after the other; then once to take analyses, or
 * to end without.
 */
export type ThreadRequest =
  | { readonly kind: "look"; readonly path: string }
  | { readonly kind: "work"; readonly work: ThreadWork }
  | { readonly kind: "end" };

/** What it answers for each file. */
export interface Looked {
  readonly kind: "looked";
  readonly fault: Fault | null;
}

/** An error as plain data: its class is lost on the way between threads. */
export interface Fault {
  readonly code: RefractError["code"] | null;
  readonly message: string;
}

/** Of a thread's analyses, one after the other. */
export type ThreadMessage =
  | { readonly kind: "begun"; readonly id: string }
  | { readonly kind: "progress"; readonly id: string; readonly message: string }
  | { readonly kind: "result"; readonly id: string; readonly result: AnalysisResult };

const send = (message: Looked | ThreadMessage) => parentPort?.postMessage(message);

/** Looks through files until it is given its work, takes analyses until none is left, and ends. */
export function takeAnalyses(): void {
  let looking = Promise.resolve();
  let looks = 0;
  let prepared: Promise<void> | null = null;
  parentPort?.on("message", async (request: ThreadRequest) => {
    if (request.kind === "look") {
      looks += 1;
      looking = looking
        .then(() => look(request.path))
        .then(() => {
          looks -= 1;
          if (looks === 0) prepared ??= prepare();
        });
      return;
    }
    await prepared;
    if (request.kind === "work") await work(request.work);
    parentPort?.close();
  });
}

async function look(path: string): Promise<void> {
  const fault = await refuseDeepNesting(path).then(
    () => null,
    (thrown: unknown) => ({
      code: thrown instanceof RefractError ? thrown.code : null,
      message: messageOf(thrown),
    }),
  );
  send({ kind: "looked", fault });
}

/** While DuckDB reads, threads have nothing else to do: what they begin with is loaded. */
async function prepare(): Promise<void> {
  // it says itself what it lacks, when it is taken
  for (const analysis of analyses)
    if (longest.first.includes(analysis.id)) await analysis.prepare?.().catch(() => undefined);
}

async function work(settings: ThreadWork): Promise<void> {
  await using data = await openLoadedDataset(settings.dataset, { memoryMb: settings.memoryMb });
  const next = () => takeFirst(settings.claims, settings.taker);
  for (let id = next(); id !== null; id = next()) {
    send({ kind: "begun", id });
    send({ kind: "result", id, result: await analyse(settings, data, id) });
  }
}

async function analyse(settings: ThreadWork, data: AnalysisData, id: string): Promise<AnalysisResult> {
  const analysis = analyses.find((one) => one.id === id);
  if (analysis === undefined) throw new Error(`no analysis "${id}"`);
  await using own = await data.connect();
  await createPeopleView(own, settings.groups);
  const { groups, mode, seed } = settings;
  return await runOne(analysis, own, { groups, mode, seed, embedder: null }, (message) =>
    send({ kind: "progress", id, message }),
  );
}
