import { RefractError } from "@refract/core";
import { type Kysely, sql } from "kysely";
import type { Database, Work } from "./database.ts";
import type { Installation, Resealing } from "./store.ts";

/** Which key this database belongs to; null until one was noted. */
export async function installation(db: Kysely<Database>): Promise<Installation | null> {
  const row = await db.selectFrom("installation").select(["keyFingerprint", "dataFolder"]).executeTakeFirst();
  return row ?? null;
}

export async function noteInstallation(
  { db }: Pick<Work, "db">,
  noted: Installation,
  at: number,
): Promise<void> {
  await db
    .insertInto("installation")
    .values({ id: 1, ...noted, notedAt: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...noted, notedAt: at }))
    .execute();
}

/** Something that was sealed, to see whether a key opens it; null where nothing is. */
export async function sealedSample(db: Kysely<Database>): Promise<Uint8Array | null> {
  const row = await db.selectFrom("identities").select("sealed").limit(1).executeTakeFirst();
  const owed = row ?? (await db.selectFrom("owedCredits").select("sealed").limit(1).executeTakeFirst());
  return owed === undefined ? null : new Uint8Array(owed.sealed);
}

/** Everything that hangs on the key, in one transaction: identities, recovery codes, and which key it is. */
export async function reseal(
  { db, dialect }: Work,
  { before, installation: noted, prepare, identity, recoveryHash }: Resealing,
  at: number,
): Promise<{ readonly identities: number; readonly kept: number }> {
  // SQLite has one writer anyhow.
  if (dialect === "postgres") await sql`lock table installation in exclusive mode`.execute(db);
  const now = (await installation(db))?.keyFingerprint ?? null;
  if (now !== before)
    throw new RefractError(
      "conflict",
      `the key was replaced meanwhile: the database belongs to the key ${now}, expected ${before ?? "none yet"}`,
    );
  await prepare();
  const rows = await db
    .selectFrom("identities")
    .innerJoin("participants", "participants.id", "identities.participantId")
    .select(["identities.participantId", "identities.studyId", "identities.sealed", "participants.test"])
    .execute();
  let identities = 0;
  for (const { participantId, studyId, sealed, test } of rows) {
    const changed = identity({ studyId, test: Boolean(test), sealed: new Uint8Array(sealed) });
    if (changed === null) continue;
    identities += 1;
    await db
      .updateTable("identities")
      .set({ lookup: changed.lookup, sealed: changed.sealed })
      .where("participantId", "=", participantId)
      .execute();
  }
  const owed = await db
    .selectFrom("owedCredits")
    .innerJoin("participants", "participants.id", "owedCredits.participantId")
    .select(["owedCredits.participantId", "owedCredits.sealed", "participants.studyId", "participants.test"])
    .execute();
  for (const { participantId, studyId, sealed, test } of owed) {
    const changed = identity({ studyId, test: Boolean(test), sealed: new Uint8Array(sealed) });
    if (changed !== null)
      await db
        .updateTable("owedCredits")
        .set({ sealed: changed.sealed })
        .where("participantId", "=", participantId)
        .execute();
  }
  const people = await db
    .selectFrom("participants")
    .select("id")
    .where("recoveryHash", "is not", null)
    .execute();
  for (const { id } of people)
    await db
      .updateTable("participants")
      .set({ recoveryHash: recoveryHash(id) })
      .where("id", "=", id)
      .execute();
  await noteInstallation({ db }, noted, at);
  return { identities, kept: rows.length - identities };
}
