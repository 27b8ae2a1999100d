// Plans a run in a process of its own, to be killed: `DATABASE=… node planning-process.fixture.ts MODEL FROM OUT`.
import { loadPrices } from "@refract/models";
import { madeInstrument } from "../run/made-instrument.fixture.ts";
import { shareRun } from "./index.ts";

const [use = "", from = "", out = ""] = process.argv.slice(2);
await shareRun({
  commit: null,
  databaseUrl: process.env.DATABASE ?? "",
  instrument: madeInstrument,
  choices: { models: [{ id: "stub", use }] },
  from,
  out,
  prices: loadPrices([]),
  cache: false,
  capUsd: null,
  deadlineMs: 10_000,
  concurrency: 8,
  lengthNormalised: false,
  parquet: false,
  stopper: new AbortController(),
  onProgress: () => {},
  onNotice: () => {},
});
