import { type Ending, type JsonValue, RefractError, textDirection, textIn } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { EventRow, ParticipantRow, RowChange } from "@refract/store";
import * as z from "zod";
import { entryProfile, type QuotaCell, quotaCells } from "../panel/quota-cells.ts";
import type { StageMachine } from "../stage/define-stage.ts";
import type { Ask, AskReport, OpenTurn, Pacing } from "../stage/model-ask.ts";
import { parseOrThrow, rejected } from "../stage/stage-config.ts";
import type { Draw, PoolLoad, Profile } from "../stage/stage-context.ts";
import type { StageEvent } from "../stage/stage-definition.ts";
import type { OpenedStudy } from "./open-study.ts";
import { textsInOtherLanguages } from "./other-languages.ts";
import { endingView } from "./session-ending.ts";
import type { SessionView } from "./session-view.ts";

/** One person in one version of a study, rebuilt from the log whenever it is needed. Immutable. */
export interface Session {
  readonly participant: Pick<ParticipantRow, "id" | "seed" | "simulated" | "test">;
  readonly opened: OpenedStudy;
  readonly seq: number;
  readonly language: string;
  readonly status: ParticipantRow["status"];
  /** When the person agreed to take part, or entered a study that asks for no consent. */
  readonly consentedAt: number | null;
  /** When it ended; null while it is active. */
  readonly endedAt: number | null;
  /** How it ended; null while it is active. */
  readonly outcome: Ending | null;
  /** What the person's link brought, for the way back; not part of the log. */
  readonly panelValues: Readonly<Record<string, string>>;
  /** When the person came to the stage they are in. */
  readonly stageEnteredAt: number;
  /** What the person's link says of them. */
  readonly entry: Profile;
  /** Machines of the stages reached so far; the last one is where the person is. */
  readonly machines: readonly StageMachine[];
}

/** An event before it has its place in the log. */
export interface NewEvent {
  readonly stageId: string | null;
  readonly event: StageEvent;
}

const envelopeSchema = z.strictObject({
  id: z.uuid(),
  stageId: z.string().max(64).nullable(),
  command: z.looseObject({ type: z.string().max(64) }),
});

const enteredSchema = z.object({
  panelStudy: z.string().nullable().default(null),
  panelLocale: z.string().nullable().default(null),
});

const languageCommandSchema = z.strictObject({
  type: z.literal("session.language"),
  language: z.string().max(35),
});

/** A checked `POST /api/p/command` body; its command is checked by the stage it is for. */
export type Envelope = z.output<typeof envelopeSchema>;

export function parseEnvelope(body: unknown): Envelope {
  return parseOrThrow(envelopeSchema, body, "command");
}

/** A person who has just come in, before any event. */
export function newSession(
  opened: OpenedStudy,
  participant: ParticipantRow,
  panelValues: Readonly<Record<string, string>> = {},
): Session {
  const { id, seed, simulated, test } = participant;
  return advance(
    {
      participant: { id, seed, simulated, test },
      opened,
      seq: 0,
      language: participant.language,
      status: "active",
      consentedAt: asksConsent(opened) ? null : participant.enteredAt,
      endedAt: null,
      outcome: null,
      panelValues,
      stageEnteredAt: participant.enteredAt,
      entry: entryProfile(opened.study, { study: null, locale: null }),
      machines: [],
    },
    participant.enteredAt,
  );
}

/** The session as the log says. The same log gives the same session. */
export function replaySession(
  opened: OpenedStudy,
  participant: ParticipantRow,
  events: readonly EventRow[],
  panelValues: Readonly<Record<string, string>> = {},
): Session {
  return events.reduce(
    (session, event) => applyEvent(session, event).session,
    newSession(opened, participant, panelValues),
  );
}

/** Tells people of one browser apart; nothing else can be learned from it. */
export function personTag(seed: string): string {
  return seedDigest(deriveSeed(seed, "person")).slice(0, 16);
}

/** Whether people have to agree to something before they have a place. */
export function asksConsent({ stages }: OpenedStudy): boolean {
  return stages.some(({ part }) => part === "consent");
}

/**
 * Whether a person did nothing in the study yet: the page that shows their recovery code comes with the first thing they
 * do, so they have no code, and there is nothing of theirs to protect.
 */
export function isBeforeCodePage(events: readonly EventRow[]): boolean {
  return events.every(({ stageId, commandId }) => commandId === null || stageId === null);
}

/**
 * Ends the visit of somebody who agreed when every place was taken.
 *
 * @param cell The kind of people that is full; left out where all places are taken.
 */
export function endAsFull(cell?: string): readonly NewEvent[] {
  const event = { type: "session.full", ...(cell === undefined ? {} : { cell }) };
  return [{ stageId: null, event }];
}

