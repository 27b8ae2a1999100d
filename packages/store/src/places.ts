import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { Commit } from "./store.ts";

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
  const holding = holders(db, { studyId, simulated: false, comingIn });
  return Number((await holding.executeTakeFirstOrThrow()).taken);
}

/** How many people of a kind a study has: those with a place who are in the cell. */
export async function seatsTaken(
  db: Kysely<Database>,
  { cell, ...whose }: Holders & { readonly cell: string },
): Promise<number> {
  const holding = holders(db, whose)
    .where("participants.id", "<>", whose.comingIn ?? "")
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("seats")
          .select("seats.cell")
          .whereRef("seats.participantId", "=", "participants.id")
          .where("seats.cell", "=", cell),
      ),
    );
  return Number((await holding.executeTakeFirstOrThrow()).taken);
}

interface Holders {
  readonly studyId: string;
  readonly simulated: boolean;
  /** Somebody about to take a place. */
  readonly comingIn: string | null;
}

/** Counts people who have a place. */
function holders(db: Kysely<Database>, { studyId, simulated, comingIn }: Holders) {
  return db
    .selectFrom("participants")
    .select((select) => select.fn.countAll<number>().as("taken"))
    .where("studyId", "=", studyId)
    .where("simulated", "=", simulated)
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
    );
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

/** Seats somebody in these kinds of people. Throws `rejected` when one of them is full. The caller has locked the study. */
export async function takeSeats(
  db: Kysely<Database>,
  participantId: string,
  { studyId, simulated, cells }: NonNullable<Commit["seats"]>,
): Promise<void> {
  for (const { name, people } of cells) {
    const taken = await seatsTaken(db, { studyId, simulated, comingIn: participantId, cell: name });
    if (taken >= people)
      throw new RefractError(
        "rejected",
        `study "${studyId}": ${taken} of ${people} people with ${name} take part, expected fewer`,
        { userMessage: "quota-full" },
      );
    await db
      .insertInto("seats")
      .values({ participantId, cell: name })
      .onConflict((conflict) => conflict.columns(["participantId", "cell"]).doNothing())
      .execute();
  }
}
