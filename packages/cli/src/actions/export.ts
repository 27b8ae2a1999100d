import { resolve } from "node:path";
import { builtInStages, type SampleCell } from "@refract/collect";
import { panelOf, RefractError } from "@refract/core";
import { readAnnotations } from "@refract/dataset";
import { codings, codingsWith } from "@refract/instruments";
import {
  exportStudy,
  type LeftOutPerson,
  readOwnSecrets,
  StudyShelf,
  type VisitCounts,
} from "@refract/server";
import { exitCodes } from "../exit-codes.ts";
import { oneOf } from "../options.ts";
import { servedStudyId } from "../served-study-id.ts";
import { formatNumber, type Terminal, table } from "../terminal.ts";
import { visitTable } from "../visit-table.ts";
import { openExistingStore } from "../workspace.ts";

export interface ExportCommandOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly out: string;
  readonly format: string;
  readonly bom?: boolean;
  readonly simulated: string;
  readonly overwrite?: boolean;
  readonly everybody?: boolean;
  readonly annotations?: string;
}

/** People named one by one on the terminal. */
const shownLeftOut = 20;

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
  if (options.bom === true && form === "parquet")
    throw new RefractError(
      "invalid-input",
      "--bom: has no effect with --format parquet, expected prism or csv",
    );
  const simulated = oneOf("--simulated", options.simulated, ["exclude", "include", "only"]);
  const annotations = options.annotations === undefined ? null : await readAnnotations(options.annotations);
  await using store = await openExistingStore(options);
  await servedStudyId(store, studyId);
  const shelf = new StudyShelf(store, builtInStages);
  const secrets = await readOwnSecrets(store, { dataFolder: resolve(options.data), env: process.env });
  const bar = terminal.progress("people");
  let sample: readonly SampleCell[] = [];
  let leftOut: readonly LeftOutPerson[] = [];
  let visits: VisitCounts | null = null;
  const written = await exportStudy({
    store,
    shelf,
    studyId,
    out: resolve(options.out),
    simulated,
    ...(annotations === null
      ? { codings }
      : { codings: codingsWith(annotations.ownWords), checkedByHand: annotations.personalDataIn }),
    env: process.env,
    forms: { ...forms[form], csvByteOrderMark: options.bom ?? false },
    overwrite: options.overwrite ?? false,
    everybody: options.everybody ?? false,
    secrets,
    generatedBy: "refract export",
    generatedAt: simulated === "only" ? null : Date.now(),
    onProgress: (people) => bar.update(people, null),
    onSample: (cells) => {
      sample = cells;
    },
    onLeftOut: (people) => {
      leftOut = people;
    },
    onVisits: (counts) => {
      visits = counts;
    },
  });
  bar.end();
  if (secrets === null && (await looksForTestIds(shelf, studyId)))
    terminal.notice(
      "warning: nobody was left out for the study's test ids: the key that opens panel ids is not here, expected it in secret.key of the data folder or in REFRACT_SECRET",
    );
  const { truncated_slots: cutOff, utterances } = written.manifest.counts;
  if (cutOff > 0)
    terminal.notice(
      `warning: ${formatNumber(cutOff)} of ${formatNumber(utterances)} responses were cut off by the limit on tokens (slots.jsonl, truncated); raise maxTokens of the study or of these models`,
    );
  const unmoderated = written.manifest.undetected.moderation?.["model-error"] ?? 0;
  if (unmoderated > 0)
    terminal.notice(
      `warning: the moderation service said nothing of ${formatNumber(unmoderated)} texts; their moderation_flag is null (detections.jsonl)`,
    );
  const marked = options.everybody === true;
  for (const { person, because, detail } of leftOut.slice(0, shownLeftOut))
    terminal.notice(
      `${marked ? "marked" : "left out"}: #${person}, ${because.replaceAll("_", " ")}: ${detail}`,
    );
  if (leftOut.length > shownLeftOut)
    terminal.notice(
      `${marked ? "marked" : "left out"}: ${formatNumber(leftOut.length - shownLeftOut)} more; --json names all`,
    );
  if (leftOut.length > 0 && !marked)
    terminal.notice(`left out: ${formatNumber(leftOut.length)} in all; --everybody exports them too, marked`);
  terminal.result(
    {
      folder: written.folder,
      manifest: written.manifest,
      leftOut,
      visits,
      ...(sample.length === 0 ? {} : { sample }),
    },
    `${visits === null ? "" : `${visitTable(visits, "visits")}\n\n`}${sampleTable(sample)}${table(
      ["file", "rows", "bytes"],
      written.manifest.files.map((file) => [file.name, file.rows, file.bytes]),
    )}\n\nwrote ${written.folder}`,
  );
  return exitCodes.ok;
}

async function looksForTestIds(shelf: StudyShelf, studyId: string): Promise<boolean> {
  const study = (await shelf.find(studyId))?.opened.study;
  return study !== undefined && (panelOf(study)?.testIds ?? []).length > 0;
}

/** Who is in the study's samples against who is wanted. */
function sampleTable(cells: readonly SampleCell[]): string {
  if (cells.length === 0) return "";
  const rows = cells.map(({ sample, field, level, count, target }) => [sample, field, level, count, target]);
  return `${table(["sample", "field", "level", "people", "wanted"], rows)}\n\n`;
}
