import { createPostgresDatabase, describeWith, postgres, queryPostgres } from "@refract/testing";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { holdDatabase } from "../index.ts";

const lock = "1382377074, 1936028278";
const sessions =
  "select pid from pg_locks where locktype = 'advisory' and granted and classid::bigint = 1382377074 and database = (select oid from pg_database where datname = current_database())";
const patience = { timeout: 60_000 };

await describeWith(postgres, "a database for one server", (server) => {
  const hold = (databaseUrl: string, onLost: (error: Error) => void = () => {}) =>
    holdDatabase({
      databaseUrl,
      command: "refract serve",
      why: "expected one server for a database",
      onLost,
    });

  test("a second one is refused with who has it and where, another database is another's, and what is given back can be taken", async () => {
    await using database = await createPostgresDatabase(server);
    await using other = await createPostgresDatabase(server);
    const { databaseUrl } = database.options;
    const first = await hold(databaseUrl);
    await using _elsewhere = await hold(other.options.databaseUrl);
    const { host, pathname } = new URL(databaseUrl);
    const refused = await hold(databaseUrl).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "rejected",
      message: expect.stringContaining(
        `--database-url: refract serve runs on postgres://${host}${pathname} (process ${process.pid} of `,
      ),
    });
    expect(String(refused)).toMatch(
      /, since [-0-9]{10} [:0-9]{8} UTC\), expected one server for a database$/,
    );
    await first[Symbol.asyncDispose]();
    await using _next = await hold(databaseUrl);
  }, 120_000);

  test("a lost connection takes it again", async () => {
    await using database = await createPostgresDatabase(server);
    const { databaseUrl } = database.options;
    const lost: Error[] = [];
    await using _hold = await hold(databaseUrl, (error) => lost.push(error));
    const [before] = await queryPostgres<{ pid: number }>(databaseUrl, sessions);
    await queryPostgres(databaseUrl, `select pg_terminate_backend(${before?.pid})`);
    await vi.waitFor(async () => {
      const [now] = await queryPostgres<{ pid: number }>(databaseUrl, sessions);
      expect(now?.pid).toBeGreaterThan(0);
      expect(now?.pid).not.toBe(before?.pid);
    }, patience);
    expect(lost).toEqual([]);
  }, 120_000);

  test("where somebody else has taken it meanwhile it says so", async () => {
    await using database = await createPostgresDatabase(server);
    const { databaseUrl } = database.options;
    const lost: Error[] = [];
    await using _hold = await hold(databaseUrl, (error) => lost.push(error));
    const [before] = await queryPostgres<{ pid: number }>(databaseUrl, sessions);
    const rival = new pg.Client({ connectionString: databaseUrl });
    await rival.connect();
    try {
      // Waits in line, and so has it before anybody can come back.
      const taken = rival.query(`select pg_advisory_lock(${lock})`);
      const waiting = sessions.replace("granted", "not granted");
      await vi.waitFor(
        async () => expect(await queryPostgres(databaseUrl, waiting)).toHaveLength(1),
        patience,
      );
      await queryPostgres(databaseUrl, `select pg_terminate_backend(${before?.pid})`);
      await taken;
      await vi.waitFor(() => expect(lost).toHaveLength(1), patience);
      expect(lost[0]?.message).toContain("(another process, since ");
    } finally {
      await rival.end();
    }
  }, 120_000);
});
