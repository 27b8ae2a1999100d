import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { buildCommit } from "./build-commit.ts";
import { addAnalyzeCommands } from "./commands/analyze.ts";
import { addAskCommands } from "./commands/ask.ts";
import { addBackupCommands } from "./commands/backup.ts";
import { addDatasetCommands } from "./commands/dataset.ts";
import { addExportCommand } from "./commands/export.ts";
import { addInstallationCommands } from "./commands/installation.ts";
import { addModelsCommand } from "./commands/models.ts";
import { addOwnerLinkCommand } from "./commands/owner-link.ts";
import { addPeopleCommands } from "./commands/people.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addSimulateCommand } from "./commands/simulate.ts";
import { addStudyCommands } from "./commands/study.ts";
import { addWorkerCommand } from "./commands/worker.ts";
import { exitCodes } from "./exit-codes.ts";

/**
 * Runs one command and answers its exit code. An error is a line on the error stream and, with --json, the one document
 * on the output stream.
 *
 * Commands only say what they are called; what they do is loaded when it is done, so that help costs nothing.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const commit = buildCommit();
  const program = new Command("refract")
    .description("Ask people and language models the same things.")
    .version(`${packageJson.version}${commit === null ? "" : ` (commit ${commit})`}`)
    .option("--json", "print one JSON document for machines")
    .showHelpAfterError("(add --help for the options)")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .hook("preAction", async (_program, command) => {
      const { refuseImpossiblePlaces } = await import("./output-place.ts");
      await refuseImpossiblePlaces(command.opts());
      await useProxies();
    });
  const finish = (code: number) => {
    exitCode = code;
  };
  addServeCommand(program, finish);
  addOwnerLinkCommand(program, finish);
  addStudyCommands(program, finish);
  addSimulateCommand(program, finish);
  addExportCommand(program, finish);
  addPeopleCommands(program, finish);
  addDatasetCommands(program, finish);
  addAnalyzeCommands(program, finish);
  addModelsCommand(program, finish);
  addAskCommands(program, finish);
  addWorkerCommand(program, finish);
  addBackupCommands(program, finish);
  addInstallationCommands(program, finish);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    const told = error instanceof CommanderError ? usageError(error) : await otherError(error);
    if (told.exitCode !== exitCodes.ok && args.includes("--json")) {
      const { printedJson } = await import("./printable.ts");
      process.stdout.write(`${printedJson({ error: told.error })}\n`);
    }
    return told.exitCode;
  }
}

interface ToldError {
  readonly exitCode: number;
  readonly error: { readonly code: string; readonly message: string };
}

/** Commander has printed its message, or the help that was asked for. */
function usageError(error: CommanderError): ToldError {
  return {
    exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput,
    error: { code: "invalid-input", message: error.message.replace(/^error: /, "") },
  };
}

async function otherError(error: unknown): Promise<ToldError> {
  const { describeError } = await import("./describe-error.ts");
  const { exitCode, code, message } = describeError(error);
  const { printable } = await import("./printable.ts");
  process.stderr.write(`refract: ${printable(message)}\n`);
  if (process.env.REFRACT_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${printable(error.stack ?? "")}\n`);
  return { exitCode, error: { code, message } };
}

/** Loaded only where one is named: most machines reach the world directly. */
async function useProxies(): Promise<void> {
  const isNamed = Object.entries(process.env).some(
    ([name, value]) => /^(https?|all)_proxy$/i.test(name) && value !== "",
  );
  if (isNamed) (await import("@refract/models")).useOutgoingProxies(process.env);
}
