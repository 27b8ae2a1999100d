import { parentPort } from "node:worker_threads";
import { type AnalysisData, type LoadedDataset, openLoadedDataset } from "../data/analysis-data.ts";
import type { Groups } from "../groups/groups.ts";
import { createPeopleView } from "../groups/people-view.ts";
import type { Mode } from "../mode.ts";
import { analyses } from "../registry.ts";
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

/** The work, which a thread is sent once; null ends one that has not been sent any. */
export type ThreadRequest = ThreadWork | null;

/** A thread's analyses, one after the other. */
export type ThreadMessage =
  | { readonly kind: "begun"; readonly id: string }
  | { readonly kind: "progress"; readonly id: string; readonly message: string }
  | { readonly kind: "result"; readonly id: string; readonly result: AnalysisResult };

const send = (message: ThreadMessage) => parentPort?.postMessage(message);

/** Waits for its work, takes analyses until none is left, and ends. */
export function takeAnalyses(): void {
  parentPort?.once("message", async (request: ThreadRequest) => {
    if (request !== null) await work(request);
    parentPort?.close();
  });
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
