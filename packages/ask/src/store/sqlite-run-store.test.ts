import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoredResponse } from "./run-store.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-store-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const response = (ordinal: number, turns: StoredResponse["turns"]): StoredResponse => ({
  ...{ ordinal, reply: "b", finishReason: "stop", candidates: null, verdict: null, turns },
  ...{ failure: null, failureMessage: null, request: "r", inputTokens: 1, outputTokens: 2 },
  ...{ costUsd: null, latencyMs: 3, waitedMs: 0, attempts: 1, cached: false },
  ...{ reasoning: null, reasoningTokens: null, finishDetail: null, judged: null, notSent: [] },
  miscounted: null,
});

test("a run of the first layout goes on: its answers stay, and later ones may hold turns", async () => {
  const file = join(folder, "old.sqlite");
  const old = new Database(file);
  old.exec(`
    CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE responses (
      ordinal INTEGER PRIMARY KEY, reply TEXT NOT NULL, finish_reason TEXT, candidates TEXT, verdict TEXT,
      failure TEXT, failure_message TEXT, request TEXT NOT NULL, input_tokens INTEGER, output_tokens INTEGER,
      cost_usd REAL, latency_ms REAL NOT NULL, attempts INTEGER NOT NULL, cached INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE points (
      respondent TEXT NOT NULL, variant TEXT NOT NULL, repeat INTEGER NOT NULL, "group" TEXT NOT NULL,
      cluster TEXT NOT NULL, metric TEXT NOT NULL, points REAL, missing TEXT
    ) STRICT;
    INSERT INTO responses VALUES (0, 'b', 'stop', NULL, NULL, NULL, NULL, 'r', 1, 2, NULL, 3, 1, 0);
    PRAGMA user_version = 1;
  `);
  old.close();
  const reasoning = { text: "<think>a?</think>", from: "text" } as const;
  const judged = { reasoning, finishReason: "length", notSent: ["seed"], miscounted: "9 output tokens" };
  const talk = {
    ...response(1, [
      { reasoning: null, finishReason: null, reply: "a", verdict: "x" },
      { reasoning, finishReason: "length", reply: "b", verdict: null },
    ]),
    ...{ reasoning, reasoningTokens: 7, finishDetail: "eclipse", judged, notSent: ["topK"] },
    miscounted: "the server counted 1e+19 input tokens",
  };
  {
    using store = openSqliteRunStore(file);
    expect(store.responses(0, 9)).toEqual([{ ...response(0, null), waitedMs: null }]);
    await store.add(talk);
  }
  using again = openSqliteRunStore(file);
  expect(again.responses(0, 9)).toEqual([{ ...response(0, null), waitedMs: null }, talk]);
});

test("a file of another program is refused as it is, nothing half made in it", () => {
  const file = join(folder, "other.sqlite");
  const other = new Database(file);
  other.exec("CREATE TABLE points (x)");
  other.close();
  expect(() => openSqliteRunStore(file)).toThrow(
    `${file}: table points already exists, expected a run of Refract`,
  );
  const again = new Database(file);
  expect(again.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "points" }]);
  again.close();
});
