import type { Ending } from "@refract/core";
import type { Kysely } from "kysely";
import { lockParticipant } from "./commits.ts";

import type { Database, Work } from "./database.ts";
import { oweCredit } from "./owed-credits.ts";

/**
 * Deletes what a person said and how they can be found, and keeps that they withdrew, when, and how much there was.
 * Events keep their order, type and command (so that a command sent again is still known) and lose what was in them.
 * Calls keep what they cost. With `creditAs` their sealed panel id stays until the panel has credited that ending.
 */
export async function withdraw(
  work: Work,
  participantId: string,
  at: number,
  creditAs: Ending | null = null,
): Promise<void> {
  await lockParticipant(work, participantId);
  const { db } = work;
  const earlier = await db
    .selectFrom("withdrawals")
    .select("at")
    .where("participantId", "=", participantId)
    .executeTakeFirst();
  if (earlier !== undefined) return;
  if (creditAs !== null) await oweCredit(work, participantId, creditAs);

  const utterances = await deleteOf(db, "utterances", participantId);
  await deleteOf(db, "interactions", participantId);
  const conversations = await deleteOf(db, "conversations", participantId);
  const answers = await deleteOf(db, "answers", participantId);
  const responses = await deleteOf(db, "responses", participantId);
  await deleteOf(db, "pages", participantId);
  await deleteOf(db, "seats", participantId);
  await deleteOf(db, "tokens", participantId);
  await deleteOf(db, "identities", participantId);
  await db
    .updateTable("events")
    .set({ payload: "null" })
    .where("participantId", "=", participantId)
    .execute();
  await db
    .updateTable("decisions")
    .set({ reason: null })
    .where("participantId", "=", participantId)
    .execute();
  await db.updateTable("payments").set({ reason: null }).where("participantId", "=", participantId).execute();
  await db
    .updateTable("calls")
    .set({ message: null, failedText: null, reasoning: null })
    .where("participantId", "=", participantId)
    .execute();
  await db
    .updateTable("participants")
    .set({ status: "withdrawn", endedAt: at, outcome: null, recoveryHash: null })
    .where("id", "=", participantId)
    .execute();
  await db
    .insertInto("withdrawals")
    .values({ participantId, at, answers, conversations, utterances, responses })
    .execute();
}

async function deleteOf(
  db: Kysely<Database>,
  table:
    | "answers"
    | "conversations"
    | "interactions"
    | "utterances"
    | "responses"
    | "pages"
    | "seats"
    | "tokens"
    | "identities",
  participantId: string,
): Promise<number> {
  const result = await db.deleteFrom(table).where("participantId", "=", participantId).executeTakeFirst();
  return Number(result.numDeletedRows);
}
