import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { applicationId, migrate, requireKnownVersion } from "../migrations/migrate.ts";
import { backupSqlite } from "./backup-sqlite.ts";
import { openSqlite } from "./open-sqlite.ts";
import { requireWhole } from "./require-whole.ts";

/**
 * Puts a backup in place as a data folder's database, brought up to date. The backup itself stays as it is, and nothing
 * is left behind where it can't be restored.
 *
 * @param target must not exist; its folder is made, for this user alone
 * @throws RefractError when the backup is no whole Refract database, or one of a later version
 */
export async function restoreSqlite(backup: string, target: string): Promise<void> {
  const source = await openSqlite({ file: backup });
  try {
    await requireKnownVersion(source.kysely, source);
    requireWholeBackup(backup);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    // not a copy of the file: what was written last may stand beside it
    await backupSqlite(backup, target);
  } catch (thrown) {
    throw source.problem(thrown);
  } finally {
    await source.kysely.destroy();
  }
  const restored = await openSqlite({ file: target });
  try {
    await migrate(restored);
  } finally {
    await restored.kysely.destroy();
  }
}

function requireWholeBackup(file: string): void {
  const database = new BetterSqlite3(file, { fileMustExist: true });
  try {
    if (database.pragma("application_id", { simple: true }) !== applicationId)
      throw new RefractError("invalid-input", `${file}: is empty, expected a backup of a Refract store`);
    requireWhole(database, file, "full");
  } finally {
    database.close();
  }
}
