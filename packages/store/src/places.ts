import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database } from "./database.ts";

/** Decisions after which somebody else may have the place. */
const freeing = ["release", "return", "reject"] as const;

/**
 * How many places are taken: people who agreed to take part (or entered a study that asks for no consent) and are in it
 * or through it, unless the researcher's last decision freed the place. Simulated and test people take none.
 */
export async function placesTaken(db: Kysely<Database>, studyId: string): Promise<number> {
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
    .executeTakeFirstOrThrow();
  return Number(taken);
}

/** Throws `rejected` when every place is taken. The caller has locked the study. */
export async function requireRoom(
  db: Kysely<Database>,
  studyId: string,
  places: number | null,
): Promise<void> {
  if (places === null) return;
  const taken = await placesTaken(db, studyId);
  if (taken < places) return;
  throw new RefractError(
    "rejected",
    `study "${studyId}": ${taken} of ${places} places are taken, expected a free one`,
    { userMessage: "study-full" },
  );
}