/** The kinds of people of which the study takes so many that this person is in by now. Before they agree none. */
export function sessionCells(session: Session): readonly QuotaCell[] {
  const { status, consentedAt, participant, opened } = session;
  const isIn = status === "active" || status === "completed";
  if (!isIn || consentedAt === null || participant.test || opened.study.quotas.length === 0) return [];
  const known = session.machines.map((machine) => machine.soFar());
  return quotaCells(opened.study, Object.assign({}, session.entry, ...known));
}

/** What a command does here and now; throws RefractError and changes nothing when it can't be done. */
export function decideSession(session: Session, envelope: Envelope): readonly NewEvent[] {
  if (envelope.stageId === null) {
    const command = parseOrThrow(languageCommandSchema, envelope.command, "command");
    if (!session.opened.study.languages.includes(command.language)) {
      throw new RefractError(
        "invalid-input",
        `language: invalid value ${JSON.stringify(command.language)}, expected one of ${session.opened.study.languages.join(", ")}`,
      );
    }
    return [{ stageId: null, event: { ...command } }];
  }
  const { stage, machine } = currentStage(session);
  if (session.status === "withdrawn" || session.status === "screened-out")
    throw rejected(`the session is ${session.status}`, "session-ended");
  if (stage.id !== envelope.stageId) {
    throw rejected(
      `stageId: invalid value ${JSON.stringify(envelope.stageId)}, expected "${stage.id}", where the session is`,
      "moved-on",
    );
  }
  return machine.decide(envelope.command).map((event) => ({ stageId: stage.id, event }));
}

/** What came back from a model, as events; none when it came too late. */
export function receiveReport(session: Session, report: AskReport): readonly NewEvent[] {
  if (session.status !== "active") return [];
  const { stage, machine } = currentStage(session);
  return machine.receive(report).map((event) => ({ stageId: stage.id, event }));
}

/** Items wanted from a pool that people share; null when none are. */
export function sessionDraw(session: Session): Draw | null {
  return session.status === "active" ? currentStage(session).machine.draw() : null;
}

/** What the person gets of the pool, as events. */
export function receiveDraw(session: Session, load: PoolLoad): readonly NewEvent[] {
  const { stage, machine } = currentStage(session);
  return machine.drawn(load).map((event) => ({ stageId: stage.id, event }));
}

/** The log entries for new events, following on what the session has seen. */
export function numberEvents(
  session: Session,
  events: readonly NewEvent[],
  at: number,
  commandId: string | null,
): EventRow[] {
  return events.map(({ stageId, event }, index) => {
    const { type, ...payload } = event;
    return {
      participantId: session.participant.id,
      seq: session.seq + index + 1,
      at,
      stageId,
      type,
      payload: toJson(payload),
      // One command, one entry that carries its id: the store refuses a second.
      commandId: index === 0 ? commandId : null,
    };
  });
}

/** The session after an event, and the rows the event changes. */
function applyEvent(session: Session, event: EventRow): { session: Session; rows: readonly RowChange[] } {
  if (event.seq !== session.seq + 1) throw new Error(`event ${event.seq} can't follow ${session.seq}`);
  const before = { ...session, seq: event.seq };
  if (event.stageId === null) return applySessionEvent(before, event);
  const index = session.opened.stages.findIndex((stage) => stage.id === event.stageId);
  const machine = session.machines[index];
  if (machine === undefined)
    throw new Error(`event ${event.seq} is for stage ${event.stageId}, which is not reached`);
  const { next, rows } = machine.apply(event);
  const moved = advance({ ...before, machines: session.machines.with(index, next) }, event.at);
  const isChanged = moved.status !== session.status || moved.consentedAt !== session.consentedAt;
  return {
    session: moved,
    rows: [...rows, ...leftStage(before, moved, event.at), ...(isChanged ? [participantChange(moved)] : [])],
  };
}

/** How long the person was in a stage that they have left. The last page is none that anybody leaves. */
function leftStage(before: Session, after: Session, at: number): readonly RowChange[] {
  const isLeft = after.machines.length > before.machines.length || after.status !== before.status;
  const stage = before.opened.stages[before.machines.length - 1];
  if (!isLeft || stage === undefined || stage.part === "closing") return [];
  const { stageEnteredAt: enteredAt, participant } = before;
  const row = { participantId: participant.id, scope: stage.id, page: "", enteredAt, leftAt: at };
  return [{ table: "pages", row: { ...row, spentMs: at - enteredAt } }];
}

/** Applies events in turn and gathers their rows. */
export function applyEvents(
  session: Session,
  events: readonly EventRow[],
): { session: Session; rows: readonly RowChange[] } {
  let current = session;
  const rows: RowChange[] = [];
  for (const event of events) {
    const step = applyEvent(current, event);
    current = step.session;
    rows.push(...step.rows);
  }
  return { session: current, rows };
}

/** Everything wanted from models now. */
export function sessionAsks(session: Session): readonly Ask[] {
  return session.status === "active" ? currentStage(session).machine.asks() : [];
}

