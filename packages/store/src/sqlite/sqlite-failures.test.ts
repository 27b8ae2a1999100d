import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createSqliteDatabase } from "@refract/testing";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { addStudy, answer, collect, enter, event, wholeConversation } from "../contract/sample-rows.ts";
import { openStore } from "../index.ts";
import { migrate } from "../migrations/migrate.ts";
import { SqlStore } from "../sql-store.ts";
import { openSqlite } from "./open-sqlite.ts";

test("a full disk refuses the commit with words for the person, and what was acknowledged is there", async () => {
  await using database = await createSqliteDatabase();
  const backend = await openSqlite(database.options);
  await migrate(backend);
  await using store = new SqlStore(backend);
  await addStudy(store, "s");
  await enter(store, "s", "p1");
  // No page more than there are: SQLite then says SQLITE_FULL as it does on a full disk.
  await sql.raw("pragma max_page_count = 1").execute(backend.kysely);
  let acknowledged = 0;
  let refusal: unknown;
  for (let seq = 2; refusal === undefined && seq < 500; seq += 1) {
    const long = answer("p1", `field ${seq}`, { value: "long ".repeat(400) });
    await store.commit({ participantId: "p1", events: [event("p1", seq)], rows: [long] }).then(
      () => {
        acknowledged += 1;
      },
      (thrown: unknown) => {
        refusal = thrown;
      },
    );
  }
  expect(refusal).toMatchObject({
    code: "storage-full",
    message: `${database.options.file}: no space left, nothing was written`,
    userMessage: "storage-full",
  });
  expect(await store.events("p1", 1)).toHaveLength(acknowledged);
  const [record] = await collect(store.records("s", { simulated: "include" }));
  expect(record?.answers).toHaveLength(acknowledged);

  // Somebody makes room: the same answer is accepted, and nothing has to be started again.
  await sql.raw("pragma max_page_count = 4294967294").execute(backend.kysely);
  const seq = acknowledged + 2;
  await store.commit({ participantId: "p1", events: [event("p1", seq)], rows: [answer("p1", "more")] });
  expect(await store.events("p1", 1)).toHaveLength(acknowledged + 1);
});

test("a file that is no database, or another program's, is refused and left as it is", async () => {
  await using database = await createSqliteDatabase();
  const { file } = database.options;
  writeFileSync(file, "name,age\nAda,36\n".repeat(100));
  await expect(openStore({ file })).rejects.toMatchObject({
    code: "invalid-input",
    message: `${file}: is not a SQLite database, expected a Refract store`,
  });
  expect(readFileSync(file, "utf8")).toBe("name,age\nAda,36\n".repeat(100));

  const other = join(database.folder, "other.db");
  new BetterSqlite3(other).exec("create table songs (title text)").close();
  const before = readFileSync(other);
  await expect(openStore({ file: other })).rejects.toMatchObject({
    code: "invalid-input",
    message: `${other}: is a SQLite database of another program (it has "songs"), expected a Refract store or a new file`,
  });
  expect(readFileSync(other).equals(before)).toBe(true);
});

test("a damaged file is named as such", async () => {
  await using database = await createSqliteDatabase();
  const { file } = database.options;
  {
    await using store = await openStore({ file });
    await addStudy(store, "s");
    for (let person = 0; person < 40; person += 1) {
      await enter(store, "s", `p${person}`);
      await store.commit(wholeConversation(`p${person}`, 2));
    }
  }
  const bytes = readFileSync(file);
  // Everything but the schema is overwritten.
  bytes.fill(0xee, 3 * 4096);
  writeFileSync(file, bytes);
  const damaged = async () => {
    await using store = await openStore({ file });
    return collect(store.records("s", { simulated: "include" }));
  };
  await expect(damaged()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/the database is damaged .* restore a backup/),
  });
});

