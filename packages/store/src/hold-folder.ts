import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import * as z from "zod";
import { giveToOwnerOf } from "./owner-of-folder.ts";

const lockFile = "in-use.lock";
const noteFile = "in-use.json";

/** Who has a data folder to themselves. */
export interface FolderHolder {
  /** The command, such as `refract serve`. */
  readonly command: string;
  readonly pid: number;
  /** The machine's name, or the container's. */
  readonly host: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

const noteSchema = z.object({
  command: z.string(),
  pid: z.int(),
  host: z.string(),
  since: z.number(),
});

/**
 * Takes a data folder for one process until it is disposed of or the process ends, however it ends. What holds is SQLite's lock on a file
 * of its own, which the system gives back: no process number is believed, so that a killed server leaves nothing behind, another process
 * with its number changes nothing, and containers that share a folder see each other. Throws `rejected` where somebody else holds it.
 *
 * @param why What would go wrong with two, and what to do instead; stands behind who holds it.
 */
export async function holdFolder(folder: string, command: string, why: string): Promise<AsyncDisposable> {
  // Whoever needs the folder says that it is missing.
  if (!existsSync(folder)) return { [Symbol.asyncDispose]: async () => {} };
  const lock = await takeLock(folder);
  if (lock === "held") throw new RefractError("rejected", `${await describeHolder(folder)}, ${why}`);
  const note = join(folder, noteFile);
  const holder: FolderHolder = { command, pid: process.pid, host: hostname(), since: Date.now() };
  try {
    await writeFile(note, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
    await giveToOwnerOf(folder, note);
  } catch (cause) {
    lock?.close();
    throw new RefractError("unavailable", `${note}: ${messageOf(cause)}`, { cause });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await rm(note, { force: true }).catch(() => {});
      lock?.close();
    },
  };
}

/** Null on a file system that has no locks, where nobody can be kept out. */
async function takeLock(folder: string): Promise<BetterSqlite3.Database | "held" | null> {
  const file = join(folder, lockFile);
  let lock: BetterSqlite3.Database | null = null;
  try {
    // Never opened otherwise once it is there: a process that closes a file gives up all its locks on it.
    if (!existsSync(file)) {
      closeSync(openSync(file, "wx", 0o600));
      await giveToOwnerOf(folder, file);
    }
    lock = new BetterSqlite3(file, { timeout: 0 });
    // Nothing is written, and a journal would be left behind by a process that is killed.
    lock.pragma("journal_mode = memory");
    lock.exec("begin exclusive");
    return lock;
  } catch (thrown) {
    lock?.close();
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
    // Made by somebody else in this very moment, or held.
    if (code === "EEXIST" || code.startsWith("SQLITE_BUSY")) return "held";
    if (code.startsWith("SQLITE_IOERR")) return null;
    throw new RefractError(
      "unavailable",
      `${file}: can't be locked (${code === "" ? messageOf(thrown) : code}), expected write access to the data folder`,
      { cause: thrown },
    );
  }
}

async function describeHolder(folder: string): Promise<string> {
  const noted = await readFile(join(folder, noteFile), "utf8").catch(() => "");
  const holder = parseNote(noted);
  if (holder === null) return `--data: another refract has just begun to work on ${folder}`;
  const { command, pid, host, since } = holder;
  const where = host === hostname() ? `process ${pid}` : `process ${pid} of ${host}`;
  const moment = new Date(since).toISOString().replace("T", " ").slice(0, 19);
  return `--data: ${command} runs on ${folder} (${where}, since ${moment} UTC)`;
}

function parseNote(text: string): FolderHolder | null {
  try {
    return noteSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
