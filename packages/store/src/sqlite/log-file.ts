import { close, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";

/** SQLite's write-ahead log as the system sees it, opened beside SQLite to wait for the disk. */
export interface LogFile extends AsyncDisposable {
  /** Resolves once everything written so far is on the disk. Waits on a thread of the system. */
  flush(): Promise<void>;
}

const flushFile = promisify(fdatasync);
const closeFile = promisify(close);

/**
 * The log of a database. It is opened at the first flush, when SQLite has made it; as long as this program's own connection is open,
 * the file stays the same one. SQLite takes no locks on it, which closing would give up.
 */
export function createLogFile(database: string): LogFile {
  let descriptor: number | null = null;
  return {
    flush: async () => {
      descriptor ??= openSync(`${database}-wal`, "r+");
      await flushFile(descriptor);
    },
    [Symbol.asyncDispose]: async () => {
      if (descriptor !== null) await closeFile(descriptor);
      descriptor = null;
    },
  };
}
