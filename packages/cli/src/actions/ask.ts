import { resolve } from "node:path";
import {
  type CallTimes,
  describeUnread,
  type FoundRecords,
  keepMemoryFlat,
  type RunOptions,
  type RunOutcome,
  runInstrument,
} from "@refract/ask";
import { type Instrument, RefractError } from "@refract/core";
import { createMemoryLedger, describeUnpriced, resolveModel } from "@refract/models";
import { cacheFile } from "../cache-file.ts";
import { exitCodes } from "../exit-codes.ts";
import { modelFolders, openModels, readNamedModels, readPrices } from "../named-models.ts";
import { dollars, wholeNumber } from "../options.ts";
import { servedAddress } from "../served-address.ts";
import { onStopSignal } from "../stop-signals.ts";
import { formatNumber, type Terminal, table } from "../terminal.ts";
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
  readonly judge?: readonly string[];
  readonly capUsd?: string;
  readonly concurrency?: string;
  readonly deadline: string;
  /** False with --no-cache, a file with --cache. */
  readonly cache: boolean | string;
  readonly lengthNormalised?: boolean;
  readonly parquet: boolean;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly workers?: string;
}

/** A judge may stand once: the last of several would win unsaid. */
function onlyJudge([first, second]: readonly string[]): string | undefined {
  if (second !== undefined)
    throw new RefractError(
      "invalid-input",
      `--judge: stands twice, "${first}" and "${second}", expected one; a second judge needs a run of its own, whose replies come from the cache`,
    );
  return first;
}

export async function askInstrument(
  id: string,
  options: AskCommandOptions,
  terminal: Terminal,
): Promise<number> {
  keepMemoryFlat();
  const judgeName = onlyJudge(options.judge ?? []);
  const instrument = await instrumentNamed(id);
  const folders = modelFolders(options.data);
  const named = await readNamedModels(folders);
  const models = options.model.map((name) => resolveModel(name, named));
  const judge = judgeName === undefined ? undefined : resolveModel(judgeName, named);
  for (const { id, instruction } of judge === undefined ? models : [...models, judge])
    if (instruction !== undefined)
      terminal.notice(
        `${id}: its instruction of models.yaml is not sent, for an instrument has prompts of its own`,
      );
  const capUsd = options.capUsd === undefined ? null : dollars("--cap-usd", options.capUsd);
  const prices = await readPrices(folders);
  if (capUsd !== null) {
    const unpriced = describeUnpriced(judge === undefined ? models : [...models, judge], prices);
    if (unpriced !== null) throw new RefractError("invalid-input", unpriced);
  }
  const number = (option: string, text: string | undefined) =>
    text === undefined ? undefined : wholeNumber(option, text);
  const concurrency = number("--concurrency", options.concurrency);
  const isServed = (await servedAddress(options.data)) !== null;
  if (isServed)
    terminal.notice(
      options.databaseUrl !== undefined || options.workers !== undefined
        ? `a server runs on ${options.data}: where it asks the same accounts, workers don't know of its calls and leave it nothing; --concurrency keeps room for people`
        : `a server runs on ${options.data}: this run takes at most half of the calls that each account bears. The two don't count each other's calls, and each learns the account's limit from its own refusals`,
    );
  const stopper = new AbortController();
  const bar = terminal.progress("asking");
  const common = {
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
    capUsd,
    deadlineMs: wholeNumber("--deadline", options.deadline) * 1000,
    lengthNormalised: options.lengthNormalised ?? false,
    parquet: options.parquet,
    stopper,
    onRecords: (records: FoundRecords) => terminal.say(describeRecords(records)),
  };
  const onProgress = (
    { done, total, spentUsd, errors }: Parameters<RunOptions["onProgress"]>[0],
    more: readonly string[] = [],
  ) => {
    const failed = Object.entries(errors).map(([kind, count]) => `${count} ${kind}`);
    bar.update(done, total, [...more, `$${spentUsd.toFixed(4)}`, ...failed].join(", "));
  };
  const stop = () => stopper.abort(new Error("stopped by the user"));
  using _signals = onStopSignal(stop);
  let outcome: RunOutcome;
  try {
    if (options.databaseUrl !== undefined || options.workers !== undefined) {
      const { askByWorkers } = await import("./ask-by-workers.ts");
      outcome = await askByWorkers({ ...common, prices, concurrency: concurrency ?? null }, options, {
        onProgress,
        onNotice: terminal.notice,
      });
    } else {
      const service = await openModels(createMemoryLedger(), folders, {
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(isServed ? { peopleElsewhere: true } : {}),
      });
      outcome = await runInstrument({ ...common, service, cacheFile: cacheFile(options), onProgress });
    }
  } finally {
    bar.end();
  }
  return tellOutcome(instrument, outcome, options.out, terminal);
}

