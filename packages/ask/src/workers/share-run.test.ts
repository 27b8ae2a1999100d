import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createMemoryLedger, createModelService, createPriceTable, loadPrices } from "@refract/models";
import {
  createPostgresDatabase,
  describeWith,
  postgres,
  queryPostgres,
  StubModelServer,
  type TestDatabase,
} from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { madeInstrument, madeItems } from "../run/made-instrument.fixture.ts";
import { runInstrument } from "../run/run-instrument.ts";
import { runWorker, type ShareOptions, shareRun, type WorkerEvent } from "./index.ts";

const workingFile = fileURLToPath(new URL("./working-process.fixture.ts", import.meta.url));
const planningFile = fileURLToPath(new URL("./planning-process.fixture.ts", import.meta.url));
const exported = ["results.json", "responses.jsonl", "manifest.json", "scores.json"];

interface WorkerProcess {
  readonly child: ChildProcess;
  readonly events: WorkerEvent[];
  readonly ended: Promise<unknown>;
}

await describeWith(postgres, "a run that workers share", (server) => {
  let folder: string;
  let records: string;
  let database: TestDatabase & { readonly options: { readonly databaseUrl: string } };
  let workers: WorkerProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "refract-workers-"));
    records = join(folder, "records");
    await mkdir(records);
    await writeFile(join(records, "items.csv"), madeItems(400));
    database = await createPostgresDatabase(server);
    workers = [];
  });
  afterEach(async () => {
    for (const { child } of workers) child.kill("SIGKILL");
    await Promise.all(workers.map(({ ended }) => ended));
    await database[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  function startProcess(
    file: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ) {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file, ...args], {
      env: { ...process.env, DATABASE: database.options.databaseUrl, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const events: WorkerEvent[] = [];
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = `${rest}${chunk.toString("utf8")}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) events.push(JSON.parse(line));
    });
    const started = { child, events, ended: once(child, "close") };
    workers.push(started);
    return started;
  }

  function startWorker(environment: Readonly<Record<string, string>> = {}): WorkerProcess {
    return startProcess(workingFile, [], environment);
  }

  /** A worker that has calls of the account under its hands. */
  async function busyWorker(): Promise<WorkerProcess> {
    const rows = await query<{ holder: string }>("select holder from account_shares order by calls desc");
    const busy = workers.find(({ child }) => rows[0]?.holder.includes(`/${child.pid}/`));
    if (busy === undefined) throw new Error("no worker holds calls");
    return busy;
  }

  function optionsFor(use: string, name: string, more: Partial<ShareOptions> = {}): ShareOptions {
    return {
      commit: null,
      databaseUrl: database.options.databaseUrl,
      instrument: madeInstrument,
      choices: { models: [{ id: "stub", use }] },
      from: records,
      out: join(folder, name),
      prices: loadPrices([]),
      cache: false,
      capUsd: null,
      deadlineMs: 10_000,
      concurrency: 8,
      lengthNormalised: false,
      parquet: false,
      stopper: new AbortController(),
      onProgress: () => {},
      onNotice: () => {},
      ...more,
    };
  }

  /** The same run by one process, for its bytes. */
  async function alone(use: string, name: string) {
    const { instrument, choices, from, out, prices, ...options } = optionsFor(use, name);
    const ledger = createMemoryLedger();
    const service = createModelService({ env: {}, prices, ledger, concurrency: 8 });
    const { deadlineMs, stopper } = options;
    return runInstrument({
      ...{ instrument, choices, from, out, service, deadlineMs, stopper, cacheFile: null, capUsd: null },
      ...{ lengthNormalised: false, parquet: false, onProgress: () => {} },
    });
  }

  async function expectSameBytes(one: string, other: string) {
    for (const name of exported)
      expect(await readFile(join(folder, one, name), "utf8"), name).toBe(
        await readFile(join(folder, other, name), "utf8"),
      );
  }

  function query<Row extends object>(text: string): Promise<Row[]> {
    return queryPostgres<Row>(database.options.databaseUrl, text);
  }

  /** Calls under way at the stub, at most. */
  function countedStub(firstTextMs: number) {
    let running = 0;
    let most = 0;
    const starting = StubModelServer.start({
      decide: (request) => {
        running += 1;
        most = Math.max(most, running);
        setTimeout(() => {
          running -= 1;
        }, firstTextMs);
        const known = /q(\d+)\?/.exec(JSON.stringify(request.body))?.[1] ?? "";
        return { kind: "answer", text: Number(known) % 7 === 0 ? "A" : "B", firstTextMs };
      },
    });
    return { starting, most: () => most };
  }

  test("is asked by two workers, each sample once, and ends in the bytes of one process", async () => {
    const counted = countedStub(20);
    await using stub = await counted.starting;
    const use = stub.reference("m");
    await alone(use, "alone");
    expect(stub.requests.length).toBe(400);
    const two = [startWorker(), startWorker()];
    const seen: number[] = [];
    const { stop, results } = await shareRun(
      optionsFor(use, "shared", { onProgress: ({ workers: alive }) => seen.push(alive) }),
    );
    expect(stop).toBeNull();
    expect(results.counts).toMatchObject({ asked: 400, samples: 400, incompleteGroups: 0 });
    expect(stub.requests.length).toBe(800);
    expect(new Set(stub.requests.slice(400).map(({ body }) => JSON.stringify(body))).size).toBe(400);
    await expectSameBytes("alone", "shared");
    for (const { events } of two) expect(events.map(({ kind }) => kind)).toContain("begun");
    expect(Math.max(...seen)).toBe(2);
    // Eight calls at a time for the account, all workers together.
    expect(counted.most()).toBeLessThanOrEqual(8);
    // Nothing of the run stays in the database, and the folder is like any other.
    for (const table of ["shared_runs", "shared_samples", "shared_notes", "ledger_entries"])
      expect(await query(`select * from ${table}`), table).toEqual([]);
    expect(await query("select id from refract_jobs.job")).toEqual([]);
    await alone(use, "shared");
    expect(stub.requests.length).toBe(800);
  }, 90_000);

  test("loses no more calls than were under way when a worker is killed, and no sample is stored twice", async () => {
    await using stub = await countedStub(60).starting;
    const use = stub.reference("m");
    startWorker();
    startWorker();
    const sharing = shareRun(optionsFor(use, "shared"));
    await expect.poll(() => stub.requests.length, { timeout: 40_000, interval: 5 }).toBeGreaterThan(100);
    (await busyWorker()).child.kill("SIGKILL");
    const retried = "select max(retry_count) as times from refract_jobs.job";
    await expect.poll(() => query(retried), { timeout: 40_000, interval: 100 }).toEqual([{ times: 1 }]);
    const { stop, results } = await sharing;
    expect(stop).toBeNull();
    expect(results.counts.asked).toBe(400);
    expect(stub.requests.length).toBeGreaterThanOrEqual(400);
    expect(stub.requests.length - 400).toBeLessThanOrEqual(8);
    const ordinals = (await readFile(join(folder, "shared", "calls.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).ordinal);
    expect(ordinals).toEqual(Array.from({ length: 400 }, (_, ordinal) => ordinal));
    const before = stub.requests.length;
    await alone(use, "alone");
    expect(stub.requests.length).toBe(before + 400);
    await expectSameBytes("alone", "shared");
  }, 120_000);

  test("stops all workers when it is interrupted, and goes on with what is missing", async () => {
    await using stub = await countedStub(20).starting;
    const use = stub.reference("m");
    startWorker();
    const stopper = new AbortController();
    const interrupted = shareRun(optionsFor(use, "shared", { stopper }));
    await expect.poll(() => stub.requests.length, { timeout: 40_000, interval: 5 }).toBeGreaterThan(60);
    stopper.abort();
    const first = await interrupted;
    expect(first.stop?.reason).toBe("interrupted");
    expect(first.results.counts.asked).toBeGreaterThan(0);
    expect(first.results.counts.asked).toBeLessThan(400);
    const asked = stub.requests.length;
    const second = await shareRun(optionsFor(use, "shared"));
    expect(second.results.counts.asked).toBe(400);
    expect(stub.requests.length).toBe(asked + 400 - first.results.counts.asked);
  }, 90_000);

  test("goes on behind a planning process that was killed, and no call is repeated", async () => {
    await using stub = await countedStub(20).starting;
    const use = stub.reference("m");
    startWorker();
    const planning = startProcess(planningFile, [use, records, join(folder, "shared")], {});
    await expect.poll(() => stub.requests.length, { timeout: 40_000, interval: 5 }).toBeGreaterThan(60);
    planning.child.kill("SIGKILL");
    await planning.ended;
    // Alone it would ask again what workers have the answers of.
    await expect(alone(use, "shared")).rejects.toThrow(
      /may still be in their database; expected the same command with --database-url/,
    );
    const { results } = await shareRun(optionsFor(use, "shared"));
    expect(results.counts.asked).toBe(400);
    expect(stub.requests.length).toBe(400);
  }, 90_000);

  test("waits for a database that is away for a while, and loses no call that was under way", async () => {
    await using stub = await countedStub(20).starting;
    const use = stub.reference("m");
    const worker = startWorker();
    const sharing = shareRun(optionsFor(use, "shared"));
    await expect.poll(() => stub.requests.length, { timeout: 40_000, interval: 5 }).toBeGreaterThan(100);
    const awayUntil = performance.now() + 2000;
    while (performance.now() < awayUntil)
      await query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
    const { stop, results } = await sharing;
    expect(stop).toBeNull();
    expect(results.counts.asked).toBe(400);
    expect(stub.requests.length).toBe(400);
    expect(worker.events.filter(({ kind }) => kind === "begun")).toHaveLength(1);
  }, 90_000);

  test("hands its chunk back when a worker is asked to stop, and repeats no call", async () => {
    await using stub = await countedStub(40).starting;
    const use = stub.reference("m");
    startWorker();
    startWorker();
    const sharing = shareRun(optionsFor(use, "shared"));
    await expect.poll(() => stub.requests.length, { timeout: 40_000, interval: 5 }).toBeGreaterThan(100);
    const leaving = await busyWorker();
    leaving.child.kill("SIGTERM");
    await leaving.ended;
    expect(leaving.child.exitCode).toBe(0);
    expect(leaving.events.map(({ kind }) => kind)).toEqual(["ready", "begun", "left"]);
    const { results } = await sharing;
    expect(results.counts.asked).toBe(400);
    expect(stub.requests.length).toBe(400);
  }, 90_000);

  test("keeps its cap across workers, and says that it was reached", async () => {
    await using stub = await countedStub(10).starting;
    const prices = createPriceTable([
      { pattern: "*", inputUsdPerMillion: 0, outputUsdPerMillion: 1_000_000, asOf: "2026-11-28", note: null },
    ]);
    startWorker();
    startWorker();
    // One token is one dollar: an answer has one and may have up to 2,048, so that at most four calls are under way.
    const { stop, results } = await shareRun(
      optionsFor(stub.reference("m"), "shared", { prices, capUsd: 8200 }),
    );
    expect(stop?.reason).toBe("budget");
    expect(stop?.message).toContain("8200.00 USD");
    const usd = results.usage.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    expect(usd).toBeGreaterThan(0);
    expect(usd).toBeLessThanOrEqual(8200);
    expect(stub.requests.length).toBeLessThan(60);
  }, 90_000);

  test("is refused by a worker of another version or without the records, which says so to both sides", async () => {
    await using stub = await countedStub(0).starting;
    const notices: string[] = [];
    const stopper = new AbortController();
    const moved = join(folder, "moved");
    const sharing = shareRun(
      optionsFor(stub.reference("m"), "shared", { stopper, onNotice: (notice) => notices.push(notice) }),
    );
    const open = "select id from shared_runs where state = 'open'";
    await expect.poll(() => query(open).catch(() => []), { timeout: 20_000, interval: 100 }).toHaveLength(1);
    await rename(records, moved);
    const without = startWorker();
    await expect.poll(() => notices, { timeout: 20_000 }).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^worker .+ refuses: the records of run .+ \(made\) are not on this machine: /,
    );
    expect(notices[0]).toMatch(/expected the same files there or in a folder named with --from$/);
    const refusal = without.events.find(({ kind }) => kind === "refused");
    expect(refusal).toMatchObject({ message: expect.stringContaining("are not on this machine") });
    const setVersion = (version: string) =>
      query(
        `update shared_runs set definition = regexp_replace(definition::text, '"version":"[^"]*"', '"version":"${version}"')::json`,
      );
    await setVersion("9.9.9");
    startWorker({ RECORDS: moved, COMMIT: "abc1234" });
    await expect.poll(() => notices, { timeout: 20_000 }).toHaveLength(2);
    expect(notices[1]).toMatch(
      /refuses: run \S+ was planned by refract 9\.9\.9, this worker is refract 0\.1\.0\+abc1234; expected the same version$/,
    );
    await setVersion("0.1.0");
    startWorker({ RECORDS: moved });
    const { results } = await sharing;
    expect(results.counts.asked).toBe(400);
  }, 90_000);

  test("ends when a model never answers, and says which", async () => {
    await using stub = await StubModelServer.start({ decide: () => ({ kind: "status", status: 400 }) });
    startWorker();
    const { stop } = await shareRun(optionsFor(stub.reference("m"), "shared"));
    expect(stop).toMatchObject({
      reason: "model",
      message: expect.stringContaining("the model was given up"),
    });
    expect(stub.requests.length).toBeLessThan(60);
  }, 60_000);

  test("ends when a server can't be proved to give log-probabilities, or the cap does not reach for it", async () => {
    await using stub = await StubModelServer.start({ decide: () => ({ kind: "status", status: 401 }) });
    startWorker();
    const choices = { models: [{ id: "stub", use: stub.reference("m") }], mode: "letter-logprobs" };
    const refused = await shareRun(optionsFor(stub.reference("m"), "refused", { choices }));
    expect(refused.stop).toMatchObject({
      reason: "model",
      message: expect.stringContaining("HTTP 401: the server refused the key"),
    });
    expect(stub.requests.length).toBe(1);
    const prices = createPriceTable([
      { pattern: "*", inputUsdPerMillion: 0, outputUsdPerMillion: 1_000_000, asOf: "2026-11-28", note: null },
    ]);
    const capped = await shareRun(
      optionsFor(stub.reference("m"), "capped", { choices, prices, capUsd: 0.5 }),
    );
    expect(capped.stop?.reason).toBe("budget");
    expect(stub.requests.length).toBe(1);
  }, 60_000);

  test("a database that does not answer is named, without its password", async () => {
    const databaseUrl = "postgres://somebody:secret@127.0.0.1:9/none";
    const refused = {
      code: "unavailable",
      message: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:9\/none: /),
    };
    await expect(shareRun(optionsFor("demo:plain", "shared", { databaseUrl }))).rejects.toMatchObject(
      refused,
    );
    await expect(
      runWorker({
        ...{ commit: null, databaseUrl, instruments: [], env: {}, from: [], cacheFile: null },
        leaving: new AbortController().signal,
        onEvent: () => {},
      }),
    ).rejects.toMatchObject(refused);
  });
});
