import { parentPort, workerData } from "node:worker_threads";
import BetterSqlite3 from "better-sqlite3";

/** What the thread is told: to check, or to close its connection and end. */
export type CheckpointOrder = "checkpoint" | "close";

/** More frames than this in the log, and it is begun anew: 8 MB of pages of 4 KB. */
const longestLog = 2_000;

const file: unknown = workerData;
if (typeof file !== "string" || parentPort === null) throw new Error("expected the path of a database");
const port = parentPort;
const database = new BetterSqlite3(file, { timeout: 50, fileMustExist: true });
database.pragma("synchronous = full");

port.on("message", (order: CheckpointOrder) => {
  if (order === "close") {
    database.close();
    port.close();
    return;
  }
  try {
    checkpoint();
  } catch (thrown) {
    // The log only stays longer. A disk that fails is told by the commit that meets it.
    if (!(thrown instanceof BetterSqlite3.SqliteError)) throw thrown;
  }
  port.postMessage("done");
});

/**
 * Copies the log into the database, which hinders nobody. A long log is begun anew: that needs a moment without writers, and a first
 * write that waits for the disk, so both happen here.
 */
function checkpoint(): void {
  database.pragma("wal_checkpoint(passive)");
  const [state] = database.prepare<[], { log: number }>("pragma wal_checkpoint(passive)").all();
  if (state === undefined || state.log < longestLog) return;
  const [restarted] = database.prepare<[], { busy: number }>("pragma wal_checkpoint(restart)").all();
  if (restarted?.busy !== 0) return;
  const version = database.pragma("user_version", { simple: true });
  database.transaction(() => database.pragma(`user_version = ${Number(version)}`)).immediate();
}
