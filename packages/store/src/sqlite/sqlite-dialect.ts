import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from "kysely";

/**
 * Kysely's own SQLite dialect begins transactions as readers, and a reader that wants to write while another process
 * writes is refused at once instead of waiting. Here a transaction is a writer from its first statement unless it
 * says `read only`, and waiting for another writer leaves the event loop free (SQLite's own `busy_timeout` blocks it).
 * Prepared statements are kept, and booleans are written as 0 and 1.
 */
export class WriterSqliteDialect implements Dialect {
  readonly #database: BetterSqlite3.Database;
  readonly #patienceMs: number;
  readonly #beforeClose: () => Promise<void>;

  constructor(database: BetterSqlite3.Database, patienceMs: number, beforeClose: () => Promise<void>) {
    this.#database = database;
    this.#patienceMs = patienceMs;
    this.#beforeClose = beforeClose;
  }

  createDriver(): Driver {
    return new WriterSqliteDriver(this.#database, this.#patienceMs, this.#beforeClose);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature of Kysely's interface
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class WriterSqliteDriver implements Driver {
  readonly #database: BetterSqlite3.Database;
  readonly #connection: SqliteConnection;
  readonly #beforeClose: () => Promise<void>;

  constructor(database: BetterSqlite3.Database, patienceMs: number, beforeClose: () => Promise<void>) {
    this.#database = database;
    this.#beforeClose = beforeClose;
    this.#connection = new SqliteConnection(database, patienceMs);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const statement = settings.accessMode === "read only" ? "begin" : "begin immediate";
    await connection.executeQuery(CompiledQuery.raw(statement));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk or an I/O error makes SQLite roll back by itself; a second one would hide the first error.
    if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#beforeClose();
    this.#database.close();
  }
}

/** More statements than the store has; a guard against growth, not a tuned size. */
const keptStatements = 256;

class SqliteConnection implements DatabaseConnection {
  readonly #database: BetterSqlite3.Database;
  readonly #patienceMs: number;
  readonly #statements = new Map<string, BetterSqlite3.Statement<unknown[], unknown>>();

  constructor(database: BetterSqlite3.Database, patienceMs: number) {
    this.#database = database;
    this.#patienceMs = patienceMs;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const parameters = query.parameters.map((value) => (typeof value === "boolean" ? Number(value) : value));
    return whenFree(this.#patienceMs, () => {
      const statement = this.#prepare<Row>(query.sql);
      if (statement.reader) return { rows: statement.all(...parameters) };
      const { changes } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes) };
    });
  }

  // biome-ignore lint/correctness/useYield: nothing streams; records are read in batches by key
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("streaming would hold the only connection");
  }

  #prepare<Row>(sql: string): BetterSqlite3.Statement<unknown[], Row> {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept as BetterSqlite3.Statement<unknown[], Row>;
    const statement = this.#database.prepare<unknown[], Row>(sql);
    if (this.#statements.size >= keptStatements) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }
}

/**
 * Runs something once no other process stands in its way. Only the first statement of a transaction can be refused as
 * busy, so trying again never repeats half a change.
 */
export async function whenFree<Result>(patienceMs: number, attempt: () => Result): Promise<Result> {
  let deadline: number | undefined;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 25)) {
    try {
      return attempt();
    } catch (thrown) {
      const isBusy = thrown instanceof BetterSqlite3.SqliteError && thrown.code.startsWith("SQLITE_BUSY");
      deadline ??= performance.now() + patienceMs;
      if (!isBusy || performance.now() > deadline) throw thrown;
      // Not all at the same moment again: the pauses of two processes differ.
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }
}
