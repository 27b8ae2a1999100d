import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { writeMadeRelease } from "@refract/testing/made-release";
import * as z from "zod";

/**
 * How long a report of a made release takes and how much memory it needs, beside a plain scan of the same files:
 *
 *     node benchmarks/analyze-report/run.ts [PARTICIPANTS,PARTICIPANTS...]
 */
const sizes = (process.argv[2] ?? "1500").split(",").map(Number);
const here = import.meta.dirname;
const rounded = (value: number) => Number(value.toFixed(2));
const times = z.array(z.strictObject({ id: z.string(), status: z.string(), seconds: z.number() }));

/** Runs a Node script under GNU time; its memory is that of the child alone. */
function measured(folder: string, script: string, ...options: string[]) {
  const log = join(folder, "time.txt");
  const output = execFileSync(
    "/usr/bin/time",
    ["-f", "%e %U %S %M", "-o", log, process.execPath, script, ...options],
    { encoding: "utf8", maxBuffer: 1 << 26 },
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

const folder = mkdtempSync(join(tmpdir(), "refract-benchmark-"));
try {
  const rounds = [];
  for (const participants of sizes) {
    const path = join(folder, "release");
    const made = await writeMadeRelease(path, { seed: "analyze report", participants });
    const scan = measured(folder, join(here, "scan.ts"), path).cost;
    const report = measured(
      folder,
      join(here, "../../packages/cli/src/main.ts"),
      ...["analyze", path, "--embeddings", "none", "--out", join(folder, `report-${participants}`)],
    ).cost;
    const alone = measured(folder, join(here, "each-analysis.ts"), path).output;
    rmSync(path, { recursive: true });
    const round = {
      participants,
      conversations: made.conversations,
      utterances: made.utterances,
      megabytes: Math.round(made.bytes / 1e6),
      report,
      scan,
      cpuRatio: rounded(report.cpuSeconds / scan.cpuSeconds),
      analyses: times.parse(JSON.parse(alone)),
      /** Other work on the machine: processes that wanted a core, mean of the last minute. */
      load: rounded(loadavg()[0] ?? 0),
    };
    process.stdout.write(`${JSON.stringify(round)}\n`);
    rounds.push(round);
  }
  const results = {
    benchmark: "analyze-report",
    what: "refract analyze --embeddings none of a made release in PRISM's form; scores are random, texts meaningless",
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    rounds,
  };
  writeFileSync(join(here, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
