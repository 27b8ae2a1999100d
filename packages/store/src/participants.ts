import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import { writeCommit } from "./commits.ts";
import type { Database, Work } from "./database.ts";
import { requireRoom } from "./places.ts";
import { participantRow } from "./rows.ts";
import type { Commit, NewParticipant } from "./store.ts";
import { lockStudy } from "./studies.ts";
import type { ParticipantRow } from "./tables.ts";

/** Admits one person. The study is locked meanwhile, so that ordinals have no gaps and its maximum is kept. */
export async function addParticipant(
  work: Work,
  participant: NewParticipant,
  commit: Omit<Commit, "participantId">,
): Promise<ParticipantRow> {
  const { db } = work;
  const { id, studyId, identity, tokenHash, enteredAt } = participant;
  await lockStudy(work, studyId);
  await spendNonce(db, participant);
  // Whoever comes when every place is taken need not read to the consent to be told.
  if (!participant.simulated && !participant.test) await requireRoom(db, studyId, participant.places);
  if (identity?.once === true && (await participantByIdentity(db, studyId, identity.lookup)) !== null) {
    throw new RefractError("conflict", `study "${studyId}": this person has entered already`, {
      userMessage: "taken-part",
    });
  }
  const { last } = await db
    .selectFrom("participants")
    .select((select) => select.fn.max("ordinal").as("last"))
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  await db
    .insertInto("participants")
    .values({
      id,
      studyId,
      studyVersion: participant.studyVersion,
      ordinal: Number(last ?? 0) + 1,
      seed: participant.seed,
      simulated: participant.simulated,
      test: participant.test,
      language: participant.language,
      status: "active",
      enteredAt,
      consentedAt: participant.consentedAt,
      endedAt: null,
      outcome: null,
      recoveryHash: participant.recoveryHash,
    })
    .execute();
  await addToken(db, id, tokenHash, enteredAt);
  if (identity !== null) {
    await db
      .insertInto("identities")
      .values({ participantId: id, studyId, lookup: identity.lookup, sealed: Buffer.from(identity.sealed) })
      .execute();
  }
  await writeCommit(work, { ...commit, participantId: id });
  const added = await participantById(db, id);
  if (added === null) throw new Error(`participant ${id} is gone within its own transaction`);
  return added;
}

async function spendNonce(db: Kysely<Database>, participant: NewParticipant): Promise<void> {
  const { studyId, entryNonce, enteredAt } = participant;
  const spent = await db
    .insertInto("entryNonces")
    .values({ studyId, nonce: entryNonce, usedAt: enteredAt })
    .onConflict((conflict) => conflict.columns(["studyId", "nonce"]).doNothing())
    .executeTakeFirst();
  if (spent.numInsertedOrUpdatedRows === 1n) return;
  throw new RefractError("conflict", `study "${studyId}": the entry token was used already`, {
    userMessage: "entry-expired",
  });
}

export async function addToken(
  db: Kysely<Database>,
  participantId: string,
  tokenHash: string,
  createdAt: number,
): Promise<void> {
  await db.insertInto("tokens").values({ tokenHash, participantId, createdAt }).execute();
}

export async function participantById(db: Kysely<Database>, id: string): Promise<ParticipantRow | null> {
  return found(await db.selectFrom("participants").selectAll().where("id", "=", id).executeTakeFirst());
}

export async function participantByToken(
  db: Kysely<Database>,
  tokenHash: string,
): Promise<ParticipantRow | null> {
  const query = db
    .selectFrom("participants")
    .innerJoin("tokens", "tokens.participantId", "participants.id")
    .selectAll("participants")
    .where("tokens.tokenHash", "=", tokenHash);
  return found(await query.executeTakeFirst());
}

export async function participantByRecovery(
  db: Kysely<Database>,
  studyId: string,
  recoveryHash: string,
): Promise<ParticipantRow | null> {
  const query = db
    .selectFrom("participants")
    .selectAll()
    .where("studyId", "=", studyId)
    .where("recoveryHash", "=", recoveryHash);
  return found(await query.executeTakeFirst());
}

export async function participantByIdentity(
  db: Kysely<Database>,
  studyId: string,
  lookup: string,
): Promise<ParticipantRow | null> {
  const query = db
    .selectFrom("identities")
    .innerJoin("participants", "participants.id", "identities.participantId")
    .selectAll("participants")
    .where("identities.studyId", "=", studyId)
    .where("identities.lookup", "=", lookup)
    .where((build) =>
      build.or([
        build("participants.outcome", "is", null),
        build("participants.outcome", "<>", "full"),
        // Full for people like them: they have begun.
        build("participants.consentedAt", "is not", null),
      ]),
    )
    .orderBy("participants.ordinal", "desc")
    .limit(1);
  return found(await query.executeTakeFirst());
}

function found(row: Parameters<typeof participantRow>[0] | undefined): ParticipantRow | null {
  return row === undefined ? null : participantRow(row);
}
