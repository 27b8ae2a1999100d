import { resolve } from "node:path";
import { keepMemoryFlat, type RunOutcome, runInstrument } from "@refract/ask";
import { RefractError } from "@refract/core";
import { createMemoryLedger, describeUnpriced, resolveModel } from "@refract/models";
import { exitCodes } from "../exit-codes.ts";
import { modelFolders, openModels, readNamedModels, readPrices } from "../named-models.ts";
import { dollars, wholeNumber } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { instrumentNamed } from "./instruments.ts";
import { headlineTable } from "./score.ts";

export interface AskCommandOptions {
  readonly model: readonly string[];
  readonly from: string;
  readonly out: string;
  readonly limit?: string;
  readonly variant?: readonly string[];
  readonly mode?: string;
  readonly repeats?: string;
  readonly seed: string;
  readonly set?: readonly string[];
  readonly judge?: string;
  readonly capUsd?: string;
  readonly concurrency?: string;
  readonly deadline: string;
  /** False with --no-cache, a file with --cache. */
  readonly cache: boolean | string;
  readonly lengthNormalised?: boolean;
  readonly parquet: boolean;
  readonly data: string;
}

export async function askInstrument(
  id: string,
  options: AskCommandOptions,
  terminal: Terminal,
): Promise<number> {
  keepMemoryFlat();
  const instrument = await instrumentNamed(id);
  const folders = modelFolders(options.data);
  const named = await readNamedModels(folders);
  const models = options.model.map((name) => resolveModel(name, named));
  const judge = options.judge === undefined ? undefined : resolveModel(options.judge, named);
  const capUsd = options.capUsd === undefined ? null : dollars("--cap-usd", options.capUsd);
  if (capUsd !== null) {
    const unpriced = describeUnpriced(
      judge === undefined ? models : [...models, judge],
      await readPrices(folders),
    );
    if (unpriced !== null) throw new RefractError("invalid-input", unpriced);
  }
  const service = await openModels(createMemoryLedger(), folders, {
    ...(options.concurrency === undefined
      ? {}
      : { concurrency: wholeNumber("--concurrency", options.concurrency) }),
  });
  const number = (option: string, text: string | undefined) =>
    text === undefined ? undefined : wholeNumber(option, text);
  const stopper = new AbortController();
  const stop = () => stopper.abort(new Error("stopped by the user"));
  process.once("SIGINT", stop);
  const bar = terminal.progress("asking");
  let outcome: RunOutcome;
  try {
    outcome = await runInstrument({
      instrument,
      choices: {
        models,
        judge,
        variants: options.variant,
        mode: options.mode,
        repeats: number("--repeats", options.repeats),
        seed: options.seed,
        limit: number("--limit", options.limit),
        settings: options.set,
      },
      from: options.from,
      out: options.out,
      service,
      cacheFile: cacheFile(options),
      capUsd,
      deadlineMs: wholeNumber("--deadline", options.deadline) * 1000,
      lengthNormalised: options.lengthNormalised ?? false,
      parquet: options.parquet,
      stopper,
      onProgress: ({ done, total, spentUsd, errors }) => {
        const failed = Object.entries(errors).map(([kind, count]) => `${count} ${kind}`);
        bar.update(done, total, [`$${spentUsd.toFixed(4)}`, ...failed].join(", "));
      },
    });
  } finally {
    bar.end();
    process.off("SIGINT", stop);
  }
  const { results, stop: stopped } = outcome;
  const told = [
    headlineTable(instrument, results),
    ...(stopped === null ? [] : [`stopped: ${stopped.message}; the same command goes on`]),
    `wrote ${resolve(options.out)}\nnext: refract report ${options.out} --out report`,
  ].join("\n\n");
  terminal.result({ folder: resolve(options.out), stopped, ...results }, told);
  if (stopped === null)
    return results.counts.asked < results.counts.samples ? exitCodes.failed : exitCodes.ok;
  return stopped.reason === "budget" ? exitCodes.capped : exitCodes.failed;
}

function cacheFile({ cache, data }: AskCommandOptions): string | null {
  if (cache === false) return null;
  return typeof cache === "string" ? resolve(cache) : resolve(data, "response-cache.sqlite");
}