function describeRecords({ folder, read, items, ...unread }: FoundRecords): string {
  const shown = (names: readonly string[]) =>
    `${names.slice(0, 6).join(", ")}${names.length > 6 ? ` and ${names.length - 6} more` : ""}`;
  return `records: ${formatNumber(items)} items in ${shown(read)} (${folder})${describeUnread(unread, 6)
    .map((text) => `; ${text}`)
    .join("")}`;
}

function tellOutcome(
  instrument: Instrument,
  { results, stop: stopped, times }: RunOutcome,
  out: string,
  terminal: Terminal,
): number {
  // What a server failed to answer waits for the next start.
  const complete = results.counts.asked === results.counts.samples && results.counts.incompleteGroups === 0;
  const silent = modelsWithoutAnswer(results);
  const isAsked = results.counts.asked > 0;
  const told = [
    headlineTable(instrument, results),
    ...(times.length === 0 ? [] : [timesTable(times)]),
    ...(stopped !== null
      ? [stopText(stopped, results.counts)]
      : complete
        ? []
        : [
            "not complete: the same command asks again what has no answer yet (calls.jsonl says what failed)",
          ]),
    ...(silent.length === 0
      ? []
      : [
          `${silent.join(", ")}: not one sample was answered (calls.jsonl says why)${complete ? "; another folder asks anew what was refused" : ""}`,
        ]),
    `wrote ${resolve(out)}${isAsked ? `\nnext: refract report ${out} --out report` : ""}`,
  ].join("\n\n");
  terminal.result({ folder: resolve(out), stopped, ...results, times }, told);
  if (stopped === null) return complete && silent.length === 0 ? exitCodes.ok : exitCodes.failed;
  return stopped.reason === "budget" ? exitCodes.capped : exitCodes.failed;
}

/** How long servers took, and how long calls waited for their turn at the account before they were sent. */
function timesTable(times: readonly CallTimes[]): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? null : Math.round(ms / 10) / 100);
  return table(
    ["seconds", "answers", "median", "95 % within", "wait, median", "wait, 95 % within"],
    times.map(({ respondent, answers, latencyMs, waitedMs }) => [
      ...[respondent, answers, seconds(latencyMs.median), seconds(latencyMs.p95)],
      ...[seconds(waitedMs?.median), seconds(waitedMs?.p95)],
    ]),
  );
}

function stopText(
  { reason, message }: NonNullable<RunOutcome["stop"]>,
  { asked, samples }: RunOutcome["results"]["counts"],
): string {
  const command = reason === "budget" ? "the same command with a higher --cap-usd" : "the same command";
  const lines = message.split("\n").map((line) => `stopped: ${line}\n`);
  return `${lines.join("")}${asked} of ${samples} samples have an outcome; ${command} goes on`;
}

/** Models whose every outcome is a failure: a run of which that is all is no success. */
function modelsWithoutAnswer({ respondents, rates }: RunOutcome["results"]): readonly string[] {
  return respondents
    .map(({ id }) => id)
    .filter((id) => {
      const own = rates.filter(({ respondent }) => respondent === id);
      return own.length > 0 && own.every(({ missing }) => missing === "model-error");
    });
}
