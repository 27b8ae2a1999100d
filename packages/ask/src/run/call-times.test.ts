import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StoredResponse } from "../store/run-store.ts";
import { openSqliteRunStore } from "../store/sqlite-run-store.ts";
import { callTimes } from "./call-times.ts";

const response: StoredResponse = {
  ...{ ordinal: 0, reply: "B", reasoning: null, finishReason: "stop", finishDetail: null, candidates: null },
  ...{ verdict: null, judged: null, notSent: [], turns: null, failure: null, failureMessage: null },
  ...{ request: "", inputTokens: null, outputTokens: null, reasoningTokens: null, costUsd: null },
  ...{ latencyMs: 0, waitedMs: 0, attempts: 1, cached: false, miscounted: null },
};

test("times are of answers that servers gave in this folder, and waits are apart from them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-times-"));
  try {
    using store = openSqliteRunStore(join(folder, "run.sqlite"));
    const rows: readonly Partial<StoredResponse>[] = [
      { latencyMs: 100, waitedMs: 0 },
      { latencyMs: 300, waitedMs: 4000 },
      { latencyMs: 200, waitedMs: 8000 },
      { latencyMs: 90_000, waitedMs: 9, failure: "timeout" },
      { latencyMs: 1, waitedMs: 1, cached: true },
      // A run of an earlier version, and a scripted model.
      { latencyMs: 50, waitedMs: null },
      { attempts: 0 },
    ];
    store.addAll(rows.map((more, ordinal) => ({ ...response, ordinal, ...more })));
    const models = ["one", "old", "scripted"].map((id) => ({ id, use: `test:${id}` }));
    const ranges = [
      { first: 0, end: 5 },
      { first: 5, end: 6 },
      { first: 6, end: 7 },
    ];
    const plan = { rangeOf: (index: number) => ranges[index] ?? { first: 0, end: 0 } };
    expect(callTimes({ models }, plan, store)).toEqual([
      {
        ...{ respondent: "one", answers: 3 },
        // numpy.percentile([100, 300, 200], [50, 95]) and of [0, 4000, 8000]
        ...{ latencyMs: { median: 200, p95: 290 }, waitedMs: { median: 4000, p95: 7600 } },
      },
      { respondent: "old", answers: 1, latencyMs: { median: 50, p95: 50 }, waitedMs: null },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
