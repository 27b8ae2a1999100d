import { messageOf } from "@refract/core";
import type { Analysis } from "../analysis/analysis.ts";
import type { AnalysisData } from "../data/analysis-data.ts";
import { createPeopleView } from "../groups/people-view.ts";
import { longest, analyses as registered, withVectors } from "../registry.ts";
import { createClaims, takeAll, takeLast, takenBy } from "./analysis-claims.ts";
import type { ThreadMessage } from "./analysis-thread.ts";
import type { AnalysisThread } from "./analysis-threads.ts";
import { type AnalysisSettings, runOne, withoutFinding } from "./run-one.ts";
import { type AnalysisOutcome, createRunRecord, type RunListener } from "./run-record.ts";

export interface RunAnalysesOptions extends AnalysisSettings, RunListener {
  /** Beside this one; as many of them as have work take the analyses of the registry that use no embedder. */
  readonly threads?: readonly AnalysisThread[];
}

/** Analyses that run side by side in this thread: while one waits for DuckDB, it computes for the other. */
const lanes = 2;
/** What would be taken here beside the one at hand might be ready last of all, while a thread has nothing to do. */
const lanesBesideThreads = 1;
/** DuckDB's memory in each thread, in megabytes. */
const threadMemoryMb = 192;

/** This thread's number among those who take analyses. */
const mainTaker = 1;

/**
 * Runs analyses over one dataset, several at a time, and answers in their order. One that can't be done says why, and the others go on
 * (partial success is normal). A fault of the program is reported as such, with its message, and never as a finding. Nothing in a
 * result hangs on what runs beside it or in which thread.
 */
export async function runAnalyses(
  analyses: readonly Analysis[],
  data: AnalysisData,
  options: RunAnalysesOptions,
): Promise<readonly AnalysisOutcome[]> {
  const record = createRunRecord(analyses, options);
  const isShared = (analysis: Analysis) =>
    registered.includes(analysis) && !(options.embedder !== null && usesEmbedder(analysis));
  const shared = analyses.filter(isShared);
  const threads = (options.threads ?? []).slice(0, Math.max(0, shared.length - 1));
  // threads begin at one end, and this one at the other
  const claims = createClaims(
    threads.length === 0
      ? []
      : shared.toSorted((one, other) => placeByLength(one) - placeByLength(other)).map(({ id }) => id),
  );
  const waiting = analyses.filter((one) => threads.length === 0 || !isShared(one));
  if (options.embedder !== null)
    waiting.sort((one, other) => placeWithVectors(one) - placeWithVectors(other));
  const beginNothing = () => {
    waiting.length = 0;
    takeAll(claims);
  };

  const takeNext = () => waiting.shift() ?? record.known(takeLast(claims, mainTaker));
  const runLane = async () => {
    for (let analysis = takeNext(); analysis !== null; analysis = takeNext()) {
      record.begin(analysis);
      // its temporary tables go with its connection
      await using own = await data.connect();
      await createPeopleView(own, options.groups);
      const tell = (message: string) => record.tell(analysis, message);
      await record.end(analysis, await runOne(analysis, own, options, tell));
    }
  };

  const runThread = async (thread: AnalysisThread, taker: number) => {
    const heard: Promise<void>[] = [];
    const hear = async (message: ThreadMessage) => {
      const analysis = record.known(message.id);
      if (analysis === null) throw new Error(`no analysis "${message.id}"`);
      if (message.kind === "begun") record.begin(analysis);
      else if (message.kind === "progress") record.tell(analysis, message.message);
      else await record.end(analysis, message.result);
    };
    const { groups, mode, seed } = options;
    const death = await thread.run(
      { dataset: data.dataset, memoryMb: threadMemoryMb, groups, mode, seed, claims, taker },
      (message) => {
        const hearing = hear(message);
        // told when the thread has ended
        hearing.catch(beginNothing);
        heard.push(hearing);
      },
    );
    await Promise.all(heard);
    if (death === null) return;
    for (const id of takenBy(claims, taker)) {
      const analysis = record.known(id);
      if (analysis === null || record.isThrough(analysis)) continue;
      record.begin(analysis);
      const problem = `the program failed: ${messageOf(death)}`;
      await record.end(analysis, withoutFinding(analysis, options, "failed", problem));
    }
  };

  // the database is closed after a failure: every lane has to be through with its own analysis by then
  const lanesOfMain =
    options.embedder !== null
      ? lanesWaiting(analyses) + lanes
      : threads.length > 0
        ? lanesBesideThreads
        : lanes;
  const ended = await Promise.allSettled(
    [
      ...threads.map((thread, place) => () => runThread(thread, mainTaker + 1 + place)),
      ...Array.from({ length: lanesOfMain }, () => runLane),
    ].map(async (lane) => {
      try {
        await lane();
      } catch (error) {
        beginNothing();
        throw error;
      }
    }),
  );
  for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
  return record.outcomes();
}

/** With an embedder: those that may all wait for vectors at once, and must not keep the others from computing. */
function lanesWaiting(analyses: readonly Analysis[]): number {
  return analyses.filter((one) => usesEmbedder(one) && !withVectors.last.includes(one.id)).length;
}

/** Whether it reads vectors when there are some, be they needed or not. */
function usesEmbedder({ embeds, mayEmbed }: Analysis): boolean {
  return embeds || mayEmbed === true;
}

function placeWithVectors(analysis: Analysis): number {
  const { first, last } = withVectors;
  return last.includes(analysis.id) ? first.length + 1 : place(first, analysis);
}

/** Of those that are neither first nor last, all have the same. */
function placeByLength(analysis: Analysis): number {
  const { first, last } = longest;
  const fromEnd = last.indexOf(analysis.id);
  return fromEnd === -1 ? place(first, analysis) : first.length + 1 + fromEnd;
}

function place(order: readonly string[], { id }: Analysis): number {
  const found = order.indexOf(id);
  return found === -1 ? order.length : found;
}
