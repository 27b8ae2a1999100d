import { type ModelEntry, messageOf, RefractError } from "@refract/core";
import type { FailureKind, LocalModelService } from "@refract/models";
import type { Plan } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { RunStore, StoredResponse } from "../store/run-store.ts";
import { askSample } from "./ask-sample.ts";
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

/** Why a run ended before all was asked. */
export interface Stop {
  readonly reason: "budget" | "model" | "interrupted";
  readonly message: string;
}

/** Failures another day may mend: their samples are asked again when the run is resumed. */
const passing: ReadonlySet<FailureKind> = new Set(["quota", "server", "timeout", "empty"]);
/** Failures of the whole run or model, which say nothing of a sample: never stored. */
const fatal: ReadonlySet<FailureKind> = new Set(["budget", "missing-key", "unknown-model", "interrupted"]);
/** So many samples of a model without an answer, and none with one between: it is given up. */
const givenUpAfter = 20;

/** Whether a stored failure is the sample's outcome for good. */
export function isPassing(failure: FailureKind | null): boolean {
  return failure !== null && passing.has(failure);
}

/** Which samples of a plan have their outcome already. */
function settledSamples(plan: Plan, store: RunStore): Uint8Array {
  const settled = new Uint8Array(plan.size);
  for (const { ordinal, failure } of store.outcomes()) if (!isPassing(failure)) settled[ordinal] = 1;
  return settled;
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
  let stop: Stop | null = null;
  const givenUp = new Set<ModelEntry>();
  const inARow = new Map<ModelEntry, number>();

  const end = (reason: Stop["reason"], message: string) => {
    stop ??= { reason, message };
    if (reason === "budget") stopper.abort(new Error(message));
  };
  const giveUp = (model: ModelEntry, message: string) => {
    givenUp.add(model);
    end("model", message);
  };

  const record = async (response: StoredResponse, model: ModelEntry): Promise<void> => {
    const { failure, failureMessage } = response;
    const message = `${model.id}: ${failureMessage ?? ""}`;
    if (failure !== null) errors[failure] = (errors[failure] ?? 0) + 1;
    if (failure === "budget") return end("budget", failureMessage ?? "");
    if (failure === "interrupted") return end("interrupted", "stopped before all was asked");
    if (failure !== null && fatal.has(failure)) return giveUp(model, message);
    await store.add(response);
    if (!response.cached) spentUsd += response.costUsd ?? 0;
    if (response.cached) cached += 1;
    if (!isPassing(failure)) done += 1;
    const failures = failure === null ? 0 : (inARow.get(model) ?? 0) + 1;
    inARow.set(model, failures);
    if (failures >= givenUpAfter)
      giveUp(model, `${message} (${failures} samples in a row without an answer; the model was given up)`);
  };

  const work = async (ordinals: Iterator<number, void>): Promise<void> => {
    for (let next = ordinals.next(); next.done !== true; next = ordinals.next()) {
      if (stopper.signal.aborted) return end("interrupted", "stopped before all was asked");
      const sample = plan.at(next.value);
      if (givenUp.has(sample.model)) continue;
      await record(await askSample(setup, asker, sample), sample.model);
      onProgress({ done, total: plan.size, cached, spentUsd, errors });
    }
  };

  const accounts = await accountsOf(setup, service);
  onProgress({ done, total: plan.size, cached, spentUsd, errors });
  try {
    await Promise.all(
      [...accounts.values()].map(async ({ modelIndexes, concurrency }) => {
        const ordinals = missingOf(plan, settled, modelIndexes);
        await Promise.all(Array.from({ length: concurrency }, () => work(ordinals)));
      }),
    );
  } catch (thrown) {
    // Whatever is still under way must not go on behind the error.
    stopper.abort(new Error(messageOf(thrown)));
    throw thrown;
  }
  return stop;
}

interface AccountModels {
  readonly modelIndexes: number[];
  readonly concurrency: number;
}

async function accountsOf(
  setup: RunSetup,
  service: LocalModelService,
): Promise<ReadonlyMap<string, AccountModels>> {
  const accounts = new Map<string, AccountModels>();
  for (const [index, model] of setup.models.entries()) {
    const client = await service.open(model);
    const known = accounts.get(client.account);
    if (known !== undefined) known.modelIndexes.push(index);
    else
      accounts.set(client.account, {
        modelIndexes: [index],
        concurrency: service.maximumConcurrency(client),
      });
  }
  if (setup.judge !== null) await service.open(setup.judge);
  if (accounts.size === 0)
    throw new RefractError("invalid-input", "--model: none, expected at least one model");
  return accounts;
}

function* missingOf(
  plan: Plan,
  settled: Uint8Array,
  modelIndexes: readonly number[],
): Generator<number, void> {
  for (const modelIndex of modelIndexes) {
    const { first, end } = plan.rangeOf(modelIndex);
    for (let ordinal = first; ordinal < end; ordinal += 1) if (settled[ordinal] === 0) yield ordinal;
  }
}
