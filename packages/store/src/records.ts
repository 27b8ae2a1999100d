import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import { answerRow, callRow, participantRow, responseRow, utteranceRow } from "./rows.ts";
import type { ParticipantRecord, SimulatedChoice } from "./store.ts";

/** People read in one go: few enough to stay small, enough to spare most of the round trips. */
const peoplePerBatch = 20;

/** The ordinal of the latest person now; people who come while records are read are not waited for. */
export async function lastOrdinal(db: Kysely<Database>, studyId: string): Promise<number> {
  const { last } = await db
    .selectFrom("participants")
    .select((select) => select.fn.max("ordinal").as("last"))
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  return Number(last ?? 0);
}

/**
 * The records of the next people (test people are nobody's data) after an ordinal, as of one moment (the caller's read transaction). Rows are sorted
 * here and not by the databases, whose collations differ.
 */
export async function recordsAfter(
  db: Kysely<Database>,
  studyId: string,
  after: number,
  upTo: number,
  simulated: SimulatedChoice,
): Promise<readonly ParticipantRecord[]> {
  const people = await db
    .selectFrom("participants")
    .selectAll()
    .where("studyId", "=", studyId)
    .where("ordinal", ">", after)
    .where("ordinal", "<=", upTo)
    .where("test", "=", false)
    .$if(simulated !== "include", (query) => query.where("simulated", "=", simulated === "only"))
    .orderBy("ordinal")
    .limit(peoplePerBatch)
    .execute();
  if (people.length === 0) return [];
  const ids = people.map((person) => person.id);
  const answers = await db.selectFrom("answers").selectAll().where("participantId", "in", ids).execute();
  const conversations = await db
    .selectFrom("conversations")
    .selectAll()
    .where("participantId", "in", ids)
    .execute();
  const interactions = await db
    .selectFrom("interactions")
    .selectAll()
    .where("participantId", "in", ids)
    .execute();
  const utterances = await db
    .selectFrom("utterances")
    .selectAll()
    .where("participantId", "in", ids)
    .execute();
  const calls = await db.selectFrom("calls").selectAll().where("participantId", "in", ids).execute();
  const responses = await db.selectFrom("responses").selectAll().where("participantId", "in", ids).execute();
  const pages = await db.selectFrom("pages").selectAll().where("participantId", "in", ids).execute();

  const conversationOrder = new Map(conversations.map((row) => [row.id, row.ordinal]));
  const turnOrder = new Map(
    interactions.map((row) => [row.id, [conversationOrder.get(row.conversationId) ?? 0, row.turn]]),
  );
  const grouped = {
    answers: groupByPerson(answers.map(answerRow), (row) => [row.at, row.scope, row.field]),
    conversations: groupByPerson(conversations, (row) => [row.ordinal]),
    interactions: groupByPerson(interactions, (row) => turnOrder.get(row.id) ?? []),
    utterances: groupByPerson(utterances.map(utteranceRow), (row) => [
      ...(turnOrder.get(row.interactionId) ?? []),
      row.drawnOrder,
      row.askedAt,
      row.slotId,
    ]),
    calls: groupByPerson(calls.map(callRow), (row) => [row.at, row.slotId, row.attempt, row.id]),
    responses: groupByPerson(responses.map(responseRow), (row) => [row.assignedAt, row.scope, row.place]),
    pages: groupByPerson(pages, (row) => [row.enteredAt, row.scope, row.page]),
  };
  return people.map((person) => ({
    participant: participantRow(person),
    answers: grouped.answers.get(person.id) ?? [],
    conversations: grouped.conversations.get(person.id) ?? [],
    interactions: grouped.interactions.get(person.id) ?? [],
    utterances: grouped.utterances.get(person.id) ?? [],
    calls: grouped.calls.get(person.id) ?? [],
    responses: grouped.responses.get(person.id) ?? [],
    pages: grouped.pages.get(person.id) ?? [],
  }));
}

function groupByPerson<Row extends { readonly participantId: string }>(
  rows: readonly Row[],
  order: (row: Row) => readonly (string | number)[],
): ReadonlyMap<string, readonly Row[]> {
  const keyed = rows.map((row) => ({ row, key: order(row) })).sort((a, b) => compareKeys(a.key, b.key));
  return Map.groupBy(
    keyed.map(({ row }) => row),
    (row) => row.participantId,
  );
}

/** By code unit, not by language: the same on every machine. */
function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
