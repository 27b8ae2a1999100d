import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import { usdOf } from "./money.ts";
import { placesTaken } from "./places.ts";
import type { SimulatedChoice, StudyTotals } from "./store.ts";

/** Counts over the rows as they are now; nothing is kept beside them. */
export async function totals(
  db: Kysely<Database>,
  studyId: string,
  simulated: SimulatedChoice,
): Promise<StudyTotals> {
  const people = await db
    .selectFrom("participants")
    .select(["simulated", "test", "status", sql<number>`count(*)`.as("count")])
    .where("studyId", "=", studyId)
    .groupBy(["simulated", "test", "status"])
    .execute();
  const countOf = (matches: (row: (typeof people)[number]) => boolean) =>
    people.filter(matches).reduce((sum, row) => sum + Number(row.count), 0);
  const chosen = (row: (typeof people)[number]) =>
    !row.test && (simulated === "include" || Boolean(row.simulated) === (simulated === "only"));

  const conversations = await db
    .selectFrom("conversations")
    .innerJoin("participants", "participants.id", "conversations.participantId")
    .select((select) => [
      select.fn.countAll<number>().as("begun"),
      select.fn.count<number>("conversations.closedAt").as("closed"),
    ])
    .where("participants.studyId", "=", studyId)
    .where("participants.test", "=", false)
    .$if(simulated !== "include", (query) => query.where("participants.simulated", "=", simulated === "only"))
    .executeTakeFirstOrThrow();
  const utterances = await db
    .selectFrom("utterances")
    .innerJoin("participants", "participants.id", "utterances.participantId")
    .select((select) => select.fn.count<number>("utterances.text").as("count"))
    .where("participants.studyId", "=", studyId)
    .where("participants.test", "=", false)
    .$if(simulated !== "include", (query) => query.where("participants.simulated", "=", simulated === "only"))
    .executeTakeFirstOrThrow();
  const responses = await db
    .selectFrom("responses")
    .innerJoin("participants", "participants.id", "responses.participantId")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("responses.answeredAt", "is not", null)
    .where("responses.missing", "is", null)
    .where("participants.studyId", "=", studyId)
    .where("participants.test", "=", false)
    .$if(simulated !== "include", (query) => query.where("participants.simulated", "=", simulated === "only"))
    .executeTakeFirstOrThrow();
  const money = await db
    .selectFrom("ledgerEntries")
    .select([
      sql<number | null>`sum(case when state = 'reserved' then 0 else settled_nano_usd end)`.as("spent"),
      sql<number | null>`sum(case when state = 'reserved' then reserved_nano_usd else 0 end)`.as("reserved"),
    ])
    .where("name", "=", studyId)
    .executeTakeFirstOrThrow();

  return {
    people: countOf((row) => !row.simulated && !row.test),
    simulated: countOf((row) => Boolean(row.simulated)),
    test: countOf((row) => Boolean(row.test)),
    places: await placesTaken(db, studyId),
    completed: countOf((row) => chosen(row) && row.status === "completed"),
    withdrawn: countOf((row) => chosen(row) && row.status === "withdrawn"),
    conversations: Number(conversations.begun),
    finishedConversations: Number(conversations.closed),
    utterances: Number(utterances.count),
    responses: Number(responses.count),
    spentUsd: usdOf(Number(money.spent ?? 0)),
    reservedUsd: usdOf(Number(money.reserved ?? 0)),
  };
}
