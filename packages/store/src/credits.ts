import type { Kysely } from "kysely";
import { lockParticipant } from "./commits.ts";
import type { Database, Work } from "./database.ts";
import { participantRow } from "./rows.ts";
import type { CreditDue } from "./store.ts";
import type { CreditRow } from "./tables.ts";

/**
 * Real people with a panel id whose visit is over and whose credit is not granted, in order of arrival; of one person
 * alone where `participantId` is given. Whoever withdrew counts where the credit is still owed to them, whoever's submission
 * was rejected or returned does not.
 */
export async function creditsDue(
  db: Kysely<Database>,
  studyId: string,
  participantId?: string,
): Promise<readonly CreditDue[]> {
  const rows = await db
    .selectFrom("participants")
    .leftJoin("identities", "identities.participantId", "participants.id")
    .leftJoin("owedCredits", "owedCredits.participantId", "participants.id")
    .leftJoin("credits", "credits.participantId", "participants.id")
    .selectAll("participants")
    .select([
      "identities.sealed",
      "owedCredits.sealed as owedSealed",
      "owedCredits.ending as owedEnding",
      "credits.attempts",
      "credits.lastAt",
    ])
    .where("participants.studyId", "=", studyId)
    .where("participants.simulated", "=", false)
    .where("participants.test", "=", false)
    .where("credits.grantedAt", "is", null)
    .where(({ and, or, eb }) =>
      or([
        and([eb("participants.outcome", "is not", null), eb("identities.sealed", "is not", null)]),
        eb("owedCredits.sealed", "is not", null),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("decisions")
            .select("decisions.number")
            .whereRef("decisions.participantId", "=", "participants.id")
            .where("decisions.kind", "in", ["reject", "return"])
            .where("decisions.number", "=", (latest) =>
              latest
                .selectFrom("decisions as every")
                .select((select) => select.fn.max("every.number").as("last"))
                .whereRef("every.participantId", "=", "participants.id"),
            ),
        ),
      ),
    )
    .$if(participantId !== undefined, (query) => query.where("participants.id", "=", participantId ?? ""))
    .orderBy("participants.ordinal")
    .execute();
  return rows.flatMap(({ sealed, owedSealed, owedEnding, attempts, lastAt, ...stored }) => {
    const kept = sealed ?? owedSealed;
    const ending = stored.outcome ?? owedEnding;
    if (kept === null || ending === null) return [];
    return [
      {
        participant: participantRow(stored),
        ending,
        sealed: new Uint8Array(kept),
        attempts: attempts ?? 0,
        lastAt: lastAt === null ? null : Number(lastAt),
      },
    ];
  });
}

/**
 * Keeps what became of one more attempt; what is granted stays so. Of somebody who has withdrawn it is noted as long as the
 * credit is owed, and their sealed id goes with the grant or with the last attempt.
 */
export async function noteCredit(
  work: Work,
  { isLast, ...credit }: Omit<CreditRow, "attempts"> & { readonly isLast: boolean },
): Promise<void> {
  const { participantId, ...said } = credit;
  if ((await lockParticipant(work, participantId)) === "withdrawn") {
    const owed = await work.db
      .selectFrom("owedCredits")
      .select("ending")
      .where("participantId", "=", participantId)
      .executeTakeFirst();
    if (owed === undefined) return;
    if (credit.grantedAt !== null || isLast)
      await work.db.deleteFrom("owedCredits").where("participantId", "=", participantId).execute();
  }
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
