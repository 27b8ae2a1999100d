import { RefractError } from "@refract/core";
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Backend, Database } from "../database.ts";
import { postgresProblem } from "./postgres-problem.ts";

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  readonly databaseUrl: string;
  /** Connections this process holds at most, 10 by default. */
  readonly maximumConnections?: number;
}

/** Object ids of PostgreSQL's types (pg_type): whole numbers stay numbers, JSON stays text. */
const int8 = 20;
const json = 114;

/** Opens a pool of connections; nothing is sent before the first query. */
export function openPostgres(options: PostgresOptions): Backend {
  const place = placeOf(options.databaseUrl);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.maximumConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: "refract",
    // A server may be set to answer before it has written; answers acknowledged here have to be durable. The pool's own hook gives the
    // place of a connection back that is lost meanwhile; Kysely's would keep it taken.
    onConnect: async (client) => {
      await client.query(
        "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
      );
    },
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") => {
        if (oid === int8) return Number;
        if (oid === json) return (text: string) => text;
        return pg.types.getTypeParser(oid, format ?? "text");
      },
    },
  });
  // A lost connection is replaced by the pool, and the query that needed it is refused. Unheard, the event would end the
  // process: for an idle connection, and for one that is lost between two statements of a transaction.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const kysely = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return {
    dialect: "postgres",
    place,
    kysely,
    write: (change) => kysely.transaction().execute(change),
    problem: (thrown) => postgresProblem(thrown, place),
    failure: () => null,
    // Its server checks its own pages.
    checkIntegrity: async () => {},
    // Its log is the administrator's, and is recycled.
    clearJournals: async () => {},
    backup: async () => {
      throw new RefractError("rejected", `${place}: PostgreSQL is backed up with its own pg_dump`);
    },
  };
}

/** The address without user, password and settings, for messages and logs. */
export function placeOf(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) {
    throw new RefractError(
      "invalid-input",
      "database url: can't be read, expected postgres://user:password@host:port/database",
    );
  }
  return `postgres://${url.host}${url.pathname}`;
}
