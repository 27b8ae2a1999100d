import { resolve } from "node:path";
import { builtInStages } from "@refract/collect";
import { RefractError } from "@refract/core";
import { codings } from "@refract/instruments";
import { exportStudy, StudyShelf } from "@refract/server";
import { exitCodes } from "../exit-codes.ts";
import { oneOf } from "../options.ts";
import { formatNumber, type Terminal, table } from "../terminal.ts";
import { openExistingStore } from "../workspace.ts";

export interface ExportCommandOptions {
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

export async function exportDataset(
  studyId: string,
  options: ExportCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const form = oneOf("--format", options.format, ["prism", "csv", "parquet"]);
  const simulated = oneOf("--simulated", options.simulated, ["exclude", "include", "only"]);
  await using store = await openExistingStore(options);
  const served = (await store.studies()).map(({ id }) => id);
  if (!served.includes(studyId))
    throw new RefractError(
      "not-found",
      `study: invalid value "${studyId}", expected ${served.length === 0 ? "a study's id, but no study was served from here" : `the id of a study served from here: ${served.join(", ")}`}`,
    );
  const bar = terminal.progress("people");
  const written = await exportStudy({
    store,
    shelf: new StudyShelf(store, builtInStages),
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
  const unmoderated = written.manifest.undetected.moderation?.["model-error"] ?? 0;
  if (unmoderated > 0)
    terminal.notice(
      `warning: the moderation service said nothing of ${formatNumber(unmoderated)} texts; their moderation_flag is null (detections.jsonl)`,
    );
  terminal.result(
    { folder: written.folder, manifest: written.manifest },
    `${table(
      ["file", "rows", "bytes"],
      written.manifest.files.map((file) => [file.name, file.rows, file.bytes]),
    )}\n\nwrote ${written.folder}`,
  );
  return exitCodes.ok;
}
