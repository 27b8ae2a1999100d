import { migrate } from "./migrations/migrate.ts";
import { openPostgres, type PostgresOptions } from "./postgres/open-postgres.ts";
import { SqlStore } from "./sql-store.ts";
import { openSqlite, type SqliteOptions } from "./sqlite/open-sqlite.ts";
import type { Store } from "./store.ts";

export type StoreOptions = SqliteOptions | PostgresOptions;

/**
 * Opens a SQLite file or a PostgreSQL database and brings its tables up to date. Several processes may open the same
 * one at the same time. Throws RefractError: `newer-schema` for data of a later version, `invalid-input` for a file or
 * database of another program, `unavailable` where it can't be opened, read or written, `storage-full`.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const backend = "file" in options ? await openSqlite(options) : openPostgres(options);
  try {
    await migrate(backend);
  } catch (thrown) {
    await backend.kysely.destroy();
    throw backend.problem(thrown);
  }
  return new SqlStore(backend);
}
