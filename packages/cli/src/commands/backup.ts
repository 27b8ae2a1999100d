import type { Command } from "commander";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

/** Backup and restore of a SQLite installation; PostgreSQL has its own tools. */
export function addBackupCommands(program: Command, finish: Finish): void {
  program
    .command("backup")
    .description("copy the live database to one file, while the server runs")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .requiredOption("--out <file>", "the file to make; must not exist")
    .action(async (options: { data: string; out: string }, command: Command) => {
      const { backUp } = await import("../actions/backup.ts");
      finish(await backUp(options, createTerminal(wantsJson(command))));
    });

  program
    .command("restore")
    .description("put a backup in place of a data folder's database, which must not exist")
    .argument("<file>", "made by refract backup")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .action(async (file: string, options: { data: string }, command: Command) => {
      const { restore } = await import("../actions/backup.ts");
      finish(await restore(file, options, createTerminal(wantsJson(command))));
    });
}
