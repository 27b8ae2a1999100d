import type { Command } from "commander";
import type { AskCommandOptions } from "../actions/ask.ts";
import type { DeriveOptions } from "../actions/derive.ts";
import type { ReportOptions } from "../actions/report.ts";
import type { ScoreOptions } from "../actions/score.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function addAskCommands(program: Command, finish: Finish): void {
  program
    .command("ask")
    .description("put an instrument's items to models; the same command again goes on where it stopped")
    .argument("<instrument>", "see refract instruments")
    .requiredOption(
      "--model <id>",
      "provider:model, http://host/v1#model or a name of models.yaml; repeat it",
      collect,
    )
    .requiredOption("--from <folder>", "your copy of the instrument's records")
    .requiredOption("--out <folder>", "where the run is kept")
    .option(
      "--limit <n>",
      "ask the first n items that run under the chosen variants, completed to whole scoring groups",
    )
    .option("--variant <id>", "a condition to run under; repeat it", collect)
    .option("--mode <mode>", "generate, letter-logprobs, likelihood or judge, where the instrument has it")
    .option("--repeats <n>", "ask each item so often")
    .option("--seed <text>", "of option orders, draws and intervals", "refract")
    .option("--set <name=value>", "a setting of the instrument; repeat it", collect)
    .option("--judge <model>", "the model that judges, in mode judge; one a run", collect)
    .option("--cap-usd <dollars>", "stop before more is spent; exit code 3")
    .option("--concurrency <n>", "calls at a time per account, instead of finding out")
    .option("--deadline <seconds>", "longest wait for one answer", "120")
    .option("--no-cache", "ask everything anew, also what was answered in an earlier run")
    .option("--cache <file>", "where answers are kept for later runs")
    .option("--length-normalised", "in mode likelihood: compare log-probabilities per character")
    .option("--no-parquet", "leave scores.parquet out")
    .option("--data <folder>", "where models.yaml and prices.yaml are looked for first", defaultDataFolder)
    .option("--database-url <url>", "have workers ask it, which share this PostgreSQL")
    .option(
      "--workers <n>",
      "so many workers are started here for it, 1 unless told; 0 leaves it to refract worker elsewhere",
    )
    .addHelpText(
      "after",
      "\nExample:\n  refract ask culturalbench --model demo:plain --from culturalbench --limit 40 --out run",
    )
    .action(async (instrument: string, options: AskCommandOptions, command: Command) => {
      const { askInstrument } = await import("../actions/ask.ts");
      finish(await askInstrument(instrument, options, createTerminal(wantsJson(command))));
    });

  program
    .command("instruments")
    .description("the instruments there are, with their variants and scoring modes")
    .action(async (_options: unknown, command: Command) => {
      const { listInstruments } = await import("../actions/instruments.ts");
      finish(await listInstruments(createTerminal(wantsJson(command))));
    });

  program
    .command("derive")
    .description("turn what people gave into records of an instrument: votes into keys, ratings into items")
    .argument("<instrument>", "see refract instruments")
    .argument("<step>", "a wrong one is answered with those there are and what they read")
    .requiredOption("--from <folder>", "the tables it reads")
    .requiredOption("--out <folder>", "where its files are written")
    .option("--set <name=value>", "a setting of the step; repeat it", collect)
    .action(async (instrument: string, step: string, options: DeriveOptions, command: Command) => {
      const { deriveRecords } = await import("../actions/derive.ts");
      finish(await deriveRecords(instrument, step, options, createTerminal(wantsJson(command))));
    });

  program
    .command("score")
    .description("score the stored replies of a run anew, without asking")
    .argument("<run>", "a folder made by refract ask")
    .option("--from <folder>", "the records, when they are not where they were")
    .option("--length-normalised", "in mode likelihood: compare log-probabilities per character")
    .option("--no-parquet", "leave scores.parquet out")
    .action(async (run: string, options: ScoreOptions, command: Command) => {
      const { scoreFolder } = await import("../actions/score.ts");
      finish(await scoreFolder(run, options, createTerminal(wantsJson(command))));
    });

  program
    .command("compare")
    .description("compare models in pairs on the same scoring groups")
    .argument("<run...>", "folders made by refract ask, of one instrument and scoring mode")
    .action(async (runs: string[], _options: unknown, command: Command) => {
      const { compareFolders } = await import("../actions/compare.ts");
      finish(await compareFolders(runs, createTerminal(wantsJson(command))));
    });

  program
    .command("report")
    .description("write the report card of runs: one HTML page, its tables and charts")
    .argument("<run...>", "folders made by refract ask")
    .requiredOption("--out <folder>", "where to put it")
    .option("--people <folder>", "a dataset of people who were given the same items; repeat it", collect)
    .option(
      "--people-by <field>",
      "also show people apart by a field of their survey, such as the pool they are of",
    )
    .option("--item-texts", "say items' texts that the instrument keeps out of public pages")
    .action(async (runs: string[], options: ReportOptions, command: Command) => {
      const { reportFolders } = await import("../actions/report.ts");
      finish(await reportFolders(runs, options, createTerminal(wantsJson(command))));
    });
}
