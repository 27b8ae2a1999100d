import type { Command } from "commander";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addOwnerLinkCommand(program: Command, finish: Finish): void {
  program
    .command("owner-link")
    .description("print a new one-time link to the start page of the server that runs")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .action(async (options: { data: string }, command: Command) => {
      const { ownerLink } = await import("../actions/owner-link.ts");
      finish(await ownerLink(options, createTerminal(wantsJson(command))));
    });
}
