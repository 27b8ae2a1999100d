import { type ModelEntry, messageOf } from "@refract/core";
import type { FailureKind } from "@refract/models";
import type { Plan, Sample } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { SampleStore, StoredResponse } from "../store/run-store.ts";
import { askSample } from "./ask-sample.ts";
import type { Asker } from "./asker.ts";

/** Why a run ended before all was asked. */
export interface Stop {
  readonly reason: "budget" | "model" | "interrupted";
  /** A line for each model that was given up, and one for what ended all. */
  readonly message: string;
}

/** All that ended a run, told once each; what ended all of it gives the reason before models that were given up. */
export function joinStops(stops: readonly Stop[]): Stop | null {
  const [first] = stops;
  if (first === undefined) return null;
  const lines = new Set(stops.flatMap(({ message }) => message.split("\n")));
  return {
    reason: (stops.find(({ reason }) => reason !== "model") ?? first).reason,
    message: [...lines].join("\n"),
  };
}

/** Where the samples of a lane come from. */
export interface OrdinalSource {
  /** The next sample to ask; null when there is none, or none any more. */
  next(): number | null | Promise<number | null>;
  /** Told when a sample is dealt with: its outcome is stored, or (`stored` false) it was left because everything stops. */
  done(ordinal: number, stored: boolean): void | Promise<void>;
}

/** Samples that are asked side by side with those of other lanes, so many at a time. */
export interface Lane {
  readonly concurrency: number;
  readonly source: OrdinalSource;
}

export interface AskTools {
  readonly store: SampleStore;
  readonly asker: Asker;
  readonly stopper: AbortController;
  /** Models that are not asked any more; whoever gives one up adds it. */
  readonly givenUp: Set<ModelEntry>;
  readonly onGivenUp: (model: ModelEntry, message: string) => void;
  /** Told of every outcome, those that say nothing of the sample included. */
  readonly onOutcome: (response: StoredResponse) => void;
}

/** Failures another day may mend: their samples are asked again when the run is resumed. */
const passing: ReadonlySet<FailureKind> = new Set([
  ...(["quota", "server", "timeout", "empty", "truncated", "tool-calls"] as const),
]);
/** Failures of the whole run or model, which say nothing of a sample: never stored. */
const fatal: ReadonlySet<FailureKind> = new Set([
  ...(["budget", "missing-key", "unknown-model", "unsupported-setting", "interrupted", "account"] as const),
]);
/** A page that blocks one question may let the next through; so many in a row mean the account, and the model is given up. */
const accountFailuresInARow = 3;
/** So many samples of a model without an answer, and none with one between: it is given up. */
const givenUpAfter = 20;

/**
 * A model's failures in a row. Only samples that were begun after its last answer count: those that fail are asked several times and so
 * end behind the answers they were begun with, all together at the end of a run.
 */
interface Row {
  /** Samples begun so far. */
  begun: number;
  /** How many had been begun when the last answer came. */
  begunAtAnswer: number;
  failures: number;
  accountFailures: number;
}

/** Whether a stored failure is the sample's outcome for good. */
export function isPassing(failure: FailureKind | null): boolean {
  return failure !== null && passing.has(failure);
}

/** Whether an outcome is stored at all. */
export function isStored(failure: FailureKind | null): boolean {
  return failure === null || !fatal.has(failure);
}

/** Asks what the lanes bring and stores each outcome before the next is begun. Answers why it ended early, or null. */
export async function askSamples(
  setup: RunSetup,
  plan: Plan,
  lanes: readonly Lane[],
  tools: AskTools,
): Promise<Stop | null> {
  const { store, asker, stopper, givenUp } = tools;
  const stops: Stop[] = [];
  let isCapped = false;
  const rows = new Map<ModelEntry, Row>();
  const rowOf = (model: ModelEntry): Row => {
    const row = rows.get(model) ?? { begun: 0, begunAtAnswer: 0, failures: 0, accountFailures: 0 };
    rows.set(model, row);
    return row;
  };

  const end = (reason: Stop["reason"], message: string) => {
    if (reason === "budget") isCapped = true;
    // What ends all of a run is met by every call under way: told once.
    if (reason === "model" || stops.every((known) => known.reason === "model"))
      stops.push({ reason, message });
  };
  /** Calls under way at a cap are paid for: they may end, and only new ones are not begun. */
  const isOver = () => stopper.signal.aborted || isCapped;
  const giveUp = (model: ModelEntry, message: string) => {
    // Calls under way when a model is given up fail alike: the first tells.
    if (givenUp.has(model)) return;
    givenUp.add(model);
    tools.onGivenUp(model, message);
    end("model", message);
  };

  /** Whether the sample is dealt with, which was the model's `place`th to be begun. */
  const record = async (response: StoredResponse, model: ModelEntry, place: number): Promise<boolean> => {
    const { failure, failureMessage } = response;
    const row = rowOf(model);
    const counted = place > row.begunAtAnswer ? 1 : 0;
    const message = `${model.id}: ${failureMessage ?? ""}`;
    if (failure !== null && !isStored(failure)) {
      tools.onOutcome(response);
      if (failure === "budget") end("budget", failureMessage ?? "");
      else if (failure === "interrupted") end("interrupted", "stopped before all was asked");
      else if (failure !== "account") giveUp(model, message);
      else {
        row.accountFailures += counted;
        if (row.accountFailures >= accountFailuresInARow)
          giveUp(model, `${message} (the model was given up; its samples stay open)`);
      }
      return failure !== "budget" && failure !== "interrupted";
    }
    await store.add(response);
    tools.onOutcome(response);
    row.accountFailures = 0;
    row.failures += counted;
    if (failure === null) {
      row.begunAtAnswer = row.begun;
      row.failures = 0;
    }
    if (row.failures >= givenUpAfter)
      giveUp(
        model,
        `${message} (${row.failures} samples in a row without an answer; the model was given up)`,
      );
    return true;
  };

  const askOne = async (sample: Sample): Promise<boolean> => {
    if (givenUp.has(sample.model)) return true;
    const row = rowOf(sample.model);
    row.begun += 1;
    const place = row.begun;
    return record(await askSample(setup, asker, sample), sample.model, place);
  };

  const work = async (source: OrdinalSource): Promise<void> => {
    for (let ordinal = await source.next(); ordinal !== null; ordinal = await source.next()) {
      if (isOver()) {
        end("interrupted", "stopped before all was asked");
        await source.done(ordinal, false);
        return;
      }
      await source.done(ordinal, await askOne(plan.at(ordinal)));
    }
  };

  try {
    await Promise.all(
      lanes.flatMap(({ concurrency, source }) => Array.from({ length: concurrency }, () => work(source))),
    );
  } catch (thrown) {
    // Whatever is still under way must not go on behind the error.
    stopper.abort(new Error(messageOf(thrown)));
    throw thrown;
  }
  return joinStops(stops);
}
