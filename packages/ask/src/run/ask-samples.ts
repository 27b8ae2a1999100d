import { type ModelEntry, messageOf } from "@refract/core";
import type { FailureKind } from "@refract/models";
import type { Plan, Sample } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { SampleStore, StoredResponse } from "../store/run-store.ts";
import { askSample } from "./ask-sample.ts";
import type { Asker } from "./asker.ts";
import { FailureStreak, type SampleEnd } from "./failure-streak.ts";

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
const interrupted = "stopped before all was asked";

interface ModelStreak {
  readonly streak: FailureStreak;
  /** What the last failure said. */
  why: string;
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
  const end = (reason: Stop["reason"], message: string) => {
    if (reason === "budget") isCapped = true;
    // What ends all of a run is met by every call under way: told once.
    if (reason === "model" || stops.every((known) => known.reason === "model"))
      stops.push({ reason, message });
  };
  /** Calls under way at a cap are paid for: they may end, and only new ones are not begun. */
  const isOver = () => stopper.signal.aborted || isCapped;
  const streaks = new Map<ModelEntry, ModelStreak>();
  const giveUp = (model: ModelEntry, why: string, samples: number) => {
    // Calls under way when a model is given up fail alike: the first tells.
    if (givenUp.has(model)) return;
    givenUp.add(model);
    const row = samples === 1 ? "1 sample" : `${samples} samples in a row`;
    const message = `${model.id}: ${why} (${row} without an answer; the model was given up)`;
    tools.onGivenUp(model, message);
    end("model", message);
  };
  const streakOf = (model: ModelEntry): ModelStreak => {
    const known = streaks.get(model);
    if (known !== undefined) return known;
    const made: ModelStreak = {
      streak: new FailureStreak((failures) => giveUp(model, made.why, failures)),
      why: "",
    };
    streaks.set(model, made);
    return made;
  };

  /** What the outcome of a sample says of its model, once it is stored. */
  const record = async (response: StoredResponse, model: ModelEntry): Promise<SampleEnd> => {
    const { failure, failureMessage } = response;
    const why = failureMessage ?? "";
    if (isStored(failure) || failure === "account") streakOf(model).why = why;
    if (isStored(failure)) await store.add(response);
    tools.onOutcome(response);
    if (failure === null) return "answer";
    if (isStored(failure)) return "failure";
    if (failure === "account") return "account";
    if (failure === "budget") end("budget", why);
    else if (failure === "interrupted") end("interrupted", interrupted);
    else giveUp(model, why, 1);
    return "nothing";
  };

  /** Whether the sample is dealt with. */
  const askOne = async (sample: Sample): Promise<boolean> => {
    const { model } = sample;
    const { streak } = streakOf(model);
    await streak.decided();
    if (givenUp.has(model)) return true;
    if (isOver()) {
      end("interrupted", interrupted);
      return false;
    }
    const place = streak.begin();
    let said: SampleEnd = "nothing";
    try {
      const response = await askSample(setup, asker, sample);
      said = await record(response, model);
      return response.failure !== "budget" && response.failure !== "interrupted";
    } finally {
      streak.ended(place, said);
    }
  };

  const work = async (source: OrdinalSource): Promise<void> => {
    for (let ordinal = await source.next(); ordinal !== null; ordinal = await source.next()) {
      if (isOver()) {
        end("interrupted", interrupted);
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