/** The turn those asks belong to, with the responses that are there. */
export function sessionTurn(session: Session): OpenTurn | null {
  return session.status === "active" ? currentStage(session).machine.openTurn() : null;
}

export function sessionPacing(session: Session): Pacing | null {
  return currentStage(session).machine.pacing;
}

/** All the browser gets to know. */
export function viewSession(session: Session): SessionView {
  const { study, demonstration } = session.opened;
  const fallback = study.languages[0] ?? "en";
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, session.language, fallback);
  const { machine } = currentStage(session);
  const summaries = session.machines.flatMap((past) => past.summary() ?? []);
  const { status, outcome, participant } = session;
  const over = status === "screened-out" || status === "withdrawn";
  const view: Omit<SessionView, "otherLanguages"> = {
    seq: session.seq,
    study: {
      id: study.id,
      title: say(study.title),
      contact: study.contact === undefined ? null : say(study.contact),
      withdrawUntil: study.withdrawUntil ?? null,
    },
    language: session.language,
    languages: study.languages,
    direction: textDirection(session.language),
    status,
    ending:
      outcome === null
        ? null
        : {
            ...endingView(session.opened, outcome, participant.seed, session.panelValues),
            // Who found no place at all had not begun.
            quota: outcome === "full" && session.consentedAt !== null,
          },
    test: participant.test,
    person: personTag(participant.seed),
    stageIndex: session.machines.length - 1,
    stages: session.opened.stages.map((stage) => ({
      id: stage.id,
      type: stage.type,
      title: stage.title === null ? null : say(stage.title),
    })),
    stage: over ? null : machine.view(session.language, summaries),
    demonstration,
  };
  return { ...view, otherLanguages: textsInOtherLanguages(view, session.opened, session.language) };
}

function applySessionEvent(
  session: Session,
  event: EventRow,
): { session: Session; rows: readonly RowChange[] } {
  switch (event.type) {
    case "session.entered": {
      const { panelStudy, panelLocale } = parseOrThrow(enteredSchema, event.payload, "event session.entered");
      const entry = entryProfile(session.opened.study, { study: panelStudy, locale: panelLocale });
      // The first stage begins with what the link says.
      return { session: advance({ ...session, entry, machines: [] }, session.stageEnteredAt), rows: [] };
    }
    case "session.full": {
      const next: Session = { ...session, status: "screened-out", outcome: "full", endedAt: event.at };
      return { session: next, rows: [...leftStage(session, next, event.at), participantChange(next)] };
    }
    case "session.language": {
      const { language } = parseOrThrow(
        z.object({ language: z.string() }),
        event.payload,
        "event session.language",
      );
      const next = { ...session, language };
      return { session: next, rows: [participantChange(next)] };
    }
    default:
      throw new Error(`unknown session event ${event.type}`);
  }
}

/** Moves on over every stage that is complete; the end is reached when its stage is. */
function advance(session: Session, at: number): Session {
  const last = session.machines.at(-1);
  const leaves = last?.leaves ?? null;
  if (leaves !== null) return { ...session, status: "screened-out", outcome: leaves, endedAt: at };
  if (last !== undefined && !last.complete) return session;
  const reached = session.opened.stages[session.machines.length - 1];
  if (reached?.part === "consent" && session.consentedAt === null)
    return advance({ ...session, consentedAt: at }, at);
  const stage = session.opened.stages[session.machines.length];
  if (stage === undefined)
    // What is said on the last page does not end the session anew.
    return session.status === "completed"
      ? session
      : { ...session, status: "completed", outcome: "completed", endedAt: at };
  const { study } = session.opened;
  const machine = stage.start({
    participantId: session.participant.id,
    seed: deriveSeed(session.participant.seed, stage.id),
    ...session.opened.setting,
    defaultLanguage: study.languages[0] ?? "en",
    models: study.models,
    instruction: study.instruction,
    parameters: study.parameters,
    enteredAt: at,
    profile: Object.assign({}, session.entry, ...session.machines.map((past) => past.profile())),
    screening: study.screening,
    hasQuotas: study.quotas.length > 0,
    language: session.language,
    met: session.machines.flatMap((past) => past.met()),
  });
  return advance({ ...session, machines: [...session.machines, machine], stageEnteredAt: at }, at);
}

function participantChange({ status, language, consentedAt, endedAt, outcome }: Session): RowChange {
  return { table: "participants", row: { status, language, consentedAt, endedAt, outcome } };
}

function currentStage(session: Session) {
  const index = session.machines.length - 1;
  const stage = session.opened.stages[index];
  const machine = session.machines[index];
  if (stage === undefined || machine === undefined) throw new Error("a session has at least one stage");
  return { stage, machine };
}

/** What is stored is exactly what JSON can carry. */
function toJson(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
