import { RefractError } from "@refract/core";
import { creditsDue } from "./credits.ts";
import type { Work } from "./database.ts";
import type { ErasedIdentities, Erasure } from "./store.ts";
import { lockStudy } from "./studies.ts";
import { studyState } from "./study-states.ts";

const idsInStatement = 500;

/**
 * Deletes what names the people of a study. Refused for an open study, in which nobody would be known again. Whoever is under way in a
 * closed one needs their id to come back and to be led back to the panel, and whoever waits for credit is credited by it: they keep it,
 * and unless that was agreed to nothing is erased.
 */
export async function eraseIdentities(
  work: Work,
  studyId: string,
  { isAgreed, isWaitingForCredit }: Erasure,
): Promise<ErasedIdentities> {
  const { db } = work;
  await lockStudy(work, studyId);
  const state = await studyState(db, studyId);
  if (state === "open")
    throw new RefractError(
      "rejected",
      `study "${studyId}": is open, expected one that is closed: without their panel ids people could take part twice`,
    );
  const underWay = state === "archived" ? new Set<string>() : await peopleUnderWay(work, studyId);
  const due = (await creditsDue(db, studyId)).filter(isWaitingForCredit);
  const waiting = new Set(due.map(({ participant }) => participant.id));
  const kept = { underWay: underWay.size, waitingForCredit: waiting.size };
  if (!isAgreed && (underWay.size > 0 || waiting.size > 0)) return { erased: null, ...kept };
  const named = await db
    .selectFrom("identities")
    .select("participantId")
    .where("studyId", "=", studyId)
    .execute();
  const erased = named
    .map(({ participantId }) => participantId)
    .filter((id) => !underWay.has(id) && !waiting.has(id));
  for (let start = 0; start < erased.length; start += idsInStatement)
    await db
      .deleteFrom("identities")
      .where("participantId", "in", erased.slice(start, start + idsInStatement))
      .execute();
  // What was kept for a credit that is not asked for any more goes too.
  const owed = await db
    .selectFrom("owedCredits")
    .innerJoin("participants", "participants.id", "owedCredits.participantId")
    .select("owedCredits.participantId")
    .where("participants.studyId", "=", studyId)
    .execute();
  for (const { participantId } of owed)
    if (!waiting.has(participantId))
      await db.deleteFrom("owedCredits").where("participantId", "=", participantId).execute();
  return { erased: erased.length, ...kept };
}

/** People with an id who have not come to an end, and were not returned or rejected. */
async function peopleUnderWay({ db }: Work, studyId: string): Promise<Set<string>> {
  const active = await db
    .selectFrom("participants")
    .innerJoin("identities", "identities.participantId", "participants.id")
    .select("participants.id")
    .where("participants.studyId", "=", studyId)
    .where("participants.status", "=", "active")
    .execute();
  const decisions = await db
    .selectFrom("decisions")
    .innerJoin("participants", "participants.id", "decisions.participantId")
    .select(["decisions.participantId", "decisions.kind"])
    .where("participants.studyId", "=", studyId)
    .orderBy("decisions.number")
    .execute();
  const last = new Map(decisions.map(({ participantId, kind }) => [participantId, kind]));
  const isSentAway = (id: string) => last.get(id) === "return" || last.get(id) === "reject";
  return new Set(active.map(({ id }) => id).filter((id) => !isSentAway(id)));
}
