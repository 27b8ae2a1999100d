import { setTimeout as sleep } from "node:timers/promises";
import {
  type OpenedStudy,
  type SessionView,
  type SimulatedCommand,
  type SimulatedPerson,
  type SimulationPlan,
  simulateParticipant,
} from "@refract/collect";
import { RefractError } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { SimulatedClocks } from "../clock.ts";
import { shownResponses } from "./live-stage.ts";
import { SimulatedBrowser } from "./simulated-browser.ts";
import { WatchedSession } from "./watched-session.ts";

/** How a simulated person spends the time between commands. */
export type WalkPace =
  /** Their own clock is put forward; nothing waits. */
  | { readonly kind: "fast"; readonly clocks: SimulatedClocks }
  /** Real time, `speed` times as fast as a person. */
  | { readonly kind: "human"; readonly speed: number };

export interface WalkOptions {
  readonly baseUrl: string;
  readonly study: OpenedStudy;
  readonly plan: SimulationPlan;
  readonly person: SimulatedPerson;
  readonly entryToken: string;
  readonly pace: WalkPace;
  /** Which model a response is by; null when it is not known. */
  readonly modelOf: (slotId: string) => Promise<string | null>;
  readonly signal: AbortSignal;
}

/** Somebody who has come in. */
export interface EnteredPerson {
  readonly participantId: string;
  /** Walks to the end of the session; answers the last view. */
  walk(): Promise<SessionView>;
}

/** Longest wait for responses: a study's own deadline is at most ten minutes for one model, with others to stand in. */
const answerTimeoutMs = 30 * 60_000;
const retriesOfFailedTurns = 3;

/** Lets a person in through the HTTP API. Throws RefractError with the server's reason when it refuses. */
export async function enterPerson(options: WalkOptions): Promise<EnteredPerson> {
  const { baseUrl, plan, person, pace, signal } = options;
  const browser = new SimulatedBrowser({ baseUrl, studyId: plan.studyId, signal });
  const { view, participantId } = await browser.enter(options.entryToken, person.language);
  if (pace.kind === "fast") pace.clocks.set(participantId, person.startsAt);
  return { participantId, walk: () => walk(options, browser, participantId, view) };
}

async function walk(
  { study, plan, person, pace, modelOf, signal }: WalkOptions,
  browser: SimulatedBrowser,
  participantId: string,
  first: SessionView,
): Promise<SessionView> {
  await using session = new WatchedSession(browser, study, first, signal);
  await session.connected();
  const models = new Map<string, string>();
  const participant = simulateParticipant(study, plan, person, (slotId) => models.get(slotId) ?? "");
  let at = person.startsAt;
  let sent = 0;
  let failedTurns = 0;

  const send = async ({ thinkMs, stageId, command }: SimulatedCommand) => {
    at += thinkMs;
    if (pace.kind === "fast") pace.clocks.set(participantId, at);
    else await sleep(thinkMs / pace.speed, undefined, { signal });
    sent += 1;
    session.see(await browser.command({ id: commandId(person.seed, sent), stageId, command }));
  };

  try {
    for (;;) {
      const view = await session.settled(answerTimeoutMs);
      for (const { id: slotId } of shownResponses(study, view)) {
        const modelId = models.get(slotId) ?? (await modelOf(slotId));
        if (modelId === null) throw new Error(`slot ${slotId} has no model`);
        models.set(slotId, modelId);
      }
      const commands = participant.next(view);
      if (commands.length === 0) {
        if (view.status === "active") throw new Error(`nothing to do at ${placeOf(view)}`);
        return view;
      }
      for (const command of commands) {
        await send(command);
        // A page can end the visit; what they would have done after it is not asked.
        if (session.view.status !== "active") break;
      }
      if (commands.some(({ command }) => command.type === "turn.retried")) {
        failedTurns += 1;
        if (failedTurns > retriesOfFailedTurns)
          throw new RefractError("model-failed", `no model answered in ${failedTurns} attempts`);
      } else failedTurns = 0;
    }
  } finally {
    if (pace.kind === "fast") pace.clocks.release(participantId);
  }
}

function placeOf({ stages, stageIndex, stage }: SessionView): string {
  const id = stages[stageIndex]?.id ?? "no stage";
  return stage !== null && "phase" in stage ? `${id}, ${stage.phase}` : id;
}

/** A valid random-looking UUID (version 4) that is the same for the same seed. */
function commandId(seed: string, number: number): string {
  const digits = seedDigest(deriveSeed(seed, "command", number));
  const variant = "89ab"[Number.parseInt(digits[16] ?? "0", 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
}
