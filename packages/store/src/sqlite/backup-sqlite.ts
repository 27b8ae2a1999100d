import { existsSync, renameSync, rmSync } from "node:fs";
import { RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { sqliteProblem } from "./sqlite-problem.ts";

/**
 * Copies the database as of one moment while writes go on. A connection of its own holds a read transaction, so the
 * copy neither sees half a commit nor has to begin again after each one. The target appears when it is complete.
 */
export async function backupSqlite(file: string, target: string): Promise<void> {
  if (existsSync(target)) {
    throw new RefractError("conflict", `${target}: is there already, expected the name of a new file`);
  }
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  const source = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  try {
    source.exec("begin");
    source.prepare("select count(*) from sqlite_schema").get();
    await source.backup(unfinished);
    renameSync(unfinished, target);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw sqliteProblem(thrown, target);
  } finally {
    source.close();
  }
}
