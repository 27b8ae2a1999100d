import type { Command } from "commander";
import type { ServeOptions } from "../actions/serve.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addServeCommand(program: Command, finish: Finish): void {
  program
    .command("serve")
    .description("serve studies to participants, with a start page for the researcher")
    .argument("[studies...]", "study files or folders; those served before from the same data folder stay")
    .option("--port <number>", "port to listen on; 0 takes a free one", "8787")
    .option("--host <address>", "address to listen on; only this machine unless told", "127.0.0.1")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)")
    .option("--public-url <url>", "the address people use when a reverse proxy stands before the server")
    .addHelpText(
      "after",
      "\nExamples:\n  refract serve my-study\n  refract serve my-study --public-url https://study.example.org",
    )
    .action(async (paths: string[], options: ServeOptions, command: Command) => {
      const { serveStudies } = await import("../actions/serve.ts");
      finish(await serveStudies(paths, options, createTerminal(wantsJson(command))));
    });
}
