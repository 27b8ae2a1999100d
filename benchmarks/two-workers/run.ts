// `node benchmarks/two-workers/run.ts [SAMPLES] [ROUNDS]`: one worker and two on the same run, in turn; writes results-SAMPLES.json.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shareRun } from "@refract/ask/workers";
import { loadPrices } from "@refract/models";
import { createPostgresDatabase, postgres } from "@refract/testing";
import * as z from "zod";
import { madeInstrument } from "./made-instrument.ts";
import { ownCpuSeconds, serverCpuSeconds } from "./processor-time.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [samplesText = "2000", roundsText = "5"] = process.argv.slice(2);
const samples = Number(samplesText);
const rounds = Number(roundsText);
const found = await postgres.find();
if (found.state === "missing") throw new Error(`PostgreSQL: ${found.reason}; ${found.install}`);
const server = found.thing;
// Where the throw-away server of @refract/testing is.
const serverFolder = join(tmpdir(), `refract-postgres-${process.pid}`, "data");
const work = await mkdtemp(join(tmpdir(), "refract-two-workers-"));
const from = join(work, "records");

interface Figures {
  readonly wallSeconds: number;
  /** Processor time of each worker, without its start. */
  readonly workersCpu: readonly number[];
  /** Of the planning process and of PostgreSQL. */
  readonly othersCpu: number;
  readonly bytes: string;
}

function startWorker(databaseUrl: string) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", here("worker.ts")], {
    env: { ...process.env, DATABASE: databaseUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const ready = Promise.withResolvers<void>();
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    if (text.includes(`"ready"`)) ready.resolve();
  });
  const stop = async (): Promise<number> => {
    const ended = once(child, "close");
    child.kill("SIGTERM");
    await ended;
    const last = text.trim().split("\n").at(-1) ?? "";
    return z.object({ kind: z.literal("cpu"), seconds: z.number() }).parse(JSON.parse(last)).seconds;
  };
  return { ready: ready.promise, stop };
}

/** Workers wait when the clock starts; it stops when the folder is written. */
async function shared(count: number, name: string): Promise<Figures> {
  await using database = await createPostgresDatabase(server);
  const { databaseUrl } = database.options;
  const workers = Array.from({ length: count }, () => startWorker(databaseUrl));
  await Promise.all(workers.map(({ ready }) => ready));
  const out = join(work, name);
  const startedAt = performance.now();
  const before = ownCpuSeconds() + (serverCpuSeconds(serverFolder) ?? 0);
  const { results } = await shareRun({
    commit: null,
    databaseUrl,
    instrument: madeInstrument,
    choices: { models: [{ id: "demo:plain", use: "demo:plain" }] },
    from,
    out,
    prices: loadPrices([]),
    cache: false,
    capUsd: null,
    deadlineMs: 60_000,
    concurrency: null,
    lengthNormalised: false,
    parquet: false,
    stopper: new AbortController(),
    onProgress: () => {},
    onNotice: (notice) => process.stderr.write(`${notice}\n`),
  });
  const wallSeconds = (performance.now() - startedAt) / 1000;
  if (results.counts.asked !== samples) throw new Error(`${results.counts.asked} asked, expected ${samples}`);
  const othersCpu = ownCpuSeconds() + (serverCpuSeconds(serverFolder) ?? 0) - before;
  const workersCpu = await Promise.all(workers.map(({ stop }) => stop()));
  return { wallSeconds, workersCpu, othersCpu, bytes: await readFile(join(out, "results.json"), "utf8") };
}

/**
 * How long it would take if nobody else used the machine's two cores: the busiest process has one, and all share both. Computed from
 * processor times, which other programs stretch far less than the wall clock.
 */
function onTwoFreeCores({ workersCpu, othersCpu }: Figures): number {
  const all = workersCpu.reduce((total, seconds) => total + seconds, othersCpu);
  return Math.max(...workersCpu, all / 2);
}

/** The same computing in plain processes: what this machine gives a second process at this moment. */
async function plain(count: number): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const part = [Math.floor((samples * index) / count), Math.floor((samples * (index + 1)) / count)];
      const child = spawn(process.execPath, [here("spinner.ts"), ...part.map(String)], { stdio: "ignore" });
      await once(child, "close");
    }),
  );
  return (performance.now() - startedAt) / 1000;
}

const median = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

try {
  await mkdir(from);
  await writeFile(join(from, "items.json"), JSON.stringify({ count: samples }));
  const measured: {
    one: Omit<Figures, "bytes">;
    two: Omit<Figures, "bytes">;
    plainOne: number;
    plainTwo: number;
    load: number;
  }[] = [];
  const computed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const load = loadavg()[0] ?? 0;
    const one = await shared(1, `one-${round}`);
    const plainOne = await plain(1);
    const two = await shared(2, `two-${round}`);
    const plainTwo = await plain(2);
    if (one.bytes !== two.bytes) throw new Error("one worker and two wrote other results");
    const { bytes: _one, ...oneFigures } = one;
    const { bytes: _two, ...twoFigures } = two;
    measured.push({ one: oneFigures, two: twoFigures, plainOne, plainTwo, load });
    computed.push(onTwoFreeCores(one) / onTwoFreeCores(two));
    process.stderr.write(`${JSON.stringify(measured.at(-1))}\n`);
  }
  const timesFaster = median(measured.map(({ one, two }) => one.wallSeconds / two.wallSeconds));
  const computedTimesFaster = median(computed);
  const plainTimesFaster = median(measured.map(({ plainOne, plainTwo }) => plainOne / plainTwo));
  const machine = { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version };
  const results = { machine, samples, timesFaster, plainTimesFaster, computedTimesFaster, rounds: measured };
  await writeFile(here(`results-${samples}.json`), `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(
    `${JSON.stringify({ timesFaster, plainTimesFaster, computedTimesFaster }, null, 2)}\n`,
  );
} finally {
  await rm(work, { recursive: true, force: true });
}
