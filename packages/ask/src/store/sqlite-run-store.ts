import { messageOf, RefractError } from "@refract/core";
import { failureKinds } from "@refract/models";
import Database from "better-sqlite3";
import * as z from "zod";
import { createGroupCommit } from "./group-commit.ts";
import type { GroupPoints, RunStore, StoredResponse } from "./run-store.ts";

const layoutVersion = 5;

const tables = `
  CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE responses (
    ordinal INTEGER PRIMARY KEY, reply TEXT NOT NULL, finish_reason TEXT, candidates TEXT, verdict TEXT,
    failure TEXT, failure_message TEXT, request TEXT NOT NULL, input_tokens INTEGER, output_tokens INTEGER,
    cost_usd REAL, latency_ms REAL NOT NULL, attempts INTEGER NOT NULL, cached INTEGER NOT NULL,
    turns TEXT, reasoning TEXT, finish_detail TEXT, reasoning_tokens INTEGER, judged TEXT,
    not_sent TEXT NOT NULL DEFAULT '[]', miscounted TEXT, waited_ms REAL
  ) STRICT;
  CREATE TABLE points (
    respondent TEXT NOT NULL, variant TEXT NOT NULL, repeat INTEGER NOT NULL, "group" TEXT NOT NULL,
    cluster TEXT NOT NULL, metric TEXT NOT NULL, points REAL, missing TEXT
  ) STRICT;
  CREATE INDEX points_of ON points (respondent, variant, metric);
  PRAGMA user_version = ${layoutVersion};
`;

/** What each layout lacks that the next one has: conversations, then reasoning apart and how answers ended, then dropped counts, then waits. */
const steps: readonly string[] = [
  "ALTER TABLE responses ADD COLUMN turns TEXT;",
  `
  ALTER TABLE responses ADD COLUMN reasoning TEXT;
  ALTER TABLE responses ADD COLUMN finish_detail TEXT;
  ALTER TABLE responses ADD COLUMN reasoning_tokens INTEGER;
  ALTER TABLE responses ADD COLUMN judged TEXT;
  ALTER TABLE responses ADD COLUMN not_sent TEXT NOT NULL DEFAULT '[]';
  `,
  "ALTER TABLE responses ADD COLUMN miscounted TEXT;",
  "ALTER TABLE responses ADD COLUMN waited_ms REAL;",
];

export const reasoningSchema = z.object({ text: z.string(), from: z.enum(["text", "server"]) }).nullable();
export const judgedSchema = z.object({
  reasoning: reasoningSchema,
  finishReason: z.string().nullable(),
  notSent: z.array(z.string()),
  miscounted: z.string().nullable().default(null),
});
export const turnsSchema = z.array(
  z.object({
    reply: z.string(),
    verdict: z.string().nullable(),
    reasoning: reasoningSchema.default(null),
    finishReason: z.string().nullable().default(null),
  }),
);
const notSentSchema = z.array(z.string());
export const candidatesSchema = z.array(
  z.object({
    optionId: z.string(),
    text: z.string(),
    logprob: z.number().nullable(),
    tokens: z.number().nullable(),
  }),
);

type JsonColumn = "candidates" | "turns" | "reasoning" | "judged";

interface ResponseRow
  extends Omit<StoredResponse, JsonColumn | "notSent" | "cached" | "failure">,
    Readonly<Record<JsonColumn, string | null>> {
  readonly notSent: string;
  readonly failure: string | null;
  readonly cached: number;
}

/**
 * Opens `run.sqlite` of a run's folder, and makes it where it is missing. Rows are committed in groups: what comes within a few
 * milliseconds is one transaction, synced to the disk.
 */
