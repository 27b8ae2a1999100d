import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database, Work } from "./database.ts";
import { freeing, requireRoom, takeSeats } from "./places.ts";
import { eventRow } from "./rows.ts";
import type { Commit } from "./store.ts";
import { lockStudy } from "./studies.ts";
import type { EventRow, ParticipantStatus, RowChange } from "./tables.ts";
import { withdraw } from "./withdrawal.ts";
import { insertEvents, writeRows } from "./write-rows.ts";

/** Writes events and rows of one person; the person is locked meanwhile, so that two tabs take turns. */
export async function writeCommit(work: Work, commit: Commit): Promise<void> {
  const { participantId, events, rows, place, seats } = commit;
  const status = await lockParticipant(work, participantId);
  if (status === "withdrawn") {
    throw new RefractError("rejected", `participant ${participantId}: has withdrawn, nothing can be added`, {
      userMessage: "withdrawn",
    });
  }
  if (status === "active" && events.some(({ commandId }) => commandId !== null))
    await requireOwnPlace(work, participantId);
  if (place !== undefined) {
    await lockStudy(work, place.studyId);
    await requireRoom(work.db, place.studyId, place.places, participantId);
  }
  if (seats !== undefined) {
    await lockStudy(work, seats.studyId);
    await takeSeats(work.db, participantId, seats);
  }
  await appendEvents(work, participantId, events);
  await writeRows(work, participantId, rows);
  for (const change of rows)
    if (change.table === "participants") await changeParticipant(work, participantId, change.row);
}

/** A command that was on its way while the researcher freed the person's place comes too late. */
async function requireOwnPlace({ db }: Work, participantId: string): Promise<void> {
  const last = await db
    .selectFrom("decisions")
    .select("kind")
    .where("participantId", "=", participantId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last === undefined || !freeing.some((kind) => kind === last.kind)) return;
  throw new RefractError(
    "rejected",
    `participant ${participantId}: their place was freed (${last.kind}), nothing can be added`,
    { userMessage: "no-session" },
  );
}

/** Until the transaction ends nobody else writes for this person. */
export async function lockParticipant({ db, dialect }: Work, id: string): Promise<ParticipantStatus> {
  const row = await db
    .selectFrom("participants")
    .select("status")
    .where("id", "=", id)
    .$if(dialect === "postgres", (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
  if (row === undefined) throw new RefractError("not-found", `participant ${id}: is not in the store`);
  return row.status;
}

/** A change to `withdrawn` is the withdrawal itself: the event and the deletion are one transaction. */
async function changeParticipant(
  work: Work,
  participantId: string,
  row: Extract<RowChange, { table: "participants" }>["row"],
): Promise<void> {
  const { status, language, consentedAt, endedAt, outcome } = row;
  if (status === "withdrawn") {
    if (endedAt === null) throw new Error(`participant ${participantId}: withdrawn without a time`);
    await withdraw(work, participantId, endedAt);
    return;
  }
  await work.db
    .updateTable("participants")
    .set({ status, language, consentedAt, endedAt, outcome })
    .where("id", "=", participantId)
    .execute();
}

async function appendEvents(work: Work, participantId: string, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  const { db } = work;
  const { last } = await db
    .selectFrom("events")
    .select((select) => select.fn.max("seq").as("last"))
    .where("participantId", "=", participantId)
    .executeTakeFirstOrThrow();
  const next = Number(last ?? 0) + 1;
  for (const [index, event] of events.entries()) {
    if (event.participantId !== participantId) {
      throw new Error(
        `event ${event.seq} is of participant ${event.participantId}, expected ${participantId}`,
      );
    }
    if (event.seq === next + index) continue;
    if (event.seq < next + index) {
      throw new RefractError(
        "conflict",
        `participant ${participantId}: event ${event.seq} is there already, expected ${next + index}; somebody else was first`,
      );
    }
    throw new Error(
      `participant ${participantId}: event ${event.seq} leaves a gap, expected ${next + index}`,
    );
  }
  await insertEvents(work, events);
}

export async function eventsAfter(
  db: Kysely<Database>,
  participantId: string,
  afterSeq: number,
): Promise<readonly EventRow[]> {
  const rows = await db
    .selectFrom("events")
    .selectAll()
    .where("participantId", "=", participantId)
    .where("seq", ">", afterSeq)
    .orderBy("seq")
    .execute();
  return rows.map(eventRow);
}

export async function hasCommand(
  db: Kysely<Database>,
  participantId: string,
  commandId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom("events")
    .select("seq")
    .where("participantId", "=", participantId)
    .where("commandId", "=", commandId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
