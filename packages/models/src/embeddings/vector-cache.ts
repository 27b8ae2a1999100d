import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "@refract/core";
import BetterSqlite3 from "better-sqlite3";

/** Vectors by the model that made them and the text's SHA-256; texts themselves are not kept. */
export interface VectorCache extends Disposable {
  /** The vectors that are there, by text. */
  read(model: string, texts: readonly string[]): ReadonlyMap<string, Float32Array>;
  write(model: string, vectors: ReadonlyMap<string, Float32Array>): void;
}

const busyMs = 10_000;
/** Pages of 4 kB that gather in the write-ahead log before they are moved into the file. */
const pagesPerCheckpoint = 16_384;
const filePattern = /^embeddings-(\d+)\.sqlite$/;

/**
 * Opens the cache of a folder: one SQLite file that several processes may use at once. It never makes a run fail: a
 * damaged file is left behind and begun anew, a folder that can't be written to means no cache, and both are said.
 *
 * A new file gets a new number, because a process that still has the damaged one open would, at its end, remove the
 * write-ahead log of a successor of the same name.
 */
export function openVectorCache(folder: string, onNotice: (message: string) => void): VectorCache {
  let number = 0;
  let database: BetterSqlite3.Database | null = null;

  const fileOf = (of: number) => join(folder, `embeddings-${of}.sqlite`);
  const giveUp = (thrown: unknown) => {
    onNotice(`${fileOf(number)}: embeddings are not kept for the next run: ${messageOf(thrown)}`);
    close();
  };
  const close = () => {
    database?.close();
    database = null;
  };
  const beginAnew = (thrown: unknown) => {
    onNotice(`${fileOf(number)}: the cache is damaged (${messageOf(thrown)}), so it is built anew`);
    close();
    try {
      rmSync(fileOf(number), { force: true });
      number += 1;
      database = openFile(fileOf(number));
    } catch (again) {
      giveUp(again);
    }
  };
  /** Carries something out on the file; once more on a new one when the file turns out to be damaged. */
  const onFile = <Result>(act: (open: BetterSqlite3.Database) => Result, otherwise: Result): Result => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (database === null) return otherwise;
      try {
        return act(database);
      } catch (thrown) {
        if (!(thrown instanceof BetterSqlite3.SqliteError)) throw thrown;
        if (isDamage(thrown)) beginAnew(thrown);
        else giveUp(thrown);
      }
    }
    return otherwise;
  };

  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    number = Math.max(
      1,
      ...readdirSync(folder).flatMap((name) => {
        const found = filePattern.exec(name);
        return found === null ? [] : [Number(found[1])];
      }),
    );
    database = openFile(fileOf(number));
  } catch (thrown) {
    if (isDamage(thrown)) beginAnew(thrown);
    else giveUp(thrown);
  }

  return Object.freeze({
    read: (model: string, texts: readonly string[]) =>
      onFile((open) => readVectors(open, model, texts), new Map<string, Float32Array>()),
    write: (model: string, vectors: ReadonlyMap<string, Float32Array>) =>
      onFile((open) => writeVectors(open, model, vectors), undefined),
    [Symbol.dispose]: close,
  });
}

function openFile(file: string): BetterSqlite3.Database {
  const database = new BetterSqlite3(file, { timeout: busyMs });
  try {
    database.pragma("journal_mode = wal");
    // What is lost with the machine is computed again.
    database.pragma("synchronous = normal");
    // whoever writes waits for the disk at each checkpoint: most runs have one, at their end
    database.pragma(`wal_autocheckpoint = ${pagesPerCheckpoint}`);
    database.exec(
      "CREATE TABLE IF NOT EXISTS vectors (model TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text_sha256)) WITHOUT ROWID",
    );
    database.prepare("SELECT model, text_sha256, vector FROM vectors LIMIT 1").get();
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function readVectors(
  database: BetterSqlite3.Database,
  model: string,
  texts: readonly string[],
): ReadonlyMap<string, Float32Array> {
  const select = database.prepare<[string, Buffer], { vector: unknown }>(
    "SELECT vector FROM vectors WHERE model = ? AND text_sha256 = ?",
  );
  const found = new Map<string, Float32Array>();
  const readAll = database.transaction(() => {
    for (const text of texts) {
      const vector = vectorOf(select.get(model, sha256(text))?.vector);
      if (vector !== null) found.set(text, vector);
    }
  });
  readAll();
  return found;
}

function writeVectors(
  database: BetterSqlite3.Database,
  model: string,
  vectors: ReadonlyMap<string, Float32Array>,
): void {
  const insert = database.prepare(
    "INSERT INTO vectors (model, text_sha256, vector) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector",
  );
  database
    .transaction(() => {
      for (const [text, vector] of vectors) insert.run(model, sha256(text), bytesOf(vector));
    })
    .immediate();
}

/** Null for anything that is no vector of finite numbers. */
function vectorOf(value: unknown): Float32Array | null {
  if (!(value instanceof Uint8Array) || value.byteLength === 0 || value.byteLength % 4 !== 0) return null;
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const vector = Float32Array.from({ length: value.byteLength / 4 }, (_, place) =>
    view.getFloat32(place * 4, true),
  );
  return vector.every(Number.isFinite) ? vector : null;
}

/** Little-endian, so that a folder may be shared between machines. */
function bytesOf(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [place, value] of vector.entries()) bytes.writeFloatLE(value, place * 4);
  return bytes;
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

/** The file is broken, or holds another table of this name. */
function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof BetterSqlite3.SqliteError &&
    /^SQLITE_(NOTADB|CORRUPT|ERROR|MISMATCH|SCHEMA)/.test(thrown.code)
  );
}
