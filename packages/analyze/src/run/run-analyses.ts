import { messageOf } from "@refract/core";
import type { Analysis } from "../analysis/analysis.ts";
import type { AnalysisData } from "../data/analysis-data.ts";
import { createPeopleView } from "../groups/people-view.ts";
import { longest, analyses as registered, withVectors } from "../registry.ts";
import { type AnalysisThread, startAnalysisThread } from "./analysis-threads.ts";
import { type AnalysisResult, type AnalysisSettings, runOne, withoutFinding } from "./run-one.ts";

export interface RunAnalysesOptions extends AnalysisSettings {
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Told each outcome when it is there, in the order in which they end; the next one waits for it. */
  readonly onOutcome?: (outcome: AnalysisOutcome) => Promise<void>;
  /** Threads beside this one (default 0). They take the analyses of the registry that use no embedder. */
  readonly threads?: number;
}

/** What happens in a run, told when an analysis begins and as it goes on. */
export interface AnalysisProgress {
  /** Analyses that are through, whatever came of them. */
  readonly finished: number;
  readonly analysis: Analysis;
  readonly message: string;
  /** Those that are running now, this one among them, in the order in which they began. */
  readonly running: readonly Analysis[];
}

/** How one analysis went. */
export interface AnalysisOutcome extends AnalysisResult {
  readonly analysis: Analysis;
}

/**
 * Analyses that run side by side in this thread: while one waits for DuckDB, it computes for the other. A thread beside it has one at a
 * time: what takes longest would share its core with the next, and be ready last of all.
 */
const lanes = 2;
/** With an embedder: two may wait for vectors while a third computes. */
const lanesWithVectors = 3;
/** DuckDB's memory in each thread, in megabytes. */
const threadMemoryMb = 192;

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
  const outcomes: AnalysisOutcome[] = [];
  const running: Analysis[] = [];
  let finished = 0;
  let telling: Promise<void> = Promise.resolve();
  const isShared = (analysis: Analysis) =>
    registered.includes(analysis) && !(options.embedder !== null && usesEmbedder(analysis));
  const threads = Math.min(options.threads ?? 0, analyses.filter(isShared).length - 1);
  // threads begin with what takes longest, and this one takes from the other end what they have not begun
  const waiting = [...analyses.entries()];
  if (threads > 0) waiting.sort(([, one], [, other]) => place(longest, one) - place(longest, other));
  if (options.embedder !== null)
    waiting.sort(([, one], [, other]) => placeWithVectors(one) - placeWithVectors(other));
  const run = async (
    [index, analysis]: readonly [number, Analysis],
    start: (tell: (message: string) => void) => Promise<AnalysisResult>,
  ) => {
    running.push(analysis);
    const tell = (message: string) =>
      options.onProgress?.({ finished, analysis, message, running: [...running] });
    tell("begun");
    const outcome = { analysis, ...(await start(tell)) };
    outcomes[index] = outcome;
    finished += 1;
    running.splice(running.indexOf(analysis), 1);
    const before = telling;
    telling = before.then(() => options.onOutcome?.(outcome));
    await telling;
  };

  const runLane = async () => {
    for (;;) {
      const next =
        threads > 0 && !waiting.some(([, one]) => !isShared(one))
          ? waiting.length - 1
          : waiting.findIndex(([, one]) => threads <= 0 || !isShared(one));
      const [taken] = next === -1 ? [] : waiting.splice(next, 1);
      if (taken === undefined) return;
      const [, analysis] = taken;
      await run(taken, async (tell) => {
        // its temporary tables go with its connection
        await using own = await data.connect();
        await createPeopleView(own, options.groups);
        return await runOne(analysis, own, options, tell);
      });
    }
  };

  const runThread = async () => {
    const { groups, mode, seed } = options;
    await using thread = startAnalysisThread({
      dataset: data.dataset,
      memoryMb: threadMemoryMb,
      groups,
      mode,
      seed,
    });
    let isAlive = true;
    const runThreadLane = async () => {
      for (;;) {
        const next = waiting.findIndex(([, analysis]) => isShared(analysis));
        const [taken] = next === -1 || !isAlive ? [] : waiting.splice(next, 1);
        if (taken === undefined) return;
        await run(taken, (tell) =>
          inThread(thread, taken[1], options, tell, () => {
            isAlive = false;
          }),
        );
      }
    };
    await runThreadLane();
  };
  const allThrough = async (started: readonly (() => Promise<void>)[]) => {
    const ended = await Promise.allSettled(
      started.map(async (lane) => {
        try {
          await lane();
        } catch (error) {
          waiting.length = 0;
          throw error;
        }
      }),
    );
    for (const lane of ended) if (lane.status === "rejected") throw lane.reason;
  };

  // the database is closed after a failure: every lane has to be through with its own analysis by then
  await allThrough([
    ...Array.from({ length: Math.max(0, threads) }, () => runThread),
    ...Array.from({ length: options.embedder === null ? lanes : lanesWithVectors }, () => runLane),
  ]);
  return outcomes;
}

async function inThread(
  thread: AnalysisThread,
  analysis: Analysis,
  options: AnalysisSettings,
  tell: (message: string) => void,
  onDeath: () => void,
): Promise<AnalysisResult> {
  try {
    return await thread.run(analysis.id, tell);
  } catch (error) {
    onDeath();
    return withoutFinding(analysis, options, "failed", `the program failed: ${messageOf(error)}`);
  }
}

/** Whether it reads vectors when there are some, be they needed or not. */
function usesEmbedder({ embeds, mayEmbed }: Analysis): boolean {
  return embeds || mayEmbed === true;
}

function placeWithVectors(analysis: Analysis): number {
  const { first, last } = withVectors;
  return last.includes(analysis.id) ? first.length + 1 : place(first, analysis);
}

function place(order: readonly string[], { id }: Analysis): number {
  const found = order.indexOf(id);
  return found === -1 ? order.length : found;
}
