import { resolve } from "node:path";
import { checkDataset, describeDataset, getDataset } from "@refract/dataset";
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { createTerminal, table, wantsJson } from "../terminal.ts";

const printedViolations = 50;

export function addDatasetCommands(program: Command, finish: (exitCode: number) => void): void {
  const dataset = program
    .command("dataset")
    .description("check, describe and download datasets in PRISM's form");

  dataset
    .command("check")
    .description("check every record of a dataset folder: schema, ids, turns, models, winners, totals")
    .argument("<folder>", "an export of Refract, or PRISM's public release")
    .addHelpText("after", "\nExits with 1 when something is wrong.")
    .action(async (folder: string, _options: unknown, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const bar = terminal.progress("reading");
      const check = await checkDataset(folder, {
        onProgress: ({ bytesRead, bytesTotal, file }) => bar.update(bytesRead, bytesTotal, file),
      });
      bar.end();
      if (!check.valid) finish(exitCodes.failed);
      const shown = check.violations.slice(0, printedViolations).map((violation) => violation.message);
      const left = check.violationCount - shown.length;
      const lines = [
        ...shown,
        ...(left > 0 ? [`… and ${left} more; --json lists the first ${check.violations.length}`] : []),
        ...check.notes.map((note) => `note: ${note}`),
        table(
          ["file", "records"],
          check.files.map((file) => [file.name, file.records]),
        ),
        check.valid
          ? "ok: nothing is wrong"
          : `${check.violationCount} violations: ${Object.entries(check.violationsByKind)
              .map(([kind, count]) => `${kind} ${count}`)
              .join(", ")}`,
      ];
      terminal.result(check, lines.join("\n"));
    });

  dataset
    .command("describe")
    .description("totals, participants and attributes of a dataset folder")
    .argument("<folder>")
    .action(async (folder: string, _options: unknown, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const bar = terminal.progress("reading");
      const description = await describeDataset(folder);
      bar.end();
      terminal.result(description, JSON.stringify(description, null, 1));
    });

  dataset
    .command("get")
    .description("download a public dataset, or take it from a copy you have")
    .argument("<name>", "prism")
    .requiredOption("--out <folder>", "where to put it")
    .option("--from <path-or-url>", "a folder or address to copy from instead of the Hugging Face hub")
    .option("--hub-url <url>", "another hub than the public one")
    .action(
      async (name: string, options: { out: string; from?: string; hubUrl?: string }, command: Command) => {
        const terminal = createTerminal(wantsJson(command));
        const bar = terminal.progress("downloading");
        const got = await getDataset(name, {
          out: resolve(options.out),
          ...(options.from === undefined ? {} : { from: options.from }),
          ...(options.hubUrl === undefined ? {} : { hubUrl: options.hubUrl }),
        });
        bar.end();
        terminal.result(got, JSON.stringify(got, null, 1));
      },
    );
}
