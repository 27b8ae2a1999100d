import type { Ending } from "@refract/core";
import type { Work } from "./database.ts";

/**
 * Keeps the sealed panel id of somebody who is about to withdraw, and nothing else of them, so that a credit that is theirs
 * can still be asked for. Not where it is granted, nor where the submission was rejected or returned, nor for tests and people without a panel id.
 */
export async function oweCredit({ db }: Work, participantId: string, ending: Ending): Promise<void> {
  const row = await db
    .selectFrom("identities")
    .innerJoin("participants", "participants.id", "identities.participantId")
    .leftJoin("credits", "credits.participantId", "participants.id")
    .select("identities.sealed")
    .where("participants.id", "=", participantId)
    .where("participants.simulated", "=", false)
    .where("participants.test", "=", false)
    .where("credits.grantedAt", "is", null)
    .executeTakeFirst();
  const decision = await db
    .selectFrom("decisions")
    .select("kind")
    .where("participantId", "=", participantId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || decision?.kind === "reject" || decision?.kind === "return") return;
  await db.insertInto("owedCredits").values({ participantId, sealed: row.sealed, ending }).execute();
}
