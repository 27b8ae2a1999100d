import { setTimeout as sleep } from "node:timers/promises";
import type BetterSqlite3 from "better-sqlite3";

/** How long a reader in another process (a backup, an export) is waited for. Milliseconds. */
const patienceMs = 5_000;

/**
 * Moves the write-ahead log into the database file and cuts it to nothing: what was deleted stands in older pages of the log until
 * then. While another process reads, the log can't be cut; after five seconds that is left to the next time, or to the last
 * connection's close.
 */
export async function truncateWriteAheadLog(database: BetterSqlite3.Database): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 250)) {
    if (!database.open || isTruncated(database) || performance.now() > deadline) return;
    await sleep(pauseMs);
  }
}

function isTruncated(database: BetterSqlite3.Database): boolean {
  // A transaction of ours is in the way as well.
  if (database.inTransaction) return false;
  return database.prepare<[], { busy: number }>("pragma wal_checkpoint(truncate)").get()?.busy === 0;
}