test("a folder instead of a file, and a file one may not write to, are refused", async () => {
  await using database = await createSqliteDatabase();
  await expect(openStore({ file: database.folder })).rejects.toMatchObject({ code: "unavailable" });
  const { file } = database.options;
  await (await openStore({ file }))[Symbol.asyncDispose]();
  chmodSync(file, 0o444);
  await asUnprivileged(database.folder, async () => {
    await expect(openStore({ file })).rejects.toMatchObject({
      code: "unavailable",
      message: `${file}: can't be written to (EACCES), expected write access`,
    });
  });
});

test("a file that another program holds is waited for, and then named as busy", async () => {
  await using database = await createSqliteDatabase();
  const { file } = database.options;
  await using store = await openStore({ file, busyTimeoutMs: 300 });
  await addStudy(store, "s");
  await enter(store, "s", "p1");
  const other = new BetterSqlite3(file);
  other.exec("begin immediate");
  const commit = (seq: number) => store.commit({ participantId: "p1", events: [event("p1", seq)], rows: [] });
  await expect(commit(2)).rejects.toMatchObject({
    code: "unavailable",
    message: `${file}: another program is writing to the database and did not finish in time (SQLITE_BUSY)`,
  });
  // Waiting does not block the program: the timer that frees the file fires meanwhile.
  setTimeout(() => other.exec("commit").close(), 60);
  await commit(2);
  expect(await store.events("p1", 1)).toHaveLength(1);
});

test("what a withdrawal deletes is gone from the bytes of the file", async () => {
  await using database = await createSqliteDatabase();
  const { file, folder } = { ...database.options, folder: database.folder };
  const canary = "canary-7f3a";
  {
    await using store = await openStore({ file });
    await addStudy(store, "s");
    await enter(store, "s", "p1", { identity: { lookup: canary, sealed: new TextEncoder().encode(canary) } });
    await store.commit({
      participantId: "p1",
      events: [event("p1", 2, { payload: { text: canary } })],
      rows: [answer("p1", "secret", { value: `${canary} `.repeat(3000) })],
    });
    await store.withdraw("p1", 9);
    // at once, while the store is open and its write-ahead log in use
    expect(filesWith(folder, canary)).toEqual([]);
    await addStudy(store, "other");
  }
  expect(filesWith(folder, canary)).toEqual([]);
});

test("a withdrawal does not wait for a reader that holds the log, which is cut when the reader is gone", async () => {
  await using database = await createSqliteDatabase();
  const { folder } = database;
  const { file } = database.options;
  await using store = await openStore({ file });
  await addStudy(store, "s");
  await enter(store, "s", "p1");
  await store.commit({
    participantId: "p1",
    events: [],
    rows: [answer("p1", "x", { value: "canary-7f3b" })],
  });
  const reader = new BetterSqlite3(file, { readonly: true });
  reader.exec("begin");
  reader.prepare("select count(*) from participants").get();
  await store.withdraw("p1", 9);
  expect(filesWith(folder, "canary-7f3b")).not.toEqual([]);
  reader.close();
  for (let waited = 0; filesWith(folder, "canary-7f3b").length > 0 && waited < 4000; waited += 20)
    await sleep(20);
  expect(filesWith(folder, "canary-7f3b")).toEqual([]);
});

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text));
}

/** Root may write everywhere; as root the body runs as another user. */
async function asUnprivileged(folder: string, body: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return body();
  chmodSync(folder, 0o777);
  process.seteuid(65_534);
  try {
    await body();
  } finally {
    process.seteuid(0);
  }
}

test("an event that is no JSON is named with its place, and other people's are read", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  await addStudy(store, "s");
  for (const id of ["p1", "p2"]) await enter(store, "s", id);
  const file = new BetterSqlite3(database.options.file);
  file
    .prepare("update events set payload = '{\"language\": \"e' where participant_id = 'p1' and seq = 1")
    .run();
  file.close();
  await expect(store.events("p1")).rejects.toMatchObject({
    code: "unavailable",
    message: "events.payload of participant p1, event 1: is no JSON, expected what Refract wrote there",
  });
  expect(await store.events("p2")).toHaveLength(1);
});
