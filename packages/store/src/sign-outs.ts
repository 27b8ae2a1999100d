import type { Kysely } from "kysely";
import type { Database, Work } from "./database.ts";

/** Ends a researcher's session; those that ended before `forgetBefore` (epoch milliseconds) are forgotten, for their cookies are too old by then. */
export async function signOutResearcher(
  { db }: Work,
  sessionId: string,
  at: number,
  forgetBefore: number,
): Promise<void> {
  await db.deleteFrom("researcherSignOuts").where("at", "<", forgetBefore).execute();
  await db
    .insertInto("researcherSignOuts")
    .values({ sessionId, at })
    .onConflict((conflict) => conflict.column("sessionId").doNothing())
    .execute();
}

export async function isResearcherSignedOut(db: Kysely<Database>, sessionId: string): Promise<boolean> {
  const row = await db
    .selectFrom("researcherSignOuts")
    .select("at")
    .where("sessionId", "=", sessionId)
    .executeTakeFirst();
  return row !== undefined;
}
