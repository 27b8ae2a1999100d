import { messageOf } from "@refract/core";
import { Command, CommanderError } from "commander";
import { addBackupCommands } from "./commands/backup.ts";
import { addDatasetCommands } from "./commands/dataset.ts";
import { addExportCommand } from "./commands/export.ts";
import { addModelsCommand } from "./commands/models.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addSimulateCommand } from "./commands/simulate.ts";
import { addStudyCommands } from "./commands/study.ts";
import { exitCodeFor, exitCodes } from "./exit-codes.ts";

/** Runs one command and answers its exit code. Errors are one line each on the error stream. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = new Command("refract")
    .description("Ask people and language models the same things.")
    .version("0.1.0")
    .option("--json", "print one JSON document for machines")
    .showHelpAfterError("(add --help for the options)")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  const finish = (code: number) => {
    exitCode = code;
  };
  addServeCommand(program);
  addStudyCommands(program, finish);
  addSimulateCommand(program, finish);
  addExportCommand(program);
  addDatasetCommands(program, finish);
  addModelsCommand(program, finish);
  addBackupCommands(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
    process.stderr.write(`refract: ${messageOf(error)}\n`);
    if (process.env.REFRACT_DEBUG !== undefined && error instanceof Error)
      process.stderr.write(`${error.stack ?? ""}\n`);
    return exitCodeFor(error);
  }
}
