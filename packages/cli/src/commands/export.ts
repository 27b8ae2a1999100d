import type { Command } from "commander";
import type { ExportCommandOptions } from "../actions/export.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addExportCommand(program: Command, finish: Finish): void {
  program
    .command("export")
    .description("write a study's dataset: PRISM's release files, tables, codebook, card and manifest")
    .argument("<study>", "the study's id")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)")
    .requiredOption("--out <folder>", "where the dataset goes")
    .option(
      "--format <form>",
      "flat tables beside the JSON lines: prism (CSV and Parquet), csv or parquet",
      "prism",
    )
    .option(
      "--bom",
      "begin CSV files with a byte-order mark, for spreadsheets that misread letters without one",
    )
    .option("--simulated <choice>", "simulated people: exclude, include or only", "exclude")
    .option(
      "--everybody",
      "people whom the study's rule leaves out too (rejected, second submissions …), marked in answers.jsonl",
    )
    .option(
      "--annotations <folder>",
      "what people said of own words and flagged texts (refract dataset annotations makes the files)",
    )
    .option("--overwrite", "replace an earlier dataset at the folder")
    .action(async (studyId: string, options: ExportCommandOptions, command: Command) => {
      const { exportDataset } = await import("../actions/export.ts");
      finish(await exportDataset(studyId, options, createTerminal(wantsJson(command))));
    });
}
