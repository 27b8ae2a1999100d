import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "./database.ts";
import { migrate } from "./migrations/migrate.ts";
import { openPostgres, type PostgresOptions } from "./postgres/open-postgres.ts";
import { backupSqlite } from "./sqlite/backup-sqlite.ts";
import { openSqlite, type SqliteOptions } from "./sqlite/open-sqlite.ts";

/** One table as it is in both databases. */
export interface MovedTable {
  readonly name: string;
  readonly rows: number;
  /** SHA-256 over all rows, in whatever order they are stored. */
  readonly hash: string;
}

/** Parents before the tables whose rows point to them. */
const tablesInOrder = [
  "studies",
  "study_versions",
  "study_states",
  "installation",
  "participants",
  "tokens",
  "identities",
  "decisions",
  "credits",
  "owed_credits",
  "entry_nonces",
  "events",
  "answers",
  "conversations",
  "interactions",
  "utterances",
  "calls",
  "pages",
  "seats",
  "payments",
  "responses",
  "withdrawals",
  "researcher_sign_outs",
  "ledgers",
  "ledger_entries",
] as const;
/** What has tables of its own in each database. */
const notMoved: ReadonlySet<string> = new Set(["refract_schema"]);

type Row = Readonly<Record<string, unknown>>;
/** PostgreSQL takes at most 65,535 values in a statement. */
const mostValues = 20_000;

/**
 * Copies a SQLite store into an empty PostgreSQL database in one transaction and compares what arrived, row by row. The
 * source is only read: rows come from a copy of it as of one moment, which is brought up to date first. Throws
 * RefractError `conflict` where the target holds something, `unavailable` where a table arrived otherwise; nothing is
 * written then.
 */
export async function moveStore(
  from: Pick<SqliteOptions, "file">,
  to: PostgresOptions,
  onTable: (table: MovedTable) => void = () => {},
): Promise<readonly MovedTable[]> {
  // Beside the database, on the disk that is meant for what people said; one of a move that was killed is cleared away.
  const folder = `${from.file}.moving`;
  const target = openPostgres(to);
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    const copy = join(folder, "copy.sqlite");
    await backupSqlite(from.file, copy);
    await bringUpToDate(copy);
    await migrate(target);
    const source = new BetterSqlite3(copy, { readonly: true });
    try {
      requireEveryTable(source);
      return await target.kysely.transaction().execute(async (db) => {
        const moved: MovedTable[] = [];
        for (const name of tablesInOrder) await requireEmpty(db, name, target.place);
        for (const name of tablesInOrder) {
          const table = await moveTable(source, db, name);
          moved.push(table);
          onTable(table);
        }
        return moved;
      });
    } finally {
      source.close();
    }
  } catch (thrown) {
    throw target.problem(thrown);
  } finally {
    await target.kysely.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bringUpToDate(file: string): Promise<void> {
  const copy = await openSqlite({ file, durable: false });
  try {
    await migrate(copy);
  } catch (thrown) {
    throw copy.problem(thrown);
  } finally {
    await copy.kysely.destroy();
  }
}

/** A table that a later migration makes and this list does not know would be left behind without a word. */
function requireEveryTable(source: BetterSqlite3.Database): void {
  const names = source
    .prepare<[], { name: string }>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
    )
    .all()
    .map(({ name }) => name);
  const known = new Set<string>(tablesInOrder);
  const unknown = names.filter((name) => !known.has(name) && !notMoved.has(name));
  if (unknown.length > 0) throw new Error(`move: tables ${unknown.join(", ")} have no place in the order`);
}

async function requireEmpty(db: Kysely<Database>, name: string, place: string): Promise<void> {
  const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
  if (rows.length > 0)
    throw new RefractError(
      "conflict",
      `${place}: the table ${name} has rows already, expected an empty database`,
    );
}

async function moveTable(
  source: BetterSqlite3.Database,
  db: Transaction<Database>,
  name: string,
): Promise<MovedTable> {
  const flags = await flagsOf(db, name);
  const sent: string[] = [];
  let batch: Row[] = [];
  const send = async () => {
    if (batch.length > 0) await insert(db, name, batch);
    batch = [];
  };
  for (const row of source.prepare<[], Row>(`select * from ${name}`).iterate()) {
    sent.push(hashOf(row));
    batch.push(
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          flags.has(column) && value !== null ? value === 1 : value,
        ]),
      ),
    );
    if (batch.length * Object.keys(row).length >= mostValues) await send();
  }
  await send();
  const arrived = await arrivedIn(db, name);
  const [hash, other] = [tableHash(sent), tableHash(arrived)];
  if (sent.length !== arrived.length || hash !== other)
    throw new RefractError(
      "unavailable",
      `move: table ${name}: sent ${sent.length} rows with hash ${hash}, and ${arrived.length} rows with hash ${other} arrived; nothing was written`,
    );
  return { name, rows: sent.length, hash };
}

async function flagsOf(db: Kysely<Database>, name: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ columnName: string }>`
    select column_name from information_schema.columns
    where table_schema = current_schema() and table_name = ${name} and data_type = 'boolean'`.execute(db);
  return new Set(rows.map(({ columnName }) => columnName));
}

async function insert(db: Kysely<Database>, name: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  await sql`insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))}) values ${sql.join(
    rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`),
  )}`.execute(db);
}

/** Read in pieces by PostgreSQL's own row number, so that memory stays flat but for the hashes. */
async function arrivedIn(db: Transaction<Database>, name: string): Promise<readonly string[]> {
  const hashes: string[] = [];
  await sql`declare arrived no scroll cursor for select * from ${sql.table(name)}`.execute(db);
  for (;;) {
    const { rows } = await sql<Row>`fetch 500 from arrived`.execute(db);
    if (rows.length === 0) break;
    hashes.push(...rows.map(hashOf));
  }
  await sql`close arrived`.execute(db);
  return hashes;
}

/** The same of a row in both databases: columns by name, flags as 0 and 1, bytes as hex, JSON as the text it is. */
function hashOf(row: Row): string {
  const cells = Object.entries(row)
    .map(([column, value]) => [
      column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      cell(value),
    ])
    .toSorted(([a = ""], [b = ""]) => (String(a) < String(b) ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(cells)).digest("hex");
}

function cell(value: unknown): unknown {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return value;
}

function tableHash(rows: readonly string[]): string {
  return createHash("sha256").update(rows.toSorted().join("\n")).digest("hex");
}
