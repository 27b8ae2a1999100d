import { RefractError } from "@refract/core";
import type BetterSqlite3 from "better-sqlite3";

/**
 * Refuses a database whose pages or rows are damaged. `quick` reads every page once; `full` also compares indexes with their tables,
 * which takes several times as long.
 *
 * @throws RefractError `unavailable`, naming the file and the first fault
 */
export function requireWhole(database: BetterSqlite3.Database, file: string, depth: "quick" | "full"): void {
  const said = database.pragma(depth === "full" ? "integrity_check(1)" : "quick_check(1)", { simple: true });
  if (said !== "ok") throw damaged(file, String(said));
  const [orphan] = database.prepare<[], { table: string; parent: string }>("pragma foreign_key_check").all();
  if (orphan !== undefined)
    throw damaged(file, `a row of ${orphan.table} points to a row of ${orphan.parent} that is not there`);
}

export function damaged(file: string, fault: string, cause?: unknown): RefractError {
  return new RefractError(
    "unavailable",
    `${file}: the database is damaged (${fault.split("\n")[0]}); restore a backup, and keep the damaged file`,
    { cause },
  );
}
