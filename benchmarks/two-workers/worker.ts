// A worker, as `refract worker` is one but for the instrument: `DATABASE=… node worker.ts`. Prints its processor time
// since it was ready when it leaves.
import { keepMemoryFlat } from "@refract/ask";
import { runWorker } from "@refract/ask/workers";
import { madeInstrument } from "./made-instrument.ts";
import { ownCpuSeconds } from "./processor-time.ts";

keepMemoryFlat();
const leaving = new AbortController();
let startSeconds = 0;
process.once("SIGTERM", () => leaving.abort());
await runWorker({
  commit: null,
  databaseUrl: process.env.DATABASE ?? "",
  instruments: [madeInstrument],
  env: {},
  from: [],
  cacheFile: null,
  leaving: leaving.signal,
  onEvent: (event) => {
    if (event.kind === "ready") startSeconds = ownCpuSeconds();
    process.stdout.write(`${JSON.stringify(event)}\n`);
  },
});
process.stdout.write(`${JSON.stringify({ kind: "cpu", seconds: ownCpuSeconds() - startSeconds })}\n`);
