import { createPostgresDatabase, describeWith, postgres } from "@refract/testing";
import pg from "pg";
import { expect, test } from "vitest";
import { addStudy, answer, enter, event } from "../contract/sample-rows.ts";
import { openStore } from "../index.ts";
import { postgresProblem } from "./postgres-problem.ts";

async function asAdministrator(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test("an address that is none is refused without repeating it", async () => {
  for (const databaseUrl of ["not an address", "mysql://root:secret@localhost/x"]) {
    await expect(openStore({ databaseUrl })).rejects.toMatchObject({
      code: "invalid-input",
      message: "database url: can't be read, expected postgres://user:password@host:port/database",
    });
  }
});

test("a server that does not answer is named without user and password", async () => {
  await expect(openStore({ databaseUrl: "postgres://ada:secret@127.0.0.1:1/study" })).rejects.toMatchObject({
    code: "unavailable",
    message: "postgres://127.0.0.1:1/study: the server does not answer (ECONNREFUSED)",
  });
});

test("a full disk of the server is storage-full", () => {
  const thrown = Object.assign(new Error("could not extend file: No space left on device"), {
    code: "53100",
  });
  expect(postgresProblem(thrown, "postgres://host/study")).toMatchObject({
    code: "storage-full",
    message: "postgres://host/study: no space left, nothing was written",
    userMessage: "storage-full",
  });
});

await describeWith(postgres, "PostgreSQL in trouble", (server) => {
  test("a database that is not there and a wrong password are said", async () => {
    const missing = new URL(server.url);
    missing.pathname = "/no_such_database";
    await expect(openStore({ databaseUrl: missing.href })).rejects.toMatchObject({ code: "not-found" });
    const wrong = new URL(server.url);
    wrong.username = "nobody_here";
    wrong.password = "wrong";
    await expect(openStore({ databaseUrl: wrong.href })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.not.stringContaining("wrong"),
    });
  });

  test("connections that are lost while they are made ready take no place for ever", async () => {
    await using database = await createPostgresDatabase(server);
    await using store = await openStore({ ...database.options, maximumConnections: 1 });
    const name = new URL(database.options.databaseUrl).pathname.slice(1);
    const until = performance.now() + 1500;
    const reading = async () => {
      while (performance.now() < until) await store.studies().catch(() => []);
    };
    const ending = async () => {
      while (performance.now() < until)
        await asAdministrator(
          server.url,
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and application_name = 'refract'`,
        );
    };
    await Promise.all([reading(), ending()]);
    expect(await retried(() => store.studies())).toEqual([]);
  }, 30_000);

  test("connections that the server ends are replaced, and nothing acknowledged is lost", async () => {
    await using database = await createPostgresDatabase(server);
    await using store = await openStore(database.options);
    await addStudy(store, "s");
    await enter(store, "s", "p1");
    const name = new URL(database.options.databaseUrl).pathname.slice(1);
    let acknowledged = 0;
    for (let seq = 2; seq < 12; seq += 1) {
      if (seq % 3 === 0) {
        await asAdministrator(
          server.url,
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and application_name = 'refract'`,
        );
      }
      const next = (await retried(() => store.events("p1"))).length + 1;
      await store
        .commit({ participantId: "p1", events: [event("p1", next)], rows: [answer("p1", "x")] })
        .then(
          () => {
            acknowledged += 1;
          },
          (thrown: unknown) => expect(thrown).toMatchObject({ code: "unavailable" }),
        );
    }
    expect(acknowledged).toBeGreaterThan(5);
    expect((await retried(() => store.events("p1", 1))).length).toBeGreaterThanOrEqual(acknowledged);
  });

  test("commits are durable before they are acknowledged even where the server is set otherwise", async () => {
    await using database = await createPostgresDatabase(server);
    const name = new URL(database.options.databaseUrl).pathname.slice(1);
    await asAdministrator(server.url, `alter database ${name} set synchronous_commit = off`);
    expect(await asAdministrator(database.options.databaseUrl, "show synchronous_commit")).toEqual([
      { synchronous_commit: "off" },
    ]);
    await using store = await openStore(database.options);
    await addStudy(store, "s");
    // A trigger writes down what the connection of the store is set to.
    await asAdministrator(
      database.options.databaseUrl,
      `create function seen() returns trigger language plpgsql as
         $$ begin new.payload = to_json(current_setting('synchronous_commit')); return new; end $$;
       create trigger seen before insert on events for each row execute function seen()`,
    );
    await enter(store, "s", "p1");
    expect((await store.events("p1"))[0]?.payload).toBe("on");
  });

  test("a backup is left to pg_dump", async () => {
    await using database = await createPostgresDatabase(server);
    await using store = await openStore(database.options);
    await expect(store.backup("/tmp/no.db")).rejects.toMatchObject({
      code: "rejected",
      message: expect.stringContaining("pg_dump"),
    });
  });

  test("a server that only reads refuses to be written to", async () => {
    await using database = await createPostgresDatabase(server);
    const name = new URL(database.options.databaseUrl).pathname.slice(1);
    await (await openStore(database.options))[Symbol.asyncDispose]();
    await asAdministrator(server.url, `alter database ${name} set default_transaction_read_only = on`);
    await using store = await openStore(database.options);
    await expect(addStudy(store, "s")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("the server only reads"),
    });
  });
});

/** The pool may hold several connections that are gone; each costs one try. */
async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: "unavailable" });
      if (tries === 10) throw thrown;
    }
  }
}
