import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database, Work } from "./database.ts";
import type { DeletedStudy } from "./store.ts";
import { lockStudy } from "./studies.ts";
import type { StudyState } from "./tables.ts";

export async function studyState(db: Kysely<Database>, studyId: string): Promise<StudyState> {
  const row = await db
    .selectFrom("studyStates")
    .select("state")
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return row?.state ?? "open";
}

export async function setStudyState(
  work: Work,
  studyId: string,
  state: StudyState,
  at: number,
): Promise<void> {
  await lockStudy(work, studyId);
  await work.db
    .insertInto("studyStates")
    .values({ studyId, state, at })
    .onConflict((conflict) => conflict.column("studyId").doUpdateSet({ state, at }))
    .execute();
}

const tablesOfPeople = [
  "tokens",
  "identities",
  "decisions",
  "credits",
  "owedCredits",
  "utterances",
  "interactions",
  "conversations",
  "answers",
  "responses",
  "calls",
  "pages",
  "seats",
  "payments",
  "events",
  "withdrawals",
] as const;

/** Deletes all that is kept of a study that is archived. */
export async function deleteStudy(work: Work, studyId: string): Promise<DeletedStudy> {
  await lockStudy(work, studyId);
  const { db } = work;
  if ((await studyState(db, studyId)) !== "archived")
    throw new RefractError(
      "rejected",
      `study "${studyId}": is not archived, expected one in which nobody can go on`,
    );
  const people = db.selectFrom("participants").select("id").where("studyId", "=", studyId);
  for (const table of tablesOfPeople)
    await db.deleteFrom(table).where("participantId", "in", people).execute();
  await db.deleteFrom("entryNonces").where("studyId", "=", studyId).execute();
  const participants = await db.deleteFrom("participants").where("studyId", "=", studyId).executeTakeFirst();
  const versions = await db.deleteFrom("studyVersions").where("studyId", "=", studyId).executeTakeFirst();
  await db.deleteFrom("ledgerEntries").where("name", "=", studyId).execute();
  await db.deleteFrom("ledgers").where("name", "=", studyId).execute();
  await db.deleteFrom("studyStates").where("studyId", "=", studyId).execute();
  await db.deleteFrom("studies").where("id", "=", studyId).execute();
  return { people: Number(participants.numDeletedRows), versions: Number(versions.numDeletedRows) };
}
