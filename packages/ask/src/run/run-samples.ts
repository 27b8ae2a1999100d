import type { FailureKind, LocalModelService } from "@refract/models";
import type { Plan } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { RunStore } from "../store/run-store.ts";
import { accountsOf } from "./accounts.ts";
import { askSamples, isPassing, isStored, type OrdinalSource, type Stop } from "./ask-samples.ts";
import type { Asker } from "./asker.ts";

/** What a run is doing, told after every sample. */
export interface AskProgress {
  readonly done: number;
  readonly total: number;
  readonly cached: number;
  readonly spentUsd: number;
  /** Samples without an answer, by what went wrong. */
  readonly errors: Readonly<Partial<Record<FailureKind, number>>>;
}

/** Which samples of a plan have their outcome already. */
export function settledSamples(plan: Plan, store: RunStore): Uint8Array {
  const settled = new Uint8Array(plan.size);
  for (const { ordinal, failure } of store.outcomes()) if (!isPassing(failure)) settled[ordinal] = 1;
  return settled;
}

/** What is missing of some models, one after the other. */
export function* missingOf(
  plan: Plan,
  settled: Uint8Array,
  modelIndexes: readonly number[],
): Generator<number, void> {
  for (const modelIndex of modelIndexes) {
    const { first, end } = plan.rangeOf(modelIndex);
    for (let ordinal = first; ordinal < end; ordinal += 1) if (settled[ordinal] === 0) yield ordinal;
  }
}

/**
 * Asks what is missing, as many at a time as each account bears, and stores each outcome before the next is begun. Models of
 * different accounts go side by side, those of one account one after the other.
 */
export async function runSamples(
  setup: RunSetup,
  plan: Plan,
  tools: {
    readonly store: RunStore;
    readonly asker: Asker;
    readonly service: LocalModelService;
    readonly stopper: AbortController;
    readonly onProgress: (progress: AskProgress) => void;
  },
): Promise<Stop | null> {
  const { store, asker, service, stopper, onProgress } = tools;
  const settled = settledSamples(plan, store);
  const errors: Partial<Record<FailureKind, number>> = {};
  let done = settled.reduce((sum, one) => sum + one, 0);
  let cached = 0;
  let spentUsd = store.spentUsd();
  const tell = () => onProgress({ done, total: plan.size, cached, spentUsd, errors });

  const accounts = await accountsOf(setup, service);
  tell();
  const lanes = accounts.map(({ modelIndexes, concurrency }) => ({
    concurrency,
    source: sourceOf(missingOf(plan, settled, modelIndexes)),
  }));
  return askSamples(setup, plan, lanes, {
    ...{ store, asker, stopper, givenUp: new Set(), onGivenUp: () => {} },
    onOutcome: ({ failure, costUsd, cached: fromCache }) => {
      if (failure !== null) errors[failure] = (errors[failure] ?? 0) + 1;
      if (isStored(failure)) {
        if (fromCache) cached += 1;
        else spentUsd += costUsd ?? 0;
        if (!isPassing(failure)) done += 1;
      }
      tell();
    },
  });
}

function sourceOf(ordinals: Iterator<number, void>): OrdinalSource {
  return {
    next: () => {
      const next = ordinals.next();
      return next.done === true ? null : next.value;
    },
    done: () => {},
  };
}
