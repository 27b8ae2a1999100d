import type { ParticipantRow, RowChange } from "@refract/store";
import { openStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  type NewEvent,
  newSession,
  numberEvents,
  receiveReport,
  type Session,
  sessionAsks,
  viewSession,
} from "../session/session.ts";
import type { Ask } from "../stage.ts";
import { builtInStages } from "../stages.ts";
import { type SimulatedCommand, simulateParticipant } from "./simulated-participant.ts";
import { createSimulatedPerson, type SimulatedPerson } from "./simulated-person.ts";
import type { SimulationPlan } from "./simulation-plan.ts";

export function openTestStudy(
  stages: readonly object[],
  rest: object = {},
  files: Record<string, string> = {},
) {
  const study = {
    refract: 1,
    id: "toy",
    title: "A toy",
    seed: "toy",
    models: ["demo:one", "demo:two", "demo:three", "demo:four", "demo:five", "demo:six"],
    stages: [...stages, { id: "end", type: "end" }],
    ...rest,
  };
  return openStudy({ "study.yaml": JSON.stringify(study), ...files }, builtInStages);
}

export interface EngineWalk {
  readonly person: SimulatedPerson;
  readonly session: Session;
  readonly commands: readonly SimulatedCommand[];
  readonly rows: readonly RowChange[];
}

/** Walks a person through the pure engine: every command is decided by the real stages, every model answers at once. */
export function walkEngine(
  study: ReturnType<typeof openStudy>,
  plan: SimulationPlan,
  ordinal: number,
  answer: (ask: Ask) => string | null = (ask) => `Answer of ${ask.model.id}. `.repeat(8),
): EngineWalk {
  const person = createSimulatedPerson(plan, ordinal);
  const participant: ParticipantRow = {
    id: `person-${ordinal}`,
    studyId: study.study.id,
    studyVersion: 1,
    ordinal,
    seed: person.seed,
    simulated: true,
    test: false,
    language: person.language,
    status: "active",
    enteredAt: person.startsAt,
    consentedAt: null,
    endedAt: null,
    outcome: null,
  };
  const models = new Map<string, string>();
  const simulated = simulateParticipant(plan, person, (slotId) => models.get(slotId) ?? "");
  const rows: RowChange[] = [];
  const commands: SimulatedCommand[] = [];
  let session = newSession(study, participant);
  let at = person.startsAt;
  const take = (events: readonly NewEvent[], commandId: string | null) => {
    const step = applyEvents(session, numberEvents(session, events, at, commandId));
    session = step.session;
    rows.push(...step.rows);
  };
  for (let round = 0; round < 500; round += 1) {
    for (let ask = sessionAsks(session)[0]; ask !== undefined; ask = sessionAsks(session)[0]) {
      const base = { slotId: ask.slotId, attempt: ask.attempt, attempts: [] };
      const text = answer(ask);
      models.set(ask.slotId, ask.model.id);
      take(
        receiveReport(
          session,
          text === null
            ? { ...base, kind: "failed", reason: "server" }
            : { ...base, kind: "completed", text },
        ),
        null,
      );
    }
    const next = simulated.next(viewSession(session));
    if (next.length === 0) return { person, session, commands, rows };
    for (const command of next) {
      at += command.thinkMs;
      const id = `00000000-0000-4000-8000-${String(commands.length).padStart(12, "0")}`;
      take(decideSession(session, { id, stageId: command.stageId, command: command.command }), id);
      commands.push(command);
    }
  }
  throw new Error(`person ${ordinal} did not come to an end`);
}
