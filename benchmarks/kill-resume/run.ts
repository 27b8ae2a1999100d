// Many kills of a server while people take part: node benchmarks/kill-resume/run.ts [KILLS] [SEED]
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { runServerKills } from "../../tests/kill/run-server-kills.ts";

const [kills = "500", seed = "kill-resume-long"] = process.argv.slice(2);
const startedAt = performance.now();
const report = await runServerKills({
  kills: Number(kills),
  seed,
  people: 4,
  onKill: (count) => {
    if (count % 50 === 0) process.stderr.write(`${count} kills\n`);
  },
});
const result = {
  benchmark: "kill-resume",
  what: "kill -9 of the server at seeded random points while four people take part; lost, foreign, mixedUp and gaps must be empty",
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  seed,
  seconds: Math.round((performance.now() - startedAt) / 1000),
  ...report,
};
writeFileSync(join(import.meta.dirname, "results.json"), `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
