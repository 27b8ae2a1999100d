import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import type { ChatRequest } from "@refract/models";
import Database from "better-sqlite3";
import { createGroupCommit } from "./group-commit.ts";

/** Answers by what was asked, shared by all runs: the same question to the same model is paid for once. */
export interface ResponseCache extends Disposable {
  /** The answer as JSON; null when the question is new. */
  get(key: string): string | null;
  /** Kept a few milliseconds later; losing it costs a call, never a result. */
  put(key: string, answer: string): void;
}

/** SHA-256 of everything that decides an answer: server, model, messages, settings, and which repeat it is. */
export function requestKey(
  model: { readonly account: string; readonly reference: string },
  request: ChatRequest | { readonly scoredText: string },
  repeat: number,
): string {
  const text = JSON.stringify([model.account, model.reference, repeat, request], (_, value: unknown) =>
    value instanceof Uint8Array ? createHash("sha256").update(value).digest("hex") : value,
  );
  return createHash("sha256").update(text).digest("hex");
}

export function openResponseCache(file: string): ResponseCache {
  const database = open(file);
  const read = database.prepare<[string], { answer: string }>("SELECT answer FROM answers WHERE key = ?");
  const write = database.prepare("INSERT OR REPLACE INTO answers VALUES (?, ?)");
  const commit = createGroupCommit<readonly [string, string]>(
    database.transaction((rows: readonly (readonly [string, string])[]) => {
      for (const [key, answer] of rows) write.run(key, answer);
    }),
  );
  return {
    get: (key) => {
      try {
        return read.get(key)?.answer ?? null;
      } catch (cause) {
        throw notACache(file, cause);
      }
    },
    put: (key, answer) => {
      // A cache that can't be written to (a full disk, a rival) must not stop a run.
      commit.add([key, answer]).catch(() => undefined);
    },
    [Symbol.dispose]: () => {
      commit.flush();
      database.close();
    },
  };
}

function open(file: string): Database.Database {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const database = new Database(file);
    database.pragma("journal_mode = wal");
    database.pragma("synchronous = off");
    database.exec(
      "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL) STRICT, WITHOUT ROWID",
    );
    return database;
  } catch (cause) {
    throw notACache(file, cause);
  }
}

function notACache(file: string, cause: unknown): RefractError {
  return new RefractError(
    "invalid-input",
    `${file}: ${messageOf(cause)}, expected a cache of answers; name another file, or ask without one (--no-cache)`,
    { cause },
  );
}
