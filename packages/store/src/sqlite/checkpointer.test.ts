import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createSqliteDatabase } from "@refract/testing";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { addStudy, answer, collect, enter, event } from "../contract/sample-rows.ts";
import { openStore } from "../index.ts";
import { Checkpointer } from "./checkpointer.ts";

/** Changes with every new beginning of the log. */
function saltOf(file: string): string {
  return readFileSync(`${file}-wal`).subarray(16, 24).toString("hex");
}

test("the log is copied into the database and begun anew while people write, and nothing is lost", async () => {
  await using database = await createSqliteDatabase();
  const { file } = database.options;
  {
    await using store = await openStore({ file });
    await addStudy(store, "s");
    const people = Array.from({ length: 20 }, (_, index) => `p${index}`);
    await Promise.all(people.map((id) => enter(store, "s", id)));
    const before = saltOf(file);
    const value = "long ".repeat(4_000);
    let round = 0;
    for (; round < 400 && saltOf(file) === before; round += 1) {
      await Promise.all(
        people.map((id) =>
          store.commit({
            participantId: id,
            events: [event(id, round + 2)],
            rows: [answer(id, `field-${round}`, { value })],
          }),
        ),
      );
      await sleep(5);
    }
    expect(saltOf(file)).not.toBe(before);
    // Everything up to the new beginning, which came in the last round, is in the database itself.
    expect(round).toBeGreaterThan(5);
    expect(statSync(file).size).toBeGreaterThan((round - 1) * people.length * value.length);
    await store.commit({ participantId: "p0", events: [event("p0", round + 2)], rows: [] });
  }
  await using again = await openStore({ file });
  const records = await collect(again.records("s", { simulated: "include" }));
  const counts = records.map((record) => record.answers.length);
  expect(new Set(counts).size).toBe(1);
  expect(counts[0]).toBeGreaterThan(5);
  expect(records.every(({ answers }) => answers.every((row) => String(row.value).length === 20_000))).toBe(
    true,
  );
});

test("a store that is closed right after it was opened, or while its log is copied, ends at once", async () => {
  await using database = await createSqliteDatabase();
  {
    await using store = await openStore(database.options);
    await addStudy(store, "s");
    await enter(store, "s", "p");
    for (let change = 0; change < 260; change += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.commit({ participantId: "p", events: [event("p", 2 + change + index)], rows: [] }),
        ),
      );
  }
  await using again = await openStore(database.options);
  expect(await again.events("p")).toHaveLength(261);
});

test("a thread that could not open the database is replaced by the next", async () => {
  await using made = await createSqliteDatabase();
  const file = join(made.options.file, "..", "late.sqlite");
  await using checkpointer = new Checkpointer(file);
  checkpointer.committed(250);
  // long enough for the thread to fail; one that comes later finds the database, and nothing is shown
  await sleep(1_000);
  using database = disposable(new BetterSqlite3(file));
  database.open.pragma("journal_mode = wal");
  database.open.pragma("wal_autocheckpoint = 0");
  database.open.exec("create table long (value blob)");
  database.open.prepare("insert into long values (zeroblob(1000000))").run();
  expect(statSync(file).size).toBeLessThan(1_000_000);
  for (let look = 0; look < 200 && statSync(file).size < 1_000_000; look += 1) {
    checkpointer.committed(250);
    await sleep(50);
  }
  expect(statSync(file).size).toBeGreaterThan(1_000_000);
});

function disposable(open: BetterSqlite3.Database): Disposable & { readonly open: BetterSqlite3.Database } {
  return { open, [Symbol.dispose]: () => void open.close() };
}
