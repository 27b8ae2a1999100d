import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import BetterSqlite3 from "better-sqlite3";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Backend } from "../database.ts";
import { openStore } from "../index.ts";
import { openPostgres } from "../postgres/open-postgres.ts";
import { openSqlite } from "../sqlite/open-sqlite.ts";
import { migrate, migrations } from "./migrate.ts";
import type { Migration } from "./migration.ts";

const nextStep: Migration = {
  name: "notes",
  statements: ({ long }) => [
    `create table notes (id text not null primary key, at ${long} not null)`,
    "insert into notes (id, at) select id, created_at from studies",
  ],
};
const brokenStep: Migration = {
  name: "broken",
  statements: () => ["create table half_done (id text)", "insert into no_such_table values (1)"],
};

async function openBackend({ options }: TestDatabase): Promise<Backend> {
  return "file" in options ? openSqlite(options) : openPostgres(options);
}

async function run(database: TestDatabase, steps: readonly Migration[]): Promise<void> {
  const backend = await openBackend(database);
  try {
    await migrate(backend, steps);
  } finally {
    await backend.kysely.destroy();
  }
}

async function rowsOf(database: TestDatabase, text: string): Promise<unknown[]> {
  const backend = await openBackend(database);
  try {
    return (await sql.raw(text).execute(backend.kysely)).rows;
  } finally {
    await backend.kysely.destroy();
  }
}

