import { sql } from "kysely";
import { writeCommit } from "./commits.ts";
import type { Work } from "./database.ts";
import type { Commit, Pool } from "./store.ts";

/** Counts a pool, decides and commits, while nobody else can do so for the same pool. */
export async function commitDraw(
  work: Work,
  participantId: string,
  pool: Pool,
  decide: (load: ReadonlyMap<string, number>) => Omit<Commit, "participantId">,
): Promise<void> {
  await lockPool(work, pool);
  await writeCommit(work, { participantId, ...decide(await poolLoad(work, pool)) });
}

/** A SQLite writer has the file to itself; PostgreSQL keeps a lock by name until the transaction ends. */
async function lockPool({ db, dialect }: Work, { studyId, scope }: Pool): Promise<void> {
  if (dialect === "sqlite") return;
  const name = JSON.stringify(["pool", studyId, scope]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
}

/** Somebody is active while their last event is recent. */
async function poolLoad(
  { db }: Work,
  { studyId, scope, simulated, test, activeSince }: Pool,
): Promise<ReadonlyMap<string, number>> {
  const active = db
    .selectFrom("participants as person")
    .select("person.id")
    .where("person.studyId", "=", studyId)
    .where("person.simulated", "=", simulated)
    .where("person.test", "=", test)
    .where("person.status", "=", "active")
    .where(
      (build) =>
        build
          .selectFrom("events")
          .select("events.at")
          .whereRef("events.participantId", "=", "person.id")
          .orderBy("events.seq", "desc")
          .limit(1),
      ">=",
      activeSince,
    );
  const counts = await db
    .selectFrom("responses")
    .innerJoin("participants", "participants.id", "responses.participantId")
    .select((select) => ["responses.item", select.fn.countAll<number>().as("count")])
    .where("responses.scope", "=", scope)
    .where("participants.studyId", "=", studyId)
    .where("participants.simulated", "=", simulated)
    .where("participants.test", "=", test)
    .where((build) =>
      build.or([
        build.and([build("responses.answeredAt", "is not", null), build("responses.missing", "is", null)]),
        build.and([
          build("responses.answeredAt", "is", null),
          build("responses.participantId", "in", active),
        ]),
      ]),
    )
    .groupBy("responses.item")
    .execute();
  return new Map(counts.map(({ item, count }) => [item, Number(count)]));
}
