import { statSync } from "node:fs";
import { RefractError } from "@refract/core";

/**
 * SQLite takes whatever log lies beside a database for that database's own: what a killed program left beside one that was moved
 * away would be written into the one that is put in its place, and is lost for its own.
 *
 * @param file a database that does not exist yet
 * @throws RefractError `conflict` when a log with anything in it lies there
 */
export function requireNoStrayLog(file: string): void {
  const log = `${file}-wal`;
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  throw new RefractError(
    "conflict",
    `${log}: is left of a database that is no longer there and may hold what was written to it last, expected none: put it beside that database, or remove it`,
  );
}
