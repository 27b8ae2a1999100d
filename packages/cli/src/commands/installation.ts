import type { Command } from "commander";
import type { MoveOptions } from "../actions/move.ts";
import type { RotateKeyOptions } from "../actions/rotate-key.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

/** What is done to an installation as a whole, while its server is stopped. */
export function addInstallationCommands(program: Command, finish: Finish): void {
  program
    .command("move")
    .description("copy a data folder's SQLite to an empty PostgreSQL, and compare every row")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .option("--to <url>", "the PostgreSQL (or REFRACT_DATABASE_URL, where other accounts can't read it)")
    .addHelpText(
      "after",
      "\nThe SQLite stays as it is.\n\nExample:\n  REFRACT_DATABASE_URL=postgres://refract@db/refract refract move --data /srv/refract",
    )
    .action(async (options: MoveOptions, command: Command) => {
      const { moveToPostgres } = await import("../actions/move.ts");
      finish(await moveToPostgres(options, createTerminal(wantsJson(command))));
    });

  const key = program.command("key").description("the installation's key, secret.key or REFRACT_SECRET");
  key
    .command("rotate")
    .description("replace the key, and seal panel ids with the new one")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)")
    .option("--old-key-lost", "go on without the key before; panel ids that it sealed stay unreadable")
    .addHelpText(
      "after",
      "\nWhere the key is in REFRACT_SECRET, the next one is read from REFRACT_NEW_SECRET.",
    )
    .action(async (options: RotateKeyOptions, command: Command) => {
      const { rotateInstallationKey } = await import("../actions/rotate-key.ts");
      finish(await rotateInstallationKey(options, createTerminal(wantsJson(command))));
    });
}
