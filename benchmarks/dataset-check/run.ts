import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

/**
 * How long a check of a large dataset folder takes and how much memory it needs, for several sizes:
 *
 *     node benchmarks/dataset-check/run.ts [UTTERANCES,UTTERANCES...]
 */
const sizes = (process.argv[2] ?? "10000,100000,1000000").split(",").map(Number);
const here = import.meta.dirname;

const generated = z.strictObject({
  participants: z.number(),
  conversations: z.number(),
  interactions: z.number(),
  utterances: z.number(),
  texts: z.number(),
  bytes: z.number(),
});
const measured = z.strictObject({
  violations: z.literal(0),
  utterances: z.number(),
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  maximumRssMb: z.number(),
});

function run<Schema extends z.ZodType>(
  script: string,
  schema: Schema,
  ...options: string[]
): z.output<Schema> {
  const output = execFileSync(process.execPath, [join(here, script), ...options], { encoding: "utf8" });
  return schema.parse(JSON.parse(output));
}

const rounded = (value: number) => Number(value.toFixed(1));
const folder = mkdtempSync(join(tmpdir(), "refract-benchmark-"));
try {
  const rounds = sizes.map((size) => {
    const path = join(folder, String(size));
    const made = run("generate.ts", generated, path, String(size));
    const check = run("check.ts", measured, path);
    rmSync(path, { recursive: true });
    const round = {
      utterances: made.utterances,
      texts: made.texts,
      megabytes: rounded(made.bytes / 1e6),
      wallSeconds: rounded(check.wallSeconds),
      cpuSeconds: rounded(check.cpuSeconds),
      maximumRssMb: rounded(check.maximumRssMb),
    };
    process.stdout.write(`${JSON.stringify(round)}\n`);
    return round;
  });
  const results = {
    benchmark: "dataset-check",
    what: "refract dataset check of a made folder of PRISM's form: every file, reference, history and sum; one process",
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    /** Other work on the machine while this ran: processes that wanted a core, mean of the last minute. */
    load: rounded(loadavg()[0] ?? 0),
    rounds,
  };
  writeFileSync(join(here, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
