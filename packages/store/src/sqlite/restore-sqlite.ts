import { access, chmod, constants, copyFile, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { applicationId, migrate, requireKnownVersion } from "../migrations/migrate.ts";
import { backupSqlite } from "./backup-sqlite.ts";
import { openSqlite } from "./open-sqlite.ts";
import { requireWhole } from "./require-whole.ts";
import { sqliteProblem } from "./sqlite-problem.ts";

/**
 * Puts a backup in place as a data folder's database, brought up to date. The backup itself stays as it is, and nothing
 * is left behind where it can't be restored.
 *
 * @param target must not exist; its folder is made, for this user alone
 * @throws RefractError when the backup is no whole Refract database, or one of a later version
 */
export async function restoreSqlite(backup: string, target: string): Promise<void> {
  if (await mayWriteBeside(backup)) {
    await putInPlace(backup, target);
  } else {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const copy = `${target}.restoring`;
    try {
      await copyBackup(backup, copy);
      await putInPlace(copy, target);
    } catch (thrown) {
      throw renamed(sqliteProblem(thrown, backup), copy, backup);
    } finally {
      for (const end of ["", "-wal", "-shm"]) await rm(`${copy}${end}`, { force: true });
    }
  }
  const restored = await openSqlite({ file: target });
  try {
    await migrate(restored);
  } finally {
    await restored.kysely.destroy();
  }
}

async function putInPlace(backup: string, target: string): Promise<void> {
  const source = await openSqlite({ file: backup });
  try {
    await requireKnownVersion(source.kysely, source);
    requireWholeBackup(backup);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // not a copy of the file: what was written last may stand beside it
    await backupSqlite(backup, target);
  } catch (thrown) {
    throw source.problem(thrown);
  } finally {
    await source.kysely.destroy();
  }
}

/** SQLite needs files beside the one it reads, which a mounted snapshot or another account's folder does not take. */
async function mayWriteBeside(file: string): Promise<boolean> {
  return Promise.all([access(file, constants.W_OK), access(dirname(file), constants.W_OK)]).then(
    () => true,
    () => false,
  );
}

async function copyBackup(backup: string, copy: string): Promise<void> {
  await copyFile(backup, copy);
  await chmod(copy, 0o600);
  const log = `${copy}-wal`;
  const hasLog = await copyFile(`${backup}-wal`, log).then(
    () => true,
    () => false,
  );
  if (hasLog) await chmod(log, 0o600);
}

/** The message names the file that was given and not its copy. */
function renamed(thrown: unknown, copy: string, backup: string): unknown {
  return thrown instanceof RefractError
    ? new RefractError(thrown.code, thrown.message.replaceAll(copy, backup), { cause: thrown })
    : thrown;
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
