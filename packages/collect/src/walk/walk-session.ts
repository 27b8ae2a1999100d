import { RefractError } from "@refract/core";
import type { EventRow, ParticipantRow, RowChange } from "@refract/store";
import type { OpenedStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  type NewEvent,
  newSession,
  numberEvents,
  receiveDraw,
  receiveReport,
  type Session,
  sessionAsks,
  sessionDraw,
  viewSession,
} from "../session/session.ts";
import { type SimulatedCommand, simulateParticipant } from "../simulation/simulated-participant.ts";
import { createSimulatedPerson, type SimulatedPerson } from "../simulation/simulated-person.ts";
import type { SimulationPlan } from "../simulation/simulation-plan.ts";
import type { Ask } from "../stage/model-ask.ts";

export interface SessionWalk {
  readonly person: SimulatedPerson;
  readonly participant: ParticipantRow;
  readonly session: Session;
  /** Everything that happened, as the log keeps it. */
  readonly events: readonly EventRow[];
  readonly commands: readonly SimulatedCommand[];
  readonly rows: readonly RowChange[];
  /** What stopped the person before the end: the stage they were at and why. */
  readonly halt: { readonly stageId: string; readonly message: string } | null;
}

/** A person who goes on for longer than this will never come to an end. */
const mostRounds = 2000;

/**
 * Walks a person through the pure engine: every command is decided by the real stages, every model answers at once with
 * what `answer` says (null: it fails), and items are drawn from a pool that nobody else has used.
 */
export function walkSession(
  study: OpenedStudy,
  plan: SimulationPlan,
  ordinal: number,
  answer: (ask: Ask) => string | null = (ask) => `Answer of ${ask.model.id}. `.repeat(8),
): SessionWalk {
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
  const simulated = simulateParticipant(study, plan, person, (slotId) => models.get(slotId) ?? "");
  const rows: RowChange[] = [];
  const log: EventRow[] = [];
  const commands: SimulatedCommand[] = [];
  let session = newSession(study, participant);
  let at = person.startsAt;
  const take = (events: readonly NewEvent[], commandId: string | null) => {
    const numbered = numberEvents(session, events, at, commandId);
    const step = applyEvents(session, numbered);
    log.push(...numbered);
    session = step.session;
    rows.push(...step.rows);
  };
  const stageId = () => study.stages[session.machines.length - 1]?.id ?? "";
  const ended = (message: string | null): SessionWalk => ({
    person,
    participant,
    session,
    events: log,
    commands,
    rows,
    halt: message === null ? null : { stageId: stageId(), message },
  });
  try {
    for (let round = 0; round < mostRounds; round += 1) {
      if (sessionDraw(session) !== null) take(receiveDraw(session, new Map()), null);
      for (let ask = sessionAsks(session)[0]; ask !== undefined; ask = sessionAsks(session)[0]) {
        const base = { slotId: ask.slotId, attempt: ask.attempt, attempts: [] };
        const text = answer(ask);
        models.set(ask.slotId, ask.model.id);
        const failed = { ...base, kind: "failed", reason: "server" } as const;
        take(receiveReport(session, text === null ? failed : { ...base, kind: "completed", text }), null);
      }
      const next = simulated.next(viewSession(session));
      if (next.length === 0)
        return ended(isOver(session) ? null : "nothing is left to do, but the stage does not end");
      for (const command of next) {
        at += command.thinkMs;
        const id = `00000000-0000-4000-8000-${String(commands.length).padStart(12, "0")}`;
        take(decideSession(session, { id, stageId: command.stageId, command: command.command }), id);
        commands.push(command);
        // A page can end the visit; what they would have done after it is not asked.
        if (session.status !== "active") break;
      }
    }
  } catch (cause) {
    if (!(cause instanceof RefractError)) throw cause;
    return ended(cause.message);
  }
  return ended(`no end after ${mostRounds} steps`);
}

function isOver(session: Session): boolean {
  const last = session.opened.stages[session.machines.length - 1];
  return session.status !== "active" || last?.part === "closing";
}
