// The asking process: a made instrument of single-choice items, `node asker.ts BASE_URL ITEMS REPEATS OUT CACHE CONCURRENCY`.
import { mkdtemp, writeFile } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

enableCompileCache(fileURLToPath(new URL("../../.node/compile-cache", import.meta.url)));
const startedAt = performance.now();
const { keepMemoryFlat, runInstrument } = await import("@refract/ask");
keepMemoryFlat();
const { createMemoryLedger, createModelService, loadPrices } = await import("@refract/models");
const { madeInstrument } = await import("./made-instrument.ts");

const [baseUrl = "", items = "2000", repeats = "1", out = "", cache = "none", concurrency = "50"] =
  process.argv.slice(2);
const from = await mkdtemp(join(tmpdir(), "refract-bench-"));
await writeFile(join(from, "items.json"), JSON.stringify({ count: Number(items) }));
const importedMs = performance.now() - startedAt;
const { results, stop } = await runInstrument({
  instrument: madeInstrument,
  choices: { models: [{ id: "stub", use: `${baseUrl}/v1#stub` }], repeats: Number(repeats) },
  from,
  out,
  service: createModelService({
    env: {},
    prices: loadPrices([]),
    ledger: createMemoryLedger(),
    concurrency: Number(concurrency),
  }),
  cacheFile: cache === "none" ? null : cache,
  capUsd: null,
  deadlineMs: 60_000,
  lengthNormalised: false,
  parquet: false,
  stopper: new AbortController(),
  onProgress: () => {},
});
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({
    asked: results.counts.asked,
    failures: results.counts.failures,
    stop,
    importedMs: Math.round(importedMs),
    wallSeconds: process.uptime(),
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMb: maxRSS / 1000,
  })}\n`,
);
process.exit(0);
