import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import { lockParticipant } from "./commits.ts";
import type { Database, Work } from "./database.ts";
import { requireRoom } from "./places.ts";
import { participantRow } from "./rows.ts";
import type { Identity, PersonRow, Readmission } from "./store.ts";
import { lockStudy } from "./studies.ts";
import type { DecisionRow, ParticipantStatus, PaymentRow } from "./tables.ts";

/** Everybody of a study in order of arrival, with what lies apart from what they said. */
export async function people(db: Kysely<Database>, studyId: string): Promise<readonly PersonRow[]> {
  const participants = await db
    .selectFrom("participants")
    .selectAll()
    .where("studyId", "=", studyId)
    .orderBy("ordinal")
    .execute();
  const identities = await db
    .selectFrom("identities")
    .select(["participantId", "lookup", "sealed"])
    .where("studyId", "=", studyId)
    .execute();
  const decisions = await db
    .selectFrom("decisions")
    .innerJoin("participants", "participants.id", "decisions.participantId")
    .selectAll("decisions")
    .where("participants.studyId", "=", studyId)
    .orderBy("decisions.number")
    .execute();
  const payments = await db
    .selectFrom("payments")
    .innerJoin("participants", "participants.id", "payments.participantId")
    .selectAll("payments")
    .where("participants.studyId", "=", studyId)
    .orderBy("payments.number")
    .execute();
  const paymentsOf = Map.groupBy(payments, (row) => row.participantId);
  const credits = await db
    .selectFrom("credits")
    .innerJoin("participants", "participants.id", "credits.participantId")
    .selectAll("credits")
    .where("participants.studyId", "=", studyId)
    .execute();
  const creditOf = new Map(credits.map((row) => [row.participantId, row]));
  const identityOf = new Map(identities.map((row) => [row.participantId, row]));
  const latest = new Map(decisions.map((row) => [row.participantId, row]));
  const submissions = new Map<string, number>();
  const firstOf = new Map<string, string>();
  return participants.map((stored) => {
    const identity = identityOf.get(stored.id);
    if (identity !== undefined && !firstOf.has(identity.lookup)) firstOf.set(identity.lookup, stored.id);
    const earlier = identity === undefined ? 0 : (submissions.get(identity.lookup) ?? 0);
    const submission = earlier + 1;
    // Whoever found every place taken submitted nothing.
    const hasBegun = stored.outcome !== "full" || stored.consentedAt !== null;
    if (identity !== undefined && hasBegun) submissions.set(identity.lookup, submission);
    return {
      participant: participantRow(stored),
      sealed: identity === undefined ? null : new Uint8Array(identity.sealed),
      person: (identity === undefined ? null : firstOf.get(identity.lookup)) ?? stored.id,
      submission,
      decision: latest.get(stored.id) ?? null,
      payments: paymentsOf.get(stored.id) ?? [],
      credit: creditOf.get(stored.id) ?? null,
    };
  });
}

export async function identityOf(db: Kysely<Database>, participantId: string): Promise<Identity | null> {
  const row = await db
    .selectFrom("identities")
    .select(["lookup", "sealed"])
    .where("participantId", "=", participantId)
    .executeTakeFirst();
  return row === undefined ? null : { lookup: row.lookup, sealed: new Uint8Array(row.sealed) };
}

export async function latestDecision(
  db: Kysely<Database>,
  participantId: string,
): Promise<DecisionRow | null> {
  const row = await db
    .selectFrom("decisions")
    .selectAll()
    .where("participantId", "=", participantId)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * One more decision about a person. Who is released, or returned or rejected before their end, is signed out everywhere:
 * their place is free, and they can't complete on it. Throws `rejected` for somebody who withdrew: nothing of them is left
 * to decide about.
 */
export async function decide(work: Work, decision: Omit<DecisionRow, "number">): Promise<DecisionRow> {
  const { participantId, kind } = decision;
  const status = await requireKept(work, participantId);
  const earlier = await latestDecision(work.db, participantId);
  const row: DecisionRow = { ...decision, number: (earlier?.number ?? 0) + 1 };
  await work.db.insertInto("decisions").values(row).execute();
  const isSentAway = status === "active" && (kind === "return" || kind === "reject");
  if (kind === "release" || isSentAway) await signOut(work.db, participantId);
  return row;
}

/** One more payment. Nothing is left of who withdrew, so nobody knows whom to pay. */
export async function pay(work: Work, payment: Omit<PaymentRow, "number">): Promise<PaymentRow> {
  const { participantId } = payment;
  await requireKept(work, participantId);
  const { last } = await work.db
    .selectFrom("payments")
    .select((select) => select.fn.max("number").as("last"))
    .where("participantId", "=", participantId)
    .executeTakeFirstOrThrow();
  const row: PaymentRow = { ...payment, number: Number(last ?? 0) + 1 };
  await work.db.insertInto("payments").values(row).execute();
  return row;
}

async function requireKept(work: Work, participantId: string): Promise<ParticipantStatus> {
  const status = await lockParticipant(work, participantId);
  if (status !== "withdrawn") return status;
  throw new RefractError(
    "rejected",
    `participant ${participantId}: has withdrawn, expected somebody whose data is kept`,
    { userMessage: "withdrawn" },
  );
}

/** Lets a released person go on from another device, if there still is a place. */
export async function readmit(work: Work, readmission: Readmission): Promise<void> {
  const { participantId, studyId, tokenHash, at, places } = readmission;
  await lockParticipant(work, participantId);
  await lockStudy(work, studyId);
  if ((await latestDecision(work.db, participantId))?.kind !== "release")
    throw new RefractError("conflict", `participant ${participantId}: is not released (any more)`);
  const person = await work.db
    .selectFrom("participants")
    .select(["simulated", "test", "consentedAt"])
    .where("id", "=", participantId)
    .executeTakeFirstOrThrow();
  if (!person.simulated && !person.test && person.consentedAt !== null)
    await requireRoom(work.db, studyId, places);
  await decide(work, { participantId, kind: "readmit", at, reason: null });
  await replaceTokens(work, participantId, tokenHash, at);
}

/** One token and no other: whoever had the session before is signed out. */
export async function replaceTokens(
  { db }: Work,
  participantId: string,
  tokenHash: string,
  createdAt: number,
): Promise<void> {
  await signOut(db, participantId);
  await db.insertInto("tokens").values({ tokenHash, participantId, createdAt }).execute();
}

async function signOut(db: Kysely<Database>, participantId: string): Promise<void> {
  await db.deleteFrom("tokens").where("participantId", "=", participantId).execute();
}