await describeOnEachDatabase("migrations", (createDatabase, dialect) => {
  test("a store of an earlier version is brought forward with its data, and only once", async () => {
    await using database = await createDatabase();
    {
      await using store = await openStore(database.options);
      await store.putStudy(
        { id: "kept", seed: "s", createdAt: 5 },
        { studyId: "kept", hash: "h", bundle: {}, createdAt: 5 },
      );
    }
    await run(database, [...migrations, nextStep]);
    await run(database, [...migrations, nextStep]);
    expect(await rowsOf(database, "select id, at from notes")).toEqual([{ id: "kept", at: 5 }]);
    expect(await rowsOf(database, "select version, name from refract_schema order by version")).toEqual([
      ...migrations.map(({ name }, index) => ({ version: index + 1, name })),
      { version: migrations.length + 1, name: "notes" },
    ]);
  });

  test("people of before places were counted have the place and the ending that their events tell", async () => {
    await using database = await createDatabase();
    const before = migrations.findIndex((step) => step.name === "places and decisions");
    await run(database, migrations.slice(0, before));
    const flag = dialect === "sqlite" ? "0" : "false";
    const events = {
      agreed: ["consent.given"],
      done: ["consent.given", "survey.submitted"],
      declined: ["consent.declined"],
      reading: [],
      "no-consent": ["survey.saved"],
    };
    await rowsOf(database, "insert into studies (id, seed, created_at) values ('s', 's', 1)");
    await rowsOf(
      database,
      "insert into study_versions (study_id, version, hash, bundle, created_at) values ('s', 1, 'h', '{}', 1)",
    );
    for (const [index, [id, types]] of Object.entries(events).entries()) {
      const status = id === "done" ? "completed" : id === "declined" ? "screened-out" : "active";
      await rowsOf(
        database,
        `insert into participants (id, study_id, study_version, ordinal, seed, simulated, language, status, entered_at)
         values ('${id}', 's', 1, ${index + 1}, 's', ${flag}, 'en', '${status}', 10)`,
      );
      for (const [at, type] of ["session.entered", ...types].entries())
        await rowsOf(
          database,
          `insert into events (participant_id, seq, at, stage_id, type, payload)
           values ('${id}', ${at + 1}, ${10 + at}, ${at === 0 ? "null" : "'a'"}, '${type}', '{}')`,
        );
    }
    await using store = await openStore(database.options);
    const people = (await store.people("s")).map(({ participant }) => participant);
    expect(people.map(({ id, consentedAt, outcome, test }) => [id, consentedAt, outcome, test])).toEqual([
      ["agreed", 11, null, false],
      ["done", 11, "completed", false],
      ["declined", null, "declined", false],
      ["reading", null, null, false],
      ["no-consent", 10, null, false],
    ]);
    expect(await store.placesTaken("s")).toBe(3);
  });

  test("conversations of before are closed where the last of their questions was handed in", async () => {
    await using database = await createDatabase();
    const before = migrations.findIndex((step) => step.name === "closed conversations and seeds");
    await run(database, migrations.slice(0, before));
    const flag = dialect === "sqlite" ? "0" : "false";
    await rowsOf(
      database,
      "insert into studies (id, seed, created_at) values ('asks', 's', 1), ('chats', 's', 1)",
    );
    await rowsOf(
      database,
      "insert into study_versions (study_id, version, hash, bundle, created_at) values ('asks', 1, 'h', '{}', 1), ('chats', 1, 'h', '{}', 1)",
    );
    const asked = ["conversation.finished", "attributes.submitted", "feedback.submitted"];
    // whose study, and what they did: two conversations each, of which the second of "left" stopped at its questions
    const people = {
      done: ["asks", [...asked, ...asked]],
      left: ["asks", [...asked, "conversation.finished", "attributes.submitted"]],
      chatted: ["chats", ["conversation.finished", "conversation.finished"]],
    } as const;
    for (const [index, [id, [study, types]]] of Object.entries(people).entries()) {
      await rowsOf(
        database,
        `insert into participants (id, study_id, study_version, ordinal, seed, simulated, language, status, entered_at, test)
         values ('${id}', '${study}', 1, ${index + 1}, 's', ${flag}, 'en', 'active', 10, ${flag})`,
      );
      for (const [at, type] of types.entries())
        await rowsOf(
          database,
          `insert into events (participant_id, seq, at, stage_id, type, payload)
           values ('${id}', ${at + 1}, ${10 + at}, 'talk', '${type}', '{}')`,
        );
      for (const ordinal of [1, 2])
        await rowsOf(
          database,
          `insert into conversations (id, participant_id, stage_id, ordinal, type, started_at, finished_at)
           values ('${id}${ordinal}', '${id}', 'talk', ${ordinal}, 'any', 1, ${20 * ordinal})`,
        );
      await rowsOf(
        database,
        `insert into answers (participant_id, scope, field, value, at) values ('${id}', '${id}1', 'open_feedback', '"Fine."', 33)`,
      );
    }
    await using store = await openStore(database.options);
    const closed: [string, number | null][] = [];
    for (const study of ["asks", "chats"])
      for await (const { conversations } of store.records(study, { simulated: "exclude" }))
        closed.push(...conversations.map(({ id, closedAt }): [string, number | null] => [id, closedAt]));
    expect(closed).toEqual([
      ["done1", 33],
      ["done2", 40],
      ["left1", 33],
      ["left2", null],
      ["chatted1", 33],
      ["chatted2", 40],
    ]);
    expect((await store.totals("asks", { simulated: "exclude" })).finishedConversations).toBe(3);
  });

  test("people of before have the times of the stages that their events tell, and none of the one they are in", async () => {
    await using database = await createDatabase();
    const before = migrations.findIndex((step) => step.name === "times of pages");
    await run(database, migrations.slice(0, before));
    await rowsOf(database, "insert into studies (id, seed, created_at) values ('s', 's', 1)");
    await rowsOf(
      database,
      "insert into study_versions (study_id, version, hash, bundle, created_at) values ('s', 1, 'h', '{}', 1)",
    );
    const statuses = { inside: "active", done: "completed", gone: "withdrawn" };
    for (const [index, [id, status]] of Object.entries(statuses).entries()) {
      await rowsOf(
        database,
        `insert into participants (id, study_id, study_version, ordinal, seed, simulated, language, status, entered_at)
         values ('${id}', 's', 1, ${index + 1}, 's', ${dialect === "sqlite" ? "0" : "false"}, 'en', '${status}', 10)`,
      );
      for (const [seq, [stage, at]] of [
        ["null", 10],
        ["'consent'", 30],
        ["'survey'", 40],
        ["'survey'", 90],
        ["'talk'", 100],
      ].entries())
        await rowsOf(
          database,
          `insert into events (participant_id, seq, at, stage_id, type, payload)
           values ('${id}', ${seq + 1}, ${at}, ${stage}, 'x', '{}')`,
        );
    }
    await using store = await openStore(database.options);
    const times = new Map<string, unknown>();
    for await (const { participant, pages } of store.records("s", { simulated: "include" }))
      times.set(
        participant.id,
        pages.map(({ scope, page, enteredAt, leftAt, spentMs }) => [scope, page, enteredAt, leftAt, spentMs]),
      );
    const left = [
      ["consent", "", 10, 30, 20],
      ["survey", "", 30, 90, 60],
    ];
    expect(times.get("inside")).toEqual(left);
    expect(times.get("done")).toEqual([...left, ["talk", "", 90, 100, 10]]);
    expect(times.get("gone")).toEqual([]);
  });

  test("a step that fails leaves the store as it was", async () => {
    await using database = await createDatabase();
    await run(database, migrations);
    await expect(run(database, [...migrations, nextStep, brokenStep])).rejects.toThrow("no_such_table");
    expect(await rowsOf(database, "select version from refract_schema order by version")).toEqual(
      migrations.map((_, index) => ({ version: index + 1 })),
    );
    await expect(rowsOf(database, "select * from notes")).rejects.toThrow("notes");
    await using store = await openStore(database.options);
    expect(await store.studies()).toEqual([]);
  });

  test("a store of a later version is refused, naming both versions, and not touched", async () => {
    await using database = await createDatabase();
    await run(database, [...migrations, nextStep]);
    await expect(openStore(database.options)).rejects.toMatchObject({
      code: "newer-schema",
      message: expect.stringContaining(
        `: schema version ${migrations.length + 1} was written by a later Refract, this one knows versions up to ${migrations.length}; update Refract to open it`,
      ),
    });
    expect(await rowsOf(database, "select version from refract_schema order by version")).toHaveLength(
      migrations.length + 1,
    );
  });

  test("a database with another program's tables is refused and not touched", async () => {
    await using database = await createDatabase();
    if ("file" in database.options) {
      new BetterSqlite3(database.options.file).exec("create table participants (name text)").close();
    } else {
      await rowsOf(database, "create table participants (name text)");
    }
    await expect(openStore(database.options)).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringContaining('"participants"'),
    });
    if ("file" in database.options) {
      const file = new BetterSqlite3(database.options.file);
      expect(file.prepare("select name from sqlite_schema").all()).toEqual([{ name: "participants" }]);
      expect(file.pragma("journal_mode", { simple: true })).toBe("delete");
      file.close();
    }
  });

  test("the tables say what the rows of the contract say", async () => {
    await using database = await createDatabase();
    await run(database, migrations);
    const text =
      dialect === "sqlite"
        ? "select name from sqlite_schema where type = 'table' order by name"
        : "select tablename as name from pg_tables where schemaname = 'public' order by name";
    const shared = [
      "account_rests",
      "account_shares",
      "shared_notes",
      "shared_runs",
      "shared_samples",
      "workers",
    ];
    const everywhere = [
      "answers",
      "calls",
      "conversations",
      "credits",
      "decisions",
      "entry_nonces",
      "events",
      "identities",
      "installation",
      "interactions",
      "ledger_entries",
      "ledgers",
      "owed_credits",
      "pages",
      "participants",
      "payments",
      "refract_schema",
      "researcher_sign_outs",
      "responses",
      "seats",
      "studies",
      "study_states",
      "study_versions",
      "tokens",
      "utterances",
      "withdrawals",
    ];
    expect((await rowsOf(database, text)).map((row) => Object.values(Object(row))[0])).toEqual(
      (dialect === "sqlite" ? everywhere : [...everywhere, ...shared]).sort(),
    );
  });
});
