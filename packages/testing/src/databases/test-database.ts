import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoreOptions } from "@refract/store";
import pg from "pg";
import { describe } from "vitest";
import { describeWith } from "../requirement.ts";
import { type PostgresServer, postgres } from "./postgres-server.ts";

/** An empty database for `openStore`, gone when disposed of (after the stores on it are). */
export interface TestDatabase extends AsyncDisposable {
  readonly dialect: "sqlite" | "postgres";
  readonly options: StoreOptions;
}

/**
 * One contract over both databases. Awaited at the top of a test file:
 *
 *     await describeOnEachDatabase("commits", (createDatabase) => { beforeAll(…); test(…) });
 */
export async function describeOnEachDatabase(
  title: string,
  body: (createDatabase: () => Promise<TestDatabase>, dialect: TestDatabase["dialect"]) => void,
): Promise<void> {
  describe(`${title}, on SQLite`, () => body(createSqliteDatabase, "sqlite"));
  await describeWith(postgres, `${title}, on PostgreSQL`, (server) =>
    body(() => createPostgresDatabase(server), "postgres"),
  );
}

/** A file in a folder of its own. */
export async function createSqliteDatabase(): Promise<
  TestDatabase & { readonly options: { readonly file: string }; readonly folder: string }
> {
  const folder = mkdtempSync(join(tmpdir(), "refract-test-"));
  return {
    dialect: "sqlite",
    options: { file: join(folder, "refract.db") },
    folder,
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A database with a random name on the server. */
export async function createPostgresDatabase(
  server: PostgresServer,
): Promise<TestDatabase & { readonly options: { readonly databaseUrl: string } }> {
  const name = `refract_test_${randomBytes(8).toString("hex")}`;
  await queryPostgres(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    dialect: "postgres",
    options: { databaseUrl: url.href },
    [Symbol.asyncDispose]: async () => {
      await queryPostgres(server.url, `drop database if exists ${name} with (force)`);
    },
  };
}

/** The rows a statement answers, over a connection of its own. */
export async function queryPostgres<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
