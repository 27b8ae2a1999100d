import type { Kysely } from "kysely";
import { lockParticipant } from "./commits.ts";
import type { Database, Work } from "./database.ts";
import { participantRow } from "./rows.ts";
import type { CreditDue } from "./store.ts";
import type { CreditRow } from "./tables.ts";

/** Real people with a panel id whose visit is over and whose credit is not granted, in order of arrival. */
export async function creditsDue(db: Kysely<Database>, studyId: string): Promise<readonly CreditDue[]> {
  const rows = await db
    .selectFrom("participants")
    .innerJoin("identities", "identities.participantId", "participants.id")
    .leftJoin("credits", "credits.participantId", "participants.id")
    .selectAll("participants")
    .select(["identities.sealed", "credits.attempts", "credits.lastAt"])
    .where("participants.studyId", "=", studyId)
    .where("participants.outcome", "is not", null)
    .where("participants.simulated", "=", false)
    .where("participants.test", "=", false)
    .where("credits.grantedAt", "is", null)
    .orderBy("participants.ordinal")
    .execute();
  return rows.map(({ sealed, attempts, lastAt, ...stored }) => ({
    participant: participantRow(stored),
    sealed: new Uint8Array(sealed),
    attempts: attempts ?? 0,
    lastAt: lastAt === null ? null : Number(lastAt),
  }));
}

/** Keeps what became of one more attempt. Nothing is noted of somebody who has withdrawn meanwhile; what is granted stays so. */
export async function noteCredit(work: Work, credit: Omit<CreditRow, "attempts">): Promise<void> {
  if ((await lockParticipant(work, credit.participantId)) === "withdrawn") return;
  const { participantId, ...said } = credit;
  const earlier = await work.db
    .selectFrom("credits")
    .selectAll()
    .where("participantId", "=", participantId)
    .executeTakeFirst();
  if (earlier === undefined)
    await work.db
      .insertInto("credits")
      .values({ participantId, attempts: 1, ...said })
      .execute();
  else if (earlier.grantedAt === null)
    await work.db
      .updateTable("credits")
      .set({ ...said, attempts: earlier.attempts + 1 })
      .where("participantId", "=", participantId)
      .execute();
}
