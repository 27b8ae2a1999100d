import { parentPort } from "node:worker_threads";
import { type AnalysisData, type LoadedDataset, openLoadedDataset } from "../data/analysis-data.ts";
import type { Groups } from "../groups/groups.ts";
import { createPeopleView } from "../groups/people-view.ts";
import type { Mode } from "../mode.ts";
import { analyses } from "../registry.ts";
import { type AnalysisResult, runOne } from "./run-one.ts";

/** What a thread is started with. */
export interface ThreadSettings {
  readonly dataset: LoadedDataset;
  readonly memoryMb: number;
  readonly groups: Groups;
  readonly mode: Mode;
  readonly seed: string;
}

/** The id of an analysis to run; null ends the thread when its dataset is closed. */
export type ThreadRequest = string | null;

export type ThreadMessage =
  | { readonly kind: "progress"; readonly id: string; readonly message: string }
  | { readonly kind: "result"; readonly id: string; readonly result: AnalysisResult };

const send = (message: ThreadMessage) => parentPort?.postMessage(message);

/** Takes analyses from here on, until the thread is told to end. */
export function takeAnalyses(settings: ThreadSettings): void {
  const opening = openLoadedDataset(settings.dataset, { memoryMb: settings.memoryMb });

  parentPort?.on("message", async (id: ThreadRequest) => {
    const data = await opening;
    if (id === null) {
      await data[Symbol.asyncDispose]();
      parentPort?.close();
      return;
    }
    send({ kind: "result", id, result: await analyse(settings, data, id) });
  });
}

async function analyse(settings: ThreadSettings, data: AnalysisData, id: string): Promise<AnalysisResult> {
  const analysis = analyses.find((one) => one.id === id);
  if (analysis === undefined) throw new Error(`no analysis "${id}"`);
  await using own = await data.connect();
  await createPeopleView(own, settings.groups);
  const { groups, mode, seed } = settings;
  return await runOne(analysis, own, { groups, mode, seed, embedder: null }, (message) =>
    send({ kind: "progress", id, message }),
  );
}
