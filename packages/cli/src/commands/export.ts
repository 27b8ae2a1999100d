import { resolve } from "node:path";
import { builtInStages } from "@refract/collect";
import { RefractError } from "@refract/core";
import { codings } from "@refract/instruments";
import { exportStudy, StudyShelf } from "@refract/server";
import type { Command } from "commander";
import { createTerminal, table, wantsJson } from "../terminal.ts";
import { defaultDataFolder, openWorkspace } from "../workspace.ts";

interface ExportCommandOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly out: string;
  readonly format: string;
  readonly simulated: string;
  readonly overwrite?: boolean;
}

const forms = Object.freeze({
  prism: { csv: true, parquet: true },
  csv: { csv: true, parquet: false },
  parquet: { csv: false, parquet: true },
});

export function addExportCommand(program: Command): void {
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
    .option("--simulated <choice>", "simulated people: exclude, include or only", "exclude")
    .option("--overwrite", "replace an earlier dataset at the folder")
    .action(async (studyId: string, options: ExportCommandOptions, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const form = chosen("--format", options.format, ["prism", "csv", "parquet"] as const);
      const simulated = chosen("--simulated", options.simulated, ["exclude", "include", "only"] as const);
      await using workspace = await openWorkspace(options);
      const bar = terminal.progress("people");
      const written = await exportStudy({
        store: workspace.store,
        shelf: new StudyShelf(workspace.store, builtInStages),
        studyId,
        out: resolve(options.out),
        simulated,
        codings,
        env: process.env,
        forms: forms[form],
        overwrite: options.overwrite ?? false,
        generatedBy: "refract export",
        generatedAt: simulated === "only" ? null : Date.now(),
        onProgress: (people) => bar.update(people, null),
      });
      bar.end();
      terminal.result(
        { folder: written.folder, manifest: written.manifest },
        `${table(
          ["file", "rows", "bytes"],
          written.manifest.files.map((file) => [file.name, file.rows ?? null, file.bytes]),
        )}\n\nwrote ${written.folder}`,
      );
    });
}

function chosen<const Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new RefractError(
      "invalid-input",
      `${option}: invalid value "${text}", expected one of ${choices.join(", ")}`,
    );
  return found;
}
