// People who take part at once, and what models' servers do meanwhile: node benchmarks/load/run.ts [SCENARIO…]
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { cpus, getPriority, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { createRandom } from "@refract/stats/random";
import { livePerson, type Measures } from "./person.ts";
import { charactersPerSecond, serve, stop } from "./served.ts";

const resultsFile = new URL("results.json", import.meta.url);
const firstTextMs = 400;

async function modelServer(mode: string) {
  const child = spawn(process.execPath, [new URL("stub-server.ts", import.meta.url).pathname, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const origin = String(line).trim();
  return {
    origin,
    calls: async () => Number(await (await fetch(`${origin}/count`)).text()),
    [Symbol.asyncDispose]: () => stop(child),
  };
}

const rounded = (value: number, digits = 0) => Number(value.toFixed(digits));

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

interface Crowd {
  readonly people: number;
  /** Factor on think times. */
  readonly think: number;
  readonly arriveWithinSeconds: number;
  readonly env?: NodeJS.ProcessEnv;
}

async function crowd({ people, think, arriveWithinSeconds, env }: Crowd) {
  await using models = await modelServer("live");
  await using server = await serve(models.origin, env);
  const measures: Measures = {
    ...{ behindMs: [], saveMs: [], connections: new Set() },
    ...{ requests: 0, turns: 0, openings: 0, openingsOfFour: 0, longestPauseMs: 0 },
  };
  const cpuBefore = server.cpuSeconds();
  const ownDelay = monitorEventLoopDelay({ resolution: 10 });
  ownDelay.enable();
  const disk = watchDisk();
  const startedAt = performance.now();
  const results = await Promise.allSettled(
    Array.from({ length: people }, async (_, index) => {
      const random = createRandom(`load-${index}`);
      await sleep((arriveWithinSeconds * 1000 * index) / people);
      await livePerson({
        ...{ baseUrl: server.baseUrl, studyId: server.studyId, think, conversations: 2 },
        ...{ firstTextMs, charactersPerSecond, measures, random: () => random.next() },
      });
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const failures = results.filter((result) => result.status === "rejected");
  for (const { reason } of failures.slice(0, 3)) process.stderr.write(`${String(reason)}\n`);
  const outcomes = server.outcomes();
  const flushOfTheDiskMs = await disk.flushMs();
  return {
    people,
    thinkTimes: think,
    seconds: rounded(seconds),
    peopleWhoDidNotGetThrough: failures.length,
    openings: measures.openings,
    openingsOfFourAnswers: measures.openingsOfFour,
    callsPaid: await models.calls(),
    outcomes,
    textBehindIdealMs: {
      p50: rounded(quantile(measures.behindMs, 0.5)),
      p95: rounded(quantile(measures.behindMs, 0.95)),
    },
    longestPauseInTextMs: rounded(measures.longestPauseMs),
    saves: measures.saveMs.length,
    saveMs: {
      p50: rounded(quantile(measures.saveMs, 0.5), 1),
      p95: rounded(quantile(measures.saveMs, 0.95), 1),
    },
    flushOfTheDiskMs,
    requestsPerConnection: rounded(measures.requests / measures.connections.size, 1),
    serverCpuSecondsPerPerson: rounded((server.cpuSeconds() - cpuBefore) / people, 3),
    serverPeakMb: rounded(server.peakMb()),
    clientEventLoopDelayP95Ms: rounded(ownDelay.percentile(95) / 1e6 - 10, 1),
  };
}

/** What the disk needs to flush 4 KB, asked ten times a second in the folder that databases of this benchmark stand in. */
function watchDisk() {
  const folder = mkdtempSync(join(tmpdir(), "refract-load-disk-"));
  const took: number[] = [];
  const stopped = new AbortController();
  const watching = (async () => {
    await using file = await open(join(folder, "flushed"), "w");
    const block = Buffer.alloc(4096, 1);
    while (!stopped.signal.aborted) {
      const startedAt = performance.now();
      await file.write(block);
      await file.datasync();
      took.push(performance.now() - startedAt);
      await sleep(100);
    }
  })();
  return {
    flushMs: async () => {
      stopped.abort();
      await watching;
      rmSync(folder, { recursive: true, force: true });
      return { p50: rounded(quantile(took, 0.5), 1), p95: rounded(quantile(took, 0.95), 1) };
    },
  };
}

/** CPU of the asking process for each token that comes in a packet of its own; the same through `fetch`, in turns, as reference. */
async function tokens() {
  await using models = await modelServer("apart");
  const base = { env: {}, prices: loadPrices(), ledger: createMemoryLedger() };
  const own = createModelService(base);
  const throughFetch = createModelService({ ...base, fetch: (input, init) => fetch(input, init) });
  const tokensPerAnswer = 200;
  const answers = 160;
  const ask = async (service: typeof own) => {
    const events = service.ask(
      { id: "apart", use: `${models.origin}/v1#apart` },
      { messages: [{ role: "user", content: "Go on." }], parameters: {} },
      {
        ...{ signal: new AbortController().signal, deadlineMs: 60_000, retries: 0 },
        budget: { name: "benchmark", capUsd: null },
      },
    );
    for await (const event of events) if (event.kind === "end") return;
  };
  const round = async (service: typeof own) => {
    const before = process.cpuUsage();
    for (let done = 0; done < answers; done += 16)
      await Promise.all(Array.from({ length: 16 }, () => ask(service)));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (answers * tokensPerAnswer);
  };
  const rounds: { readonly own: number; readonly fetch: number }[] = [];
  // The first round warms up.
  for (let count = 0; count < 4; count += 1)
    rounds.push({ own: await round(own), fetch: await round(throughFetch) });
  const median = (of: "own" | "fetch") =>
    rounded(
      quantile(
        rounds.slice(1).map((each) => each[of]),
        0.5,
      ),
      1,
    );
  return {
    tokens: answers * tokensPerAnswer,
    cpuMicrosecondsPerToken: median("own"),
    cpuMicrosecondsPerTokenThroughFetch: median("fetch"),
    ratio: rounded(median("own") / median("fetch"), 2),
  };
}

/** 2,000 calls of a run, every twentieth answered with 429 and `Retry-After: 0.1`. */
async function refusals() {
  const calls = 2_000;
  const rounds: number[] = [];
  let asked = 0;
  for (let count = 0; count < 3; count += 1) {
    await using models = await modelServer("refusing");
    const service = createModelService({ env: {}, prices: loadPrices(), ledger: createMemoryLedger() });
    let left = calls;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        await service.complete(
          { id: "refusing", use: `${models.origin}/v1#refusing` },
          { messages: [{ role: "user", content: "Yes or no?" }], parameters: {} },
          {
            ...{ signal: new AbortController().signal, deadlineMs: 60_000, retries: 4, quotaRetries: 60 },
            budget: { name: "benchmark", capUsd: null },
          },
        );
      }
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 50 }, lane));
    rounds.push((performance.now() - startedAt) / 1000);
    asked = await models.calls();
  }
  return { calls, atATime: 50, asked, seconds: rounds.map((seconds) => rounded(seconds, 2)) };
}

/** Twenty people on a disk that takes 100 ms for every flush. Needs a C compiler and Linux. */
async function slowDisk() {
  const folder = mkdtempSync(join(tmpdir(), "refract-slow-disk-"));
  try {
    const library = join(folder, "slow-disk.so");
    const source = new URL("slow-disk.c", import.meta.url).pathname;
    execFileSync("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]);
    return await crowd({
      ...{ people: 20, think: 0.2, arriveWithinSeconds: 15 },
      env: { LD_PRELOAD: library, REFRACT_SLOW_DISK_MS: "100" },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const scenarios = {
  "50 people at a human pace": () => crowd({ people: 50, think: 1, arriveWithinSeconds: 60 }),
  "300 people, think times at a fifth": () => crowd({ people: 300, think: 0.2, arriveWithinSeconds: 60 }),
  "slow disk": slowDisk,
  tokens,
  "2,000 calls, 5 % refused": refusals,
};

const wanted = process.argv.slice(2);
const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, "utf8")).scenarios : {};
const measured: Record<string, unknown> = { ...before };
for (const [name, scenario] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  process.stderr.write(`${name} …\n`);
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const result = await scenario();
  measured[name] = { ...result, loadOfTheMachineBefore: rounded(loadBefore, 1), niceness: getPriority() };
  process.stderr.write(`${JSON.stringify(measured[name], null, 2)}\n`);
}
const result = {
  benchmark: "load",
  what: "people and model servers as README.md says, `refract serve` as shipped, all on one machine",
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  scenarios: measured,
};
writeFileSync(resultsFile, `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
