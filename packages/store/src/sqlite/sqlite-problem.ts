import { messageOf, RefractError } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";
import { storageFull } from "../storage-full.ts";
import { damaged } from "./require-whole.ts";

/** What SQLite or the file system threw, as a RefractError where it is something that can happen in use. */
export function sqliteProblem(thrown: unknown, file: string): unknown {
  if (thrown instanceof RefractError) return thrown;
  const code = codeOf(thrown);
  if (code === null) return thrown;
  const cause = thrown;
  const primary = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;
  switch (primary) {
    case "SQLITE_FULL":
    case "ENOSPC":
    case "EDQUOT":
      return storageFull(file, cause);
    case "SQLITE_CONSTRAINT":
      return code === "SQLITE_CONSTRAINT_PRIMARYKEY" || code === "SQLITE_CONSTRAINT_UNIQUE"
        ? new RefractError("conflict", `${messageOf(thrown)}: somebody else was first`, { cause })
        : thrown;
    case "SQLITE_NOTADB":
      return new RefractError(
        "invalid-input",
        `${file}: is not a SQLite database, expected a Refract store`,
        {
          cause,
        },
      );
    case "SQLITE_CORRUPT":
      return damaged(file, messageOf(thrown), cause);
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return new RefractError(
        "unavailable",
        `${file}: another program is writing to the database and did not finish in time (${code})`,
        { cause },
      );
    case "SQLITE_READONLY":
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new RefractError(
        "unavailable",
        `${file}: can't be written to (${code}), expected write access`,
        {
          cause,
        },
      );
    case "SQLITE_CANTOPEN":
    case "SQLITE_IOERR":
    case "EEXIST": // a file stands where a folder should be
    case "EISDIR":
    case "ENOTDIR":
    case "EIO":
      return new RefractError("unavailable", `${file}: can't be opened or read (${code})`, { cause });
    default:
      return thrown;
  }
}

function codeOf(thrown: unknown): string | null {
  if (thrown instanceof BetterSqlite3.SqliteError) return thrown.code;
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : null;
}
