import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSqliteDatabase } from "@refract/testing";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { addStudy, collect, enter, wholeConversation } from "../contract/sample-rows.ts";
import { openStore, restoreSqlite } from "../index.ts";

test("a backup made while people write is whole, of one moment, and opens as a store", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  await addStudy(store, "s");
  for (let person = 0; person < 60; person += 1) {
    await enter(store, "s", `p${person}`);
    await store.commit(wholeConversation(`p${person}`, 2));
  }
  const copy = join(database.folder, "copy.db");
  const backup = store.backup(copy);
  for (let person = 60; person < 120; person += 1) {
    await enter(store, "s", `p${person}`);
    await store.commit(wholeConversation(`p${person}`, 2));
  }
  await backup;

  const raw = new BetterSqlite3(copy);
  expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
  raw.close();
  await using restored = await openStore({ file: copy });
  const records = await collect(restored.records("s", { simulated: "include" }));
  expect(records.length).toBeGreaterThanOrEqual(60);
  expect(records.map((record) => record.participant.ordinal)).toEqual(records.map((_, index) => index + 1));
  // Whoever is in it is in it with a whole commit or before it.
  expect(records.every((record) => record.utterances.length === record.answers.length * 2)).toBe(true);
  expect((await store.totals("s")).people).toBe(120);
});

test("a backup never overwrites, and one that fails leaves nothing behind", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  const copy = join(database.folder, "copy.db");
  writeFileSync(copy, "mine");
  await expect(store.backup(copy)).rejects.toMatchObject({ code: "conflict" });
  const underFile = join(copy, "copy.db");
  await expect(store.backup(underFile)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining(`${underFile}: can't be opened or read`),
  });
  const inNewFolder = join(database.folder, "new", "copy.db");
  await store.backup(inNewFolder);
  expect(readdirSync(join(database.folder, "new"))).toEqual(["copy.db"]);
  expect((statSync(inNewFolder).mode & 0o777).toString(8)).toBe("600");
});

test("what a killed program left beside a database that is gone gets into no other, and is not thrown away", async () => {
  await using database = await createSqliteDatabase();
  const backup = join(database.folder, "backup.db");
  const place = join(database.folder, "place.db");
  const log = `${place}-wal`;
  {
    await using store = await openStore(database.options);
    await addStudy(store, "s");
    await store.backup(backup);
    await enter(store, "s", "later");
    copyFileSync(`${database.options.file}-wal`, log);
  }
  const left = readFileSync(log);
  expect(left.length).toBeGreaterThan(0);
  const refusal = {
    code: "conflict",
    message: expect.stringMatching(/place\.db-wal: is left of a database that is no longer there/),
  };
  await expect(restoreSqlite(backup, place)).rejects.toMatchObject(refusal);
  await expect(openStore({ file: place })).rejects.toMatchObject(refusal);
  expect(readFileSync(log)).toEqual(left);
  expect(readdirSync(database.folder)).not.toContain("place.db");
  // An empty one holds nothing.
  writeFileSync(log, "");
  await restoreSqlite(backup, place);
  await using restored = await openStore({ file: place });
  expect((await restored.totals("s")).people).toBe(0);
});
