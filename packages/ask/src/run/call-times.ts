import { quantiles } from "@refract/stats";
import type { Plan } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { RunStore } from "../store/run-store.ts";

/** How long a model took to answer, apart from how long its calls waited for a place at the account; in milliseconds. */
export interface CallTimes {
  readonly respondent: string;
  /** Samples that were answered by a server in this folder: none from a cache, none of a scripted model. */
  readonly answers: number;
  readonly latencyMs: Spread;
  /** Null where nothing is known of it, as in runs of earlier versions. */
  readonly waitedMs: Spread | null;
}

interface Spread {
  readonly median: number;
  readonly p95: number;
}

/**
 * The times of a run's answers, model by model. They stand beside the results and not among them, because a report of the same
 * answers gives the same bytes. Models that no server answered are left out.
 */
export function callTimes(
  { models }: Pick<RunSetup, "models">,
  plan: Pick<Plan, "rangeOf">,
  store: Pick<RunStore, "times">,
): readonly CallTimes[] {
  return models.flatMap(({ id: respondent }, index): CallTimes[] => {
    const { first, end } = plan.rangeOf(index);
    const latencies: number[] = [];
    const waits: number[] = [];
    for (const { latencyMs, waitedMs } of store.times(first, end)) {
      latencies.push(latencyMs);
      if (waitedMs !== null) waits.push(waitedMs);
    }
    if (latencies.length === 0) return [];
    return [
      {
        respondent,
        answers: latencies.length,
        latencyMs: spreadOf(latencies),
        waitedMs: waits.length === 0 ? null : spreadOf(waits),
      },
    ];
  });
}

function spreadOf(values: readonly number[]): Spread {
  const [median = 0, p95 = 0] = quantiles(values, [0.5, 0.95]);
  return { median, p95 };
}
