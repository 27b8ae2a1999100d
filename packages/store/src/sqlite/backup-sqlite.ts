import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { requireWhole } from "./require-whole.ts";
import { sqliteProblem } from "./sqlite-problem.ts";
import { requireNoStrayLog } from "./stray-log.ts";

/**
 * Copies the database as of one moment while writes go on. A connection of its own holds a read transaction, so the
 * copy neither sees half a commit nor has to begin again after each one. The target appears when it is
 * complete, readable by this user only.
 */
export async function backupSqlite(file: string, target: string): Promise<void> {
  if (existsSync(target)) {
    throw new RefractError("conflict", `${target}: is there already, expected the name of a new file`);
  }
  requireNoStrayLog(target);
  const unfinished = `${target}.unfinished`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    closeSync(openSync(unfinished, "w", 0o600));
  } catch (thrown) {
    throw sqliteProblem(thrown, target);
  }
  try {
    await copyAsOfNow(file, unfinished);
    requireWholeCopy(unfinished, file);
    renameSync(unfinished, target);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw sqliteProblem(thrown, target);
  }
}

/** A backup of a damaged database would be found out on the day it is needed. */
function requireWholeCopy(copy: string, file: string): void {
  // not for reading only, which would leave a log beside it
  const database = new BetterSqlite3(copy, { fileMustExist: true });
  try {
    requireWhole(database, file, "full");
  } finally {
    database.close();
  }
}

async function copyAsOfNow(file: string, target: string): Promise<void> {
  const source = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  try {
    source.exec("begin");
    source.prepare("select count(*) from sqlite_schema").get();
    await source.backup(target);
  } finally {
    source.close();
  }
}
