import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database } from "./database.ts";

/** Decisions after which somebody else may have the place. */
export const freeing = ["release", "return", "reject"] as const;

/**
 * How many places are taken: people who agreed to take part (or entered a study that asks for no consent) and are in it
 * or through it, unless the researcher's last decision freed the place. Somebody who began anew has one place, not two.
 * Simulated and test people take none.
 *
 * @param comingIn Somebody about to take a place, so that an earlier one of theirs is not in their way.
 */
export async function placesTaken(
  db: Kysely<Database>,
  studyId: string,
  comingIn: string | null = null,
): Promise<number> {
  const { taken } = await db
    .selectFrom("participants")
    .select((select) => select.fn.countAll<number>().as("taken"))
    .where("studyId", "=", studyId)
    .where("simulated", "=", false)
    .where("test", "=", false)
    .where("consentedAt", "is not", null)
    .where("status", "in", ["active", "completed"])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("decisions")
            .select("decisions.number")
            .whereRef("decisions.participantId", "=", "participants.id")
            .where("decisions.kind", "in", freeing)
            .where("decisions.number", "=", (latest) =>
              latest
                .selectFrom("decisions as every")
                .select((select) => select.fn.max("every.number").as("last"))
                .whereRef("every.participantId", "=", "participants.id"),
            ),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("identities as own")
            .innerJoin("identities as later", (join) =>
              join.onRef("later.studyId", "=", "own.studyId").onRef("later.lookup", "=", "own.lookup"),
            )
            .innerJoin("participants as again", "again.id", "later.participantId")
            .select("again.id")
            .whereRef("own.participantId", "=", "participants.id")
            .whereRef("again.ordinal", ">", "participants.ordinal")
            .where((build) =>
              build.or([
                build("again.id", "=", comingIn ?? ""),
                build.and([
                  build("again.consentedAt", "is not", null),
                  build("again.status", "in", ["active", "completed"]),
                ]),
              ]),
            ),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(taken);
}

/** Throws `rejected` when every place is taken. The caller has locked the study. */
export async function requireRoom(
  db: Kysely<Database>,
  studyId: string,
  places: number | null,
  comingIn: string | null = null,
): Promise<void> {
  if (places === null) return;
  const taken = await placesTaken(db, studyId, comingIn);
  if (taken < places) return;
  throw new RefractError(
    "rejected",
    `study "${studyId}": ${taken} of ${places} places are taken, expected a free one`,
    { userMessage: "study-full" },
  );
}
