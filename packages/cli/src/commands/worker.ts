import type { Command } from "commander";
import type { WorkerCommandOptions } from "../actions/worker.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addWorkerCommand(program: Command, finish: Finish): void {
  program
    .command("worker")
    .description("help to ask the runs of refract ask --database-url, until it is stopped")
    .option("--database-url <url>", "the PostgreSQL of the runs (or REFRACT_DATABASE_URL)")
    .option(
      "--from <folder>",
      "records, when they are elsewhere than where the run was planned; repeat it",
      (value: string, before: readonly string[] = []): readonly string[] => [...before, value],
    )
    .option("--no-cache", "don't look into answers of earlier runs on this machine")
    .option("--cache <file>", "where answers are kept for later runs")
    .option("--data <folder>", "where response-cache.sqlite is kept", defaultDataFolder)
    .addHelpText(
      "after",
      "\nKeys of providers are read from this machine's environment. The version has to be the one the run was planned with.\n\nExample:\n  REFRACT_DATABASE_URL=postgres://refract@db/refract refract worker --from /srv/records/culturalbench",
    )
    .action(async (options: WorkerCommandOptions, command: Command) => {
      const { work } = await import("../actions/worker.ts");
      finish(await work(options, createTerminal(wantsJson(command))));
    });
}
