// A worker in a process of its own, to be killed or stopped: `DATABASE=… node working-process.fixture.ts`. Tells events as lines.
import { madeInstrument } from "../run/made-instrument.fixture.ts";
import { runWorker } from "./index.ts";

const leaving = new AbortController();
process.once("SIGTERM", () => leaving.abort());
await runWorker({
  commit: process.env.COMMIT ?? null,
  databaseUrl: process.env.DATABASE ?? "",
  instruments: [madeInstrument],
  env: {},
  from: process.env.RECORDS === undefined ? [] : [process.env.RECORDS],
  cacheFile: null,
  leaving: leaving.signal,
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
