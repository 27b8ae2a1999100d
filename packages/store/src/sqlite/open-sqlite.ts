import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { CamelCasePlugin, Kysely } from "kysely";
import type { Backend, Database } from "../database.ts";
import { applicationId } from "../migrations/migrate.ts";
import { backupSqlite } from "./backup-sqlite.ts";
import { Checkpointer } from "./checkpointer.ts";
import { DurableLog } from "./durable-log.ts";
import { GroupCommit } from "./group-commit.ts";
import { createLogFile } from "./log-file.ts";
import { requireWhole } from "./require-whole.ts";
import { WriterSqliteDialect, whenFree } from "./sqlite-dialect.ts";
import { sqliteProblem } from "./sqlite-problem.ts";
import { requireNoStrayLog } from "./stray-log.ts";
import { truncateWriteAheadLog } from "./truncate-write-ahead-log.ts";

export interface SqliteOptions {
  /** Path of the database file; it and its folder are made when missing, readable by this user only. */
  readonly file: string;
  /** How long to wait for another process that is writing. Milliseconds, 5000 by default. */
  readonly busyTimeoutMs?: number;
  /** False for data that may be lost with the machine, such as a simulation's. True unless told. */
  readonly durable?: boolean;
}

/** Opens the file and sets what the store relies on; refuses a file of another program before touching it. */
export async function openSqlite(options: SqliteOptions): Promise<Backend> {
  const { file, busyTimeoutMs = 5000, durable: isDurable = true } = options;
  const problem = (thrown: unknown) => sqliteProblem(thrown, file);
  let database: BetterSqlite3.Database | undefined;
  try {
    if (!existsSync(file)) requireNoStrayLog(file);
    mkdirSync(dirname(file), { recursive: true });
    // SQLite would make it readable by everybody; its journal files take over the mode of the file.
    closeSync(openSync(file, "a", 0o600));
    const opened = new BetterSqlite3(file, { timeout: 0 });
    database = opened;
    await whenFree(busyTimeoutMs, () => requireOurs(opened, file));
    await whenFree(busyTimeoutMs, () => useWriteAheadLog(opened, file));
    // An answer is acknowledged once its commit is on the disk and not only in the system's memory. SQLite itself would stop the
    // program for that wait: `DurableLog` waits elsewhere, and another thread copies the log into the database.
    database.pragma(isDurable ? "synchronous = normal" : "synchronous = off");
    if (isDurable) database.pragma("wal_autocheckpoint = 0");
    database.pragma("foreign_keys = on");
    // What a withdrawal deletes is overwritten, not only unlinked.
    database.pragma("secure_delete = on");
    database.pragma("trusted_schema = off");
  } catch (thrown) {
    database?.close();
    throw problem(thrown);
  }
  const logFile = createLogFile(file);
  const log = new DurableLog(logFile.flush);
  const checkpointer = new Checkpointer(file);
  const kysely = new Kysely<Database>({
    dialect: new WriterSqliteDialect(database, busyTimeoutMs, async () => {
      await checkpointer[Symbol.asyncDispose]();
      await logFile[Symbol.asyncDispose]();
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  const group = new GroupCommit(kysely, async (changes) => {
    if (!isDurable) return;
    await log.settled();
    checkpointer.committed(changes);
  });
  return {
    dialect: "sqlite",
    place: file,
    kysely,
    write: (change) => group.write(change),
    problem,
    failure: () =>
      log.failure === null
        ? null
        : new RefractError(
            "unavailable",
            `${file}: the disk could not take what was written (${messageOf(log.failure)}); nothing is kept or shown until the program is started anew`,
            { cause: log.failure },
          ),
    backup: (target) => backupSqlite(file, target),
    checkIntegrity: async () => requireWhole(database, file, "quick"),
    clearJournals: () => truncateWriteAheadLog(database),
  };
}

/** Refuses a database of another program; an empty one will be ours. */
function requireOurs(database: BetterSqlite3.Database, file: string): void {
  if (database.pragma("application_id", { simple: true }) === applicationId) return;
  const first = database.prepare<[], { name: string }>("select name from sqlite_schema limit 1").get();
  if (first === undefined) return;
  throw new RefractError(
    "invalid-input",
    `${file}: is a SQLite database of another program (it has "${first.name}"), expected a Refract store or a new file`,
  );
}

function useWriteAheadLog(database: BetterSqlite3.Database, file: string): void {
  const mode = database.pragma("journal_mode = wal", { simple: true });
  if (mode === "wal") return;
  throw new RefractError(
    "unavailable",
    `${file}: the file system does not carry SQLite's write-ahead log (journal mode is "${String(mode)}"); keep the data on a local disk or use PostgreSQL`,
  );
}
