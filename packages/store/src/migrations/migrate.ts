import { RefractError } from "@refract/core";
import { type Kysely, sql } from "kysely";
import type { Backend, Database } from "../database.ts";
import { creditTable } from "./credit-table.ts";
import { decidedColumns } from "./decided-columns.ts";
import { firstTables } from "./first-tables.ts";
import { installationTables } from "./installation-tables.ts";
import { columnTypes, type Migration } from "./migration.ts";
import { owedCreditTable } from "./owed-credit-table.ts";
import { pageTable } from "./page-table.ts";
import { paymentTable } from "./payment-table.ts";
import { placeColumns } from "./place-columns.ts";
import { quotaSeatTable } from "./quota-seat-table.ts";
import { replyColumns } from "./reply-columns.ts";
import { responseTable } from "./response-table.ts";
import { runTables } from "./run-tables.ts";
import { signOutTable } from "./sign-out-table.ts";
import { waitedColumns } from "./waited-columns.ts";

/** Every step in order; the schema's version is how many were taken. */
export const migrations: readonly Migration[] = [
  firstTables,
  responseTable,
  runTables,
  signOutTable,
  placeColumns,
  replyColumns,
  decidedColumns,
  pageTable,
  installationTables,
  quotaSeatTable,
  paymentTable,
  creditTable,
  waitedColumns,
  owedCreditTable,
];

/** One number for every program that migrates the same PostgreSQL database ("refract" in ASCII, cut to 48 bits). */
const migrationLock = 0x72656672_6163;

/**
 * Brings the tables to the version of this program, in one transaction that only one process at a time can be in.
 * Refuses with `newer-schema` what a later version wrote; then nothing was changed.
 */
export async function migrate(
  backend: Pick<Backend, "dialect" | "place" | "kysely">,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  const { dialect, kysely } = backend;
  if ((await requireKnownVersion(kysely, backend, steps)) === steps.length) return;
  await kysely.transaction().execute(async (db) => {
    if (dialect === "postgres")
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(db);
    const version = await requireKnownVersion(db, backend, steps);
    if (version === 0) {
      const types = columnTypes[dialect];
      await sql
        .raw(
          `create table refract_schema (version ${types.integer} not null primary key, name text not null, applied_at ${types.long} not null) ${types.table}`,
        )
        .execute(db);
      if (dialect === "sqlite") await sql.raw(`pragma application_id = ${applicationId}`).execute(db);
    }
    for (const [index, step] of steps.entries()) {
      if (index < version) continue;
      for (const statement of step.statements(columnTypes[dialect], dialect))
        await sql.raw(statement).execute(db);
      await db
        .insertInto("refractSchema")
        .values({ version: index + 1, name: step.name, appliedAt: Date.now() })
        .execute();
    }
  });
}

/** Marks a SQLite file as Refract's, in the place SQLite has for that ("Rfrc"). */
export const applicationId = 0x52667263;

/** The version that is there, 0 for an empty database. Throws RefractError for a later one and for another program's tables. */
export async function requireKnownVersion(
  db: Kysely<Database>,
  { place, dialect }: Pick<Backend, "dialect" | "place">,
  steps: readonly Migration[] = migrations,
): Promise<number> {
  if (dialect === "postgres") await requireEveryScript(db, place);
  const tables = new Set(await tableNames(db, dialect));
  if (!tables.has("refract_schema")) {
    const foreign = ["participants", "studies", "events"].find((name) => tables.has(name));
    if (foreign === undefined) return 0;
    throw new RefractError(
      "invalid-input",
      `${place}: has a table "${foreign}" that Refract did not make, expected a Refract store or an empty database`,
    );
  }
  const { version } = await db
    .selectFrom("refractSchema")
    .select((select) => select.fn.max("version").as("version"))
    .executeTakeFirstOrThrow();
  if (version > steps.length) {
    throw new RefractError(
      "newer-schema",
      `${place}: schema version ${version} was written by a later Refract, this one knows versions up to ${steps.length}; update Refract to open it`,
    );
  }
  return version;
}

/** A database in another encoding takes English, and refuses the first answer in Arabic. */
async function requireEveryScript(db: Kysely<Database>, place: string): Promise<void> {
  const { rows } = await sql<{
    encoding: string;
  }>`select current_setting('server_encoding') as encoding`.execute(db);
  const encoding = rows[0]?.encoding ?? "";
  // SQL_ASCII keeps every byte as it comes.
  if (encoding === "UTF8" || encoding === "SQL_ASCII") return;
  throw new RefractError(
    "invalid-input",
    `${place}: its encoding is ${encoding}, expected UTF8, which has letters for everybody: createdb --encoding UTF8 --template template0`,
  );
}

async function tableNames(db: Kysely<Database>, dialect: Backend["dialect"]): Promise<readonly string[]> {
  const query =
    dialect === "sqlite"
      ? sql<{ name: string }>`select name from sqlite_schema where type = 'table'`
      : sql<{
          name: string;
        }>`select tablename as name from pg_catalog.pg_tables where schemaname = current_schema()`;
  return (await query.execute(db)).rows.map((row) => row.name);
}
