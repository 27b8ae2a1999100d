import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { writeMadeRelease } from "@refract/testing/made-release";
import * as z from "zod";

/**
 * How long a report of a made release takes and how much memory it needs, beside a plain scan of the same files, and a report with
 * embeddings of simulated people:
 *
 *     node benchmarks/analyze-report/run.ts [PARTICIPANTS,PARTICIPANTS...] [ROUNDS] [PEOPLE WITH EMBEDDINGS]
 */
const sizes = (process.argv[2] ?? "1500").split(",").filter(Boolean).map(Number);
const repeats = Number(process.argv[3] ?? 3);
const embeddedPeople = Number(process.argv[4] ?? 60);
const here = import.meta.dirname;
const program = join(here, "../../packages/cli/src/main.ts");
const rounded = (value: number) => Number(value.toFixed(2));
const times = z.array(z.strictObject({ id: z.string(), status: z.string(), seconds: z.number() }));

/** Runs a Node script under GNU time; its memory is that of the child alone. */
function measured(folder: string, script: string, ...options: string[]) {
  const log = join(folder, "time.txt");
  const output = execFileSync(
    "/usr/bin/time",
    ["-f", "%e %U %S %M", "-o", log, process.execPath, script, ...options],
    { encoding: "utf8", maxBuffer: 1 << 26, env: { ...process.env, REFRACT_CACHE: join(folder, "cache") } },
  );
  const [wall = 0, user = 0, system = 0, kilobytes = 0] = readFileSync(log, "utf8")
    .trim()
    .split(" ")
    .map(Number);
  return {
    output,
    cost: {
      wallSeconds: rounded(wall),
      cpuSeconds: rounded(user + system),
      maximumRssMb: Math.round(kilobytes / 1024),
    },
  };
}

/** Other work on the machine: processes that wanted a core, mean of the last minute. */
const load = () => rounded(loadavg()[0] ?? 0);

/** A report between two scans, so that what else the machine does falls on both. */
function reportBesideScans(folder: string, path: string) {
  const before = measured(folder, join(here, "scan.ts"), path).cost;
  const report = measured(
    folder,
    program,
    ...["analyze", path, "--embeddings", "none", "--out", join(folder, "report")],
  ).cost;
  const after = measured(folder, join(here, "scan.ts"), path).cost;
  const mean = (of: "wallSeconds" | "cpuSeconds") => (before[of] + after[of]) / 2;
  return {
    scans: [before, after],
    report,
    wallRatio: rounded(report.wallSeconds / mean("wallSeconds")),
    cpuRatio: rounded(report.cpuSeconds / mean("cpuSeconds")),
    load: load(),
  };
}

async function plainReports(folder: string, participants: number) {
  const path = join(folder, "release");
  const made = await writeMadeRelease(path, { seed: "analyze report", participants });
  const runs = Array.from({ length: repeats }, () => reportBesideScans(folder, path));
  const alone = measured(folder, join(here, "each-analysis.ts"), path).output;
  rmSync(path, { recursive: true });
  return {
    participants,
    conversations: made.conversations,
    utterances: made.utterances,
    megabytes: Math.round(made.bytes / 1e6),
    leastWallRatio: Math.min(...runs.map(({ wallRatio }) => wallRatio)),
    leastCpuRatio: Math.min(...runs.map(({ cpuRatio }) => cpuRatio)),
    mostRssMb: Math.max(...runs.map(({ report }) => report.maximumRssMb)),
    runs,
    analyses: times.parse(JSON.parse(alone)),
  };
}

/** The reference is one process that embeds a hundred texts with the same model and nothing else. */
function embeddedReport(folder: string, people: number) {
  const path = join(folder, "simulated");
  const study = join(here, "../../examples/prism/study.yaml");
  measured(folder, program, "simulate", study, "--people", String(people), "--seed", "1", "--out", path);
  const reference = measured(folder, join(here, "embed-hundred.ts")).cost;
  rmSync(join(folder, "cache"), { recursive: true, force: true });
  const report = measured(folder, program, "analyze", path, "--out", join(folder, "embedded")).cost;
  const again = measured(folder, program, "analyze", path, "--out", join(folder, "embedded")).cost;
  return {
    people,
    report,
    withVectorsKept: again,
    hundredTexts: reference,
    cpuRatio: rounded(report.cpuSeconds / reference.cpuSeconds),
    load: load(),
  };
}

const folder = mkdtempSync(join(tmpdir(), "refract-benchmark-"));
try {
  const results = {
    benchmark: "analyze-report",
    what: "refract analyze of a made release in PRISM's form (scores are random, texts meaningless) without embeddings, and of simulated people with the built-in ones",
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    rounds: await roundsOf(sizes),
    embedded: embeddedPeople > 0 ? embeddedReport(folder, embeddedPeople) : null,
  };
  writeFileSync(join(here, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function roundsOf(participants: readonly number[]) {
  const rounds = [];
  for (const size of participants) {
    const round = await plainReports(folder, size);
    process.stdout.write(`${JSON.stringify(round)}\n`);
    rounds.push(round);
  }
  return rounds;
}
