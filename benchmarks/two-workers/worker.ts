// A worker, as `refract worker` is one but for the instrument: `DATABASE=… node worker.ts`. Prints its processor time when it leaves.
import { keepMemoryFlat } from "@refract/ask";
import { runWorker } from "@refract/ask/workers";
import { madeInstrument } from "./made-instrument.ts";

keepMemoryFlat();
const leaving = new AbortController();
process.once("SIGTERM", () => leaving.abort());
await runWorker({
  databaseUrl: process.env.DATABASE ?? "",
  instruments: [madeInstrument],
  env: {},
  from: [],
  cacheFile: null,
  leaving: leaving.signal,
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
const { userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(`${JSON.stringify({ kind: "cpu", seconds: (userCPUTime + systemCPUTime) / 1e6 })}\n`);
