// A run in a process of its own, to be killed: `node asking-process.fixture.ts MODEL FROM OUT`.
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { madeInstrument } from "./made-instrument.fixture.ts";
import { runInstrument } from "./run-instrument.ts";

const [use = "", from = "", out = ""] = process.argv.slice(2);
const { results } = await runInstrument({
  instrument: madeInstrument,
  choices: { models: [{ id: "stub", use }] },
  from,
  out,
  service: createModelService({
    env: {},
    prices: loadPrices([]),
    ledger: createMemoryLedger(),
    concurrency: 8,
  }),
  cacheFile: null,
  capUsd: null,
  deadlineMs: 10_000,
  lengthNormalised: false,
  parquet: false,
  stopper: new AbortController(),
  onProgress: () => {},
});
const { userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  `${JSON.stringify({ asked: results.counts.asked, cpuMs: (userCPUTime + systemCPUTime) / 1000 })}\n`,
);
