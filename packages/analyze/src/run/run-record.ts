import type { Analysis } from "../analysis/analysis.ts";
import type { AnalysisResult } from "./run-one.ts";

/** Who is told how a run goes on. */
export interface RunListener {
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Told each outcome when it is there, in the order in which they end; the next one waits for it. */
  readonly onOutcome?: (outcome: AnalysisOutcome) => Promise<void>;
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

/** What is running in a run and what is through, and the one place from which its listener is told. */
export function createRunRecord(analyses: readonly Analysis[], { onProgress, onOutcome }: RunListener) {
  const ended = new Map<Analysis, AnalysisOutcome>();
  const running: Analysis[] = [];
  let telling: Promise<void> = Promise.resolve();
  const tell = (analysis: Analysis, message: string): void =>
    onProgress?.({ finished: ended.size, analysis, message, running: [...running] });

  return {
    /** The analysis of the run with this id; null when there is none, or no id. */
    known: (id: string | null): Analysis | null => analyses.find((one) => one.id === id) ?? null,
    /** An analysis that has begun already only goes on. */
    begin: (analysis: Analysis): void => {
      if (running.includes(analysis)) return;
      running.push(analysis);
      tell(analysis, "begun");
    },
    tell,
    /** Settles when the listener has been told this outcome and all before it. */
    end: async (analysis: Analysis, result: AnalysisResult): Promise<void> => {
      const outcome = { analysis, ...result };
      ended.set(analysis, outcome);
      running.splice(running.indexOf(analysis), 1);
      telling = telling.then(() => onOutcome?.(outcome));
      await telling;
    },
    isThrough: (analysis: Analysis): boolean => ended.has(analysis),
    /** In the order of the run. */
    outcomes: (): readonly AnalysisOutcome[] => analyses.flatMap((one) => ended.get(one) ?? []),
  };
}
