import {
  createSimulatedPerson,
  type OpenedStudy,
  planSimulation,
  type SimulatedPerson,
  type SimulationOptions,
  type SimulationTruth,
  simulationTruth,
} from "@refract/collect";
import { messageOf, RefractError } from "@refract/core";
import type { SimulatedClocks } from "../clock.ts";
import { enterPerson, type WalkPace } from "./walk-person.ts";

/** What a simulation needs of a running server of this process. */
export interface SimulationServer {
  readonly baseUrl: string;
  readonly clocks: SimulatedClocks;
  readonly store: { slotModel(slotId: string): Promise<string | null> };
  mintEntryToken(entry: {
    readonly studyId: string;
    readonly simulated: { readonly seed: string; readonly startsAt: number | null };
  }): string;
}

export interface SimulatePeopleOptions {
  readonly server: SimulationServer;
  readonly study: OpenedStudy;
  readonly people: number;
  /** The same seed, study and options give the same people, decisions and times. */
  readonly seed: string;
  /** Number of the first person, 1 unless told; people of earlier calls with the same seed are others. */
  readonly firstOrdinal?: number;
  /**
   * People under way at a time. Unless told 8, and 1 in a study with a task or quotas: which items somebody gets and whether
   * their kind is full depends on who was there before, and the same seed has to give the same data.
   */
  readonly concurrency?: number;
  /** fast (default): every person has a clock of their own, and nothing waits. human: real time. */
  readonly pace?: "fast" | "human";
  /** With `human`: times as fast as a person, 1 unless told. */
  readonly speed?: number;
  readonly options?: SimulationOptions;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface SimulationOutcome {
  readonly truth: SimulationTruth;
  /** Who got to the end of the session. */
  readonly people: number;
  readonly failures: readonly { readonly ordinal: number; readonly reason: string }[];
}

/**
 * Walks seeded people through a study over the real HTTP API. They come in one after the other, so that their order is the
 * same each time, and then go on side by side. Somebody who fails is reported and holds nobody up; an aborted signal ends
 * it all by throwing.
 */
export async function simulatePeople(options: SimulatePeopleOptions): Promise<SimulationOutcome> {
  const { server, study, people, seed, firstOrdinal = 1, onProgress } = options;
  const sharesPools = study.stages.some((stage) => stage.sharesPool) || study.study.quotas.length > 0;
  const concurrency = options.concurrency ?? (sharesPools ? 1 : 8);
  requireWhole("people", people, 1);
  requireWhole("firstOrdinal", firstOrdinal, 1);
  requireWhole("concurrency", concurrency, 1);
  const signal = options.signal ?? new AbortController().signal;
  const pace: WalkPace =
    options.pace === "human"
      ? { kind: "human", speed: options.speed ?? 1 }
      : { kind: "fast", clocks: server.clocks };
  const plan = planSimulation(study, seed, options.options);
  const walked: { readonly person: SimulatedPerson; readonly participantId: string | null }[] = [];
  const failures: { ordinal: number; reason: string }[] = [];
  let entered = 0;
  let done = 0;
  let door: Promise<unknown> = Promise.resolve();

  const comeIn = async () => {
    if (entered === people) return null;
    const person = createSimulatedPerson(plan, firstOrdinal + entered);
    entered += 1;
    const entryToken = server.mintEntryToken({
      studyId: plan.studyId,
      simulated: { seed: person.seed, startsAt: pace.kind === "fast" ? person.startsAt : null },
    });
    const modelOf = (slotId: string) => server.store.slotModel(slotId);
    const walker = { baseUrl: server.baseUrl, study, plan, person, entryToken, pace, modelOf, signal };
    try {
      return { person, entry: await enterPerson(walker), failure: null };
    } catch (error) {
      return { person, entry: null, failure: error };
    }
  };

  const lane = async () => {
    for (;;) {
      signal.throwIfAborted();
      // One at a time through the door, in order.
      const coming = door.then(comeIn);
      door = coming;
      const arrival = await coming;
      if (arrival === null) return;
      const { person, entry, failure } = arrival;
      walked.push({ person, participantId: entry?.participantId ?? null });
      try {
        if (entry === null) throw failure;
        await entry.walk();
      } catch (error) {
        signal.throwIfAborted();
        failures.push({ ordinal: person.ordinal, reason: messageOf(error) });
      }
      done += 1;
      onProgress?.(done);
    }
  };

  await Promise.all(Array.from({ length: Math.min(concurrency, people) }, lane));
  return {
    truth: simulationTruth(plan, walked),
    people: people - failures.length,
    failures: failures.toSorted((a, b) => a.ordinal - b.ordinal),
  };
}

function requireWhole(field: string, value: number, minimum: number): void {
  if (Number.isInteger(value) && value >= minimum) return;
  throw new RefractError(
    "invalid-input",
    `${field}: invalid value ${value}, expected a whole number from ${minimum}`,
  );
}