export function openSqliteRunStore(file: string): RunStore {
  const database = openDatabase(file);
  const insert = database.prepare(
    `INSERT OR REPLACE INTO responses VALUES (@ordinal, @reply, @finishReason, @candidates, @verdict, @failure,
     @failureMessage, @request, @inputTokens, @outputTokens, @costUsd, @latencyMs, @attempts, @cached, @turns,
     @reasoning, @finishDetail, @reasoningTokens, @judged, @notSent, @miscounted, @waitedMs)`,
  );
  const addAll = database.transaction((rows: readonly StoredResponse[]) => {
    for (const row of rows)
      insert.run({
        ...row,
        candidates: jsonOf(row.candidates),
        turns: jsonOf(row.turns),
        reasoning: jsonOf(row.reasoning),
        judged: jsonOf(row.judged),
        notSent: JSON.stringify(row.notSent),
        cached: row.cached ? 1 : 0,
      });
  });
  const written = (write: () => void) => {
    try {
      write();
    } catch (cause) {
      throw writeFailure(cause, file);
    }
  };
  const commit = createGroupCommit<StoredResponse>((rows) => written(() => addAll(rows)));
  const columns = `ordinal, reply, finish_reason AS finishReason, candidates, verdict, failure,
    failure_message AS failureMessage, request, input_tokens AS inputTokens, output_tokens AS outputTokens,
    cost_usd AS costUsd, latency_ms AS latencyMs, attempts, cached, turns, reasoning, finish_detail AS finishDetail,
    reasoning_tokens AS reasoningTokens, judged, not_sent AS notSent, miscounted, waited_ms AS waitedMs`;
  const readResponses = database.prepare<[number, number], ResponseRow>(
    `SELECT ${columns} FROM responses WHERE ordinal >= ? AND ordinal < ? ORDER BY ordinal`,
  );
  const readPoints = database.prepare<[string, string, string], GroupPoints>(
    "SELECT * FROM points WHERE respondent = ? AND variant = ? AND metric = ? ORDER BY rowid",
  );
  const readNote = database.prepare<[string], { value: string }>("SELECT value FROM notes WHERE name = ?");
  const writeNote = database.prepare("INSERT OR REPLACE INTO notes VALUES (?, ?)");
  const removeNote = database.prepare("DELETE FROM notes WHERE name = ?");
  const insertPoints = database.prepare(
    "INSERT INTO points VALUES (@respondent, @variant, @repeat, @group, @cluster, @metric, @points, @missing)",
  );
  const addPoints = database.transaction((points: readonly GroupPoints[]) => {
    for (const point of points) insertPoints.run(point);
  });
  return Object.freeze({
    note: (name: string) => readNote.get(name)?.value ?? null,
    setNote: (name: string, value: string) => written(() => writeNote.run(name, value)),
    removeNote: (name: string) => written(() => removeNote.run(name)),
    add: commit.add,
    addAll: (rows: readonly StoredResponse[]) => written(() => addAll(rows)),
    *outcomes() {
      const rows = database.prepare<[], { ordinal: number; failure: string | null }>(
        "SELECT ordinal, failure FROM responses ORDER BY ordinal",
      );
      for (const { ordinal, failure } of rows.iterate()) yield { ordinal, failure: failureOf(failure) };
    },
    times: (start: number, end: number) =>
      database
        .prepare<[number, number], { latencyMs: number; waitedMs: number | null }>(
          "SELECT latency_ms AS latencyMs, waited_ms AS waitedMs FROM responses WHERE ordinal >= ? AND ordinal < ? AND failure IS NULL AND cached = 0 AND attempts > 0 ORDER BY ordinal",
        )
        .iterate(start, end),
    responses: (start: number, end: number) =>
      readResponses.all(start, end).map((row) => ({
        ...row,
        candidates: parsedOr(row.candidates, candidatesSchema),
        turns: parsedOr(row.turns, turnsSchema),
        reasoning: parsedOr(row.reasoning, reasoningSchema),
        judged: parsedOr(row.judged, judgedSchema),
        notSent: notSentSchema.parse(JSON.parse(row.notSent)),
        failure: failureOf(row.failure),
        cached: row.cached === 1,
      })),
    spentUsd: () =>
      database
        .prepare<[], { usd: number | null }>("SELECT sum(cost_usd) AS usd FROM responses WHERE cached = 0")
        .get()?.usd ?? 0,
    clearPoints: () => written(() => database.exec("DELETE FROM points")),
    addPoints: (points: readonly GroupPoints[]) => written(() => addPoints(points)),
    *points(respondent: string, variant: string, metric: string) {
      yield* readPoints.iterate(respondent, variant, metric);
    },
    *allPoints() {
      yield* database.prepare<[], GroupPoints>("SELECT * FROM points ORDER BY rowid").iterate();
    },
    [Symbol.dispose]: () => {
      commit.flush();
      database.close();
    },
  });
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function parsedOr<Value>(text: string | null, schema: z.ZodType<Value>): Value | null {
  return text === null ? null : schema.parse(JSON.parse(text));
}

function openDatabase(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: 200 });
    prepareDatabase(database, file);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof RefractError) throw cause;
    if (cause instanceof Database.SqliteError && cause.code.startsWith("SQLITE_BUSY"))
      throw new RefractError("conflict", `${file}: another process is at this run`, { cause });
    throw new RefractError("invalid-input", `${file}: ${messageOf(cause)}, expected a run of Refract`, {
      cause,
    });
  }
}

function prepareDatabase(database: Database.Database, file: string): void {
  // One process at a time: the second is told, and a kill frees the run.
  database.pragma("locking_mode = exclusive");
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = full");
  const version = Number(database.pragma("user_version", { simple: true }));
  if (version > layoutVersion)
    throw new RefractError("newer-schema", `${file}: was written by a later version of Refract`);
  const statements =
    version === 0
      ? tables
      : [...steps.slice(version - 1), `PRAGMA user_version = ${layoutVersion};`].join("\n");
  // All or nothing: killed in the middle, the next start begins with it again.
  database.transaction(() => database.exec(statements))();
}

/** What SQLite could not write; rows that were acknowledged before are there. */
function writeFailure(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  return thrown.code === "SQLITE_FULL"
    ? new RefractError("storage-full", `${file}: no space left; what was answered before is kept`, {
        cause: thrown,
      })
    : new RefractError("unavailable", `${file}: can't be written to (${thrown.code}: ${thrown.message})`, {
        cause: thrown,
      });
}

/** A kind of failure as it is stored; one that a later version knew counts as the server's. */
export function failureOf(kind: string | null): StoredResponse["failure"] {
  if (kind === null) return null;
  return failureKinds.find((known) => known === kind) ?? "server";
}
