// CPU time of one call through the service and the OpenAI wire client: node benchmarks/model-call/run.ts
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";

const calls = 2_000;
const atOnce = 16;

const server = spawn(process.execPath, [new URL("stub-server.ts", import.meta.url).pathname, "50"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [line] = await once(server.stdout, "data");
const use = `${String(line).trim()}#bench`;
const service = createModelService({ env: {}, prices: loadPrices(), ledger: createMemoryLedger() });

async function callOnce(): Promise<void> {
  const events = service.ask(
    { id: "bench", use },
    {
      messages: [{ role: "user", content: "Which is the larger city, and why?" }],
      parameters: { maxTokens: 100 },
    },
    {
      signal: new AbortController().signal,
      deadlineMs: 30_000,
      retries: 0,
      budget: { name: "benchmark", capUsd: null },
    },
  );
  for await (const event of events) if (event.kind === "end") return;
}

async function run(count: number): Promise<void> {
  let left = count;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      await callOnce();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

// The first round warms up.
const rounds: { readonly cpuMs: number; readonly perSecond: number }[] = [];
for (let round = 0; round < 4; round += 1) {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await run(calls);
  const used = process.cpuUsage(before);
  const wallMs = performance.now() - startedAt;
  if (round > 0) {
    rounds.push({ cpuMs: (used.user + used.system) / 1000 / calls, perSecond: (calls / wallMs) * 1000 });
  }
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[1] ?? Number.NaN;
const result = {
  benchmark: "model-call",
  what: "one streamed answer of 50 words through the service, its limiter, its ledger and the OpenAI wire client; median of 3 rounds",
  calls,
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cpuMsPerCall: Number(median(rounds.map((round) => round.cpuMs)).toFixed(3)),
  callsPerSecond: Math.round(median(rounds.map((round) => round.perSecond))),
};
const text = `${JSON.stringify(result, null, 2)}\n`;
writeFileSync(new URL("results.json", import.meta.url), text);
process.stdout.write(text);
server.kill();
