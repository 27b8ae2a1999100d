import { createSqliteDatabase } from "@refract/testing";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { addStudy, answer, collect, enter, event } from "../contract/sample-rows.ts";
import { openStore } from "../index.ts";
import { migrate } from "../migrations/migrate.ts";
import { SqlStore } from "../sql-store.ts";
import { openSqlite } from "./open-sqlite.ts";

test("of commits that are written together, each is refused or accepted for itself", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  await addStudy(store, "s");
  await enter(store, "s", "p1");
  await enter(store, "s", "p2");
  const results = await Promise.allSettled([
    store.commit({ participantId: "p1", events: [event("p1", 2)], rows: [answer("p1", "a")] }),
    // Refused by the store after a row was written, by a constraint, and by a fault of the program.
    store.commit({ participantId: "p1", events: [event("p1", 2)], rows: [answer("p1", "b")] }),
    store.commit({
      participantId: "p2",
      events: [event("p2", 2, { commandId: "x" }), event("p2", 3, { commandId: "x" })],
      rows: [answer("p2", "c")],
    }),
    store.commit({ participantId: "p2", events: [event("p2", 9)], rows: [answer("p2", "d")] }),
    store.commit({ participantId: "p2", events: [event("p2", 2)], rows: [answer("p2", "e")] }),
  ]);
  expect(results.map((one) => (one.status === "fulfilled" ? "kept" : (one.reason.code ?? "fault")))).toEqual([
    "kept",
    "conflict",
    "conflict",
    "fault",
    "kept",
  ]);
  const records = await collect(store.records("s", { simulated: "include" }));
  expect(records.map((record) => record.answers.map((row) => row.field))).toEqual([["a"], ["e"]]);
  expect((await store.events("p2")).map((one) => one.seq)).toEqual([1, 2]);
});

test("a disk that fills up under a group keeps what fits and refuses the rest, and says which", async () => {
  await using database = await createSqliteDatabase();
  const backend = await openSqlite(database.options);
  await migrate(backend);
  await using store = new SqlStore(backend);
  await addStudy(store, "s");
  const people = Array.from({ length: 40 }, (_, index) => `p${index}`);
  await Promise.all(people.map((id) => enter(store, "s", id)));
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(backend.kysely);
  await sql
    .raw(`pragma max_page_count = ${Number(Object.values(rows[0] ?? {})[0]) + 20}`)
    .execute(backend.kysely);
  const results = await Promise.allSettled(
    people.map((id) =>
      store.commit({
        participantId: id,
        events: [event(id, 2)],
        rows: [answer(id, "long", { value: "long ".repeat(800) })],
      }),
    ),
  );
  const kept = people.filter((_, index) => results[index]?.status === "fulfilled");
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.length).toBeLessThan(40);
  for (const one of results) {
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "storage-full" });
  }
  const records = await collect(store.records("s", { simulated: "include" }));
  const stored = records.filter((record) => record.answers.length === 1);
  expect(stored.map((record) => record.participant.id)).toEqual(kept);
  const events = await Promise.all(people.map((id) => store.events(id, 1)));
  expect(people.filter((_, index) => events[index]?.length === 1)).toEqual(kept);
});

test("a group that can't begin because another program writes is refused as one, after one wait", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore({ ...database.options, busyTimeoutMs: 200 });
  await addStudy(store, "s");
  await Promise.all(["p1", "p2", "p3"].map((id) => enter(store, "s", id)));
  const other = new BetterSqlite3(database.options.file);
  other.exec("begin immediate");
  const results = await Promise.allSettled(
    ["p1", "p2", "p3"].map((id) => store.commit({ participantId: id, events: [event(id, 2)], rows: [] })),
  );
  other.exec("rollback").close();
  expect(results.map((one) => (one.status === "rejected" ? one.reason.code : "kept"))).toEqual([
    "unavailable",
    "unavailable",
    "unavailable",
  ]);
  await store.commit({ participantId: "p1", events: [event("p1", 2)], rows: [] });
});
