// From starting `refract serve` to the first participant page and its data, on an installation that is in place:
// node benchmarks/start-to-page/run.ts
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const rounds = 7;
const root = join(import.meta.dirname, "..", "..");
const main = join(root, "packages", "cli", "src", "main.ts");

async function startToPage(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), "refract-start-"));
  const startedAt = performance.now();
  const server = spawn(
    process.execPath,
    [main, "serve", join(root, "examples", "prism"), "--port", "0", "--data", data],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  try {
    const address = await participantsLink(server);
    const study = address.split("/s/").at(-1);
    await (await fetch(address)).text();
    await (await fetch(new URL(`/api/p/studies/${study}`, address))).text();
    return performance.now() - startedAt;
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true });
  }
}

async function participantsLink(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: server.stdout })) {
    const link = /participants\s+(\S+)/.exec(line)?.[1];
    if (link !== undefined) return link;
  }
  throw new Error("the server ended before it named the participants' link");
}

/** The reference: Node starting, and nothing else. */
function startOfNode(): number {
  const startedAt = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - startedAt;
}

const pages: number[] = [];
const nodes: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  nodes.push(startOfNode());
  pages.push(await startToPage());
}
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const result = {
  benchmark: "start-to-page",
  what: "milliseconds from starting `refract serve examples/prism` to its landing page and study facts; reference: an empty Node process",
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  load: loadavg()[0],
  rounds,
  startToPageMs: {
    median: Math.round(median(pages)),
    minimum: Math.round(Math.min(...pages)),
    maximum: Math.round(Math.max(...pages)),
  },
  emptyNodeMs: Math.round(median(nodes)),
  ratio: Number((median(pages) / median(nodes)).toFixed(1)),
};
writeFileSync(join(import.meta.dirname, "results.json"), `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
