import { setTimeout as sleep } from "node:timers/promises";
import { createPostgresDatabase, describeWith, postgres, type TestDatabase } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ledgerOf, openSharedRuns, type SharedRuns, type SharedSample } from "../index.ts";

const runId = "6f1f7e0a-0f0e-4c6e-9b60-0a6a5a0f4a11";

function sample(ordinal: number, more: Partial<SharedSample> = {}): SharedSample {
  return { ordinal, settled: true, failure: null, costUsd: 0.25, cached: false, response: "{}", ...more };
}

await describeWith(postgres, "what asking processes share", (server) => {
  let database: TestDatabase & { readonly options: { readonly databaseUrl: string } };
  let one: SharedRuns;
  let other: SharedRuns;

  beforeEach(async () => {
    database = await createPostgresDatabase(server);
    // Both at once: tables and queues are made by whoever is first.
    [one, other] = await Promise.all([openSharedRuns(database.options), openSharedRuns(database.options)]);
    await one.plan(runId, `{"version": "1"}`);
  });
  afterEach(async () => {
    await one[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  test("a sample's first settled outcome stays, character by character; a passing failure makes room", async () => {
    const odd = JSON.stringify({ reply: "a\u0000b \ud800 'quoted', {braces} \\ \"text\"\nNULL" });
    await one.addSamples(runId, [
      sample(0, { response: odd }),
      sample(1, { settled: false, failure: "server" }),
    ]);
    await other.addSamples(runId, [sample(0, { response: "[]" }), sample(1, { cached: true })]);
    expect(await one.samples(runId, 0, 10)).toEqual([
      sample(0, { response: odd }),
      sample(1, { cached: true }),
    ]);
    expect(await one.settledOf(runId, [0, 1, 2])).toEqual(new Set([0, 1]));
    expect(await one.progress(runId)).toEqual({
      ...{ settled: 2, cached: 1, spentUsd: 0.25, failures: {} },
      ...{ chunks: 0, chunksUnderWay: 0, chunksGivenUp: 0 },
    });
  });

  test("outcomes of a run that was removed are refused by name", async () => {
    await one.remove(runId);
    await expect(other.addSamples(runId, [sample(0)])).rejects.toMatchObject({
      code: "not-found",
      message: `run ${runId}: is no longer in the database`,
    });
    expect(await other.run(runId)).toBeNull();
  });

  test("a chunk is one process's until it is completed or handed back", async () => {
    await one.queueChunks(runId, [
      { model: 0, spans: [[0, 5]] },
      { model: 1, spans: [[5, 6], [8, 9]] }, // biome-ignore format: two spans on a line
    ]);
    const taken = await one.chunks.take(runId, 1);
    expect(taken).toMatchObject({ model: 1, spans: [[5, 6], [8, 9]] }); // biome-ignore format: as above
    expect(await other.chunks.take(runId, 1)).toBeNull();
    expect(await other.progress(runId)).toMatchObject({ chunks: 2, chunksUnderWay: 1 });
    if (taken === null) throw new Error("no chunk");
    await one.chunks.keep(runId, [taken]);
    await one.chunks.handBack(runId, taken);
    const again = await other.chunks.take(runId, 1);
    expect(again).toMatchObject({ id: taken.id });
    if (again === null) throw new Error("no chunk");
    await other.chunks.complete(runId, again);
    expect(await one.progress(runId)).toMatchObject({ chunks: 1, chunksUnderWay: 0 });
    expect(await one.chunks.take(runId, 7)).toBeNull();
  });

  test("holders of an account never have more calls than it bears, and come to even parts", async () => {
    const need = { account: "http/a", maximum: 5, leaseMs: 60_000 };
    expect(await one.shareAccount({ ...need, holder: "a", running: 0 })).toEqual({ calls: 5, restMs: 0 });
    // Nothing is left for the second before the first has made room, and calls that run are room taken.
    expect(await other.shareAccount({ ...need, holder: "b", running: 0 })).toMatchObject({ calls: 0 });
    expect(await one.shareAccount({ ...need, holder: "a", running: 4 })).toMatchObject({ calls: 3 });
    expect(await other.shareAccount({ ...need, holder: "b", running: 0 })).toMatchObject({ calls: 1 });
    expect(await one.shareAccount({ ...need, holder: "a", running: 3 })).toMatchObject({ calls: 3 });
    expect(await other.shareAccount({ ...need, holder: "b", running: 1 })).toMatchObject({ calls: 2 });
    await one.leaveAccount("http/a", "a");
    expect(await other.shareAccount({ ...need, holder: "b", running: 2 })).toMatchObject({ calls: 5 });
  });

  test("the part of a holder who is silent is free after its lease; a rest is heard by everybody", async () => {
    const need = { account: "openai", maximum: 4, running: 0 };
    await one.shareAccount({ ...need, holder: "a", leaseMs: 50 });
    await sleep(80);
    await one.restAccount("openai", 30_000);
    await one.restAccount("openai", 10);
    const granted = await other.shareAccount({ ...need, holder: "b", leaseMs: 50 });
    expect(granted.calls).toBe(4);
    expect(granted.restMs).toBeGreaterThan(25_000);
  });

  test("twenty processes that share an account at once never pass what it bears", async () => {
    const need = { account: "b", maximum: 7, leaseMs: 60_000, running: 0 };
    for (let round = 0; round < 3; round += 1) {
      const grants = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? one : other).shareAccount({ ...need, holder: String(index) }),
        ),
      );
      const first = round === 0 ? 7 : Number.POSITIVE_INFINITY;
      expect(grants.reduce((sum, { calls }) => sum + calls, 0)).toBeLessThanOrEqual(Math.max(first, 7));
    }
    const last = await Promise.all(
      Array.from({ length: 20 }, (_, index) => one.shareAccount({ ...need, holder: String(index) })),
    );
    expect(last.reduce((sum, { calls }) => sum + calls, 0)).toBe(7);
  });

  test("a note keeps its first value, and a cap on a run's money holds for all", async () => {
    expect(await one.note(runId, "stop", "first")).toBe(true);
    expect(await other.note(runId, "stop", "second")).toBe(false);
    expect(await other.notes(runId)).toEqual(new Map([["stop", "first"]]));
    const entry = { name: ledgerOf(runId), account: "a", reference: "a:m", usd: 0.4, capUsd: 1 };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other).reserve(entry)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });

  test("workers are alive as long as they say so", async () => {
    await one.greet("host/1", "0.1.0");
    expect(await other.liveWorkers(60_000)).toEqual([{ id: "host/1", version: "0.1.0" }]);
    await sleep(30);
    expect(await other.liveWorkers(10)).toEqual([]);
    await one.farewell("host/1");
    expect(await other.liveWorkers(60_000)).toEqual([]);
  });
});
