import { datasetCard } from "../card/dataset-card.ts";
import { createCodebook } from "../codebook/codebook.ts";
import { codebookNotes } from "../codebook/codebook-notes.ts";
import { codebookPage } from "../codebook/codebook-page.ts";
import { FileTally } from "../codebook/field-tally.ts";
import { questionColumns } from "../codebook/question-columns.ts";
import type { ReleaseDetectors } from "../detectors/detector.ts";
import type { LeftOutCounts } from "../manifest/left-out.ts";
import { createManifest, type Manifest } from "../manifest/manifest.ts";
import type { TabularForms } from "../tabular/write-tables.ts";
import { asRefractError } from "./file-failure.ts";
import type { WrittenFile } from "./line-file.ts";
import { withDistinctNames } from "./model-register.ts";
import { OutputFolder } from "./output-folder.ts";
import { createParticipantWriter } from "./participant-writer.ts";
import { ReleaseFiles } from "./release-files.ts";
import type { ReleaseParticipant, ReleaseStudy } from "./release-source.ts";
import { writeReleaseTables } from "./release-tables.ts";
import { checkGivenFiles, textFile, writeGivenFiles } from "./text-files.ts";

export interface WriteReleaseOptions {
  readonly study: ReleaseStudy;
  /** In order of arrival; read once, one at a time. */
  readonly participants: AsyncIterable<ReleaseParticipant>;
  /** The folder to make. It appears when everything is written, and not at all when anything fails. */
  readonly out: string;
  readonly detectors: ReleaseDetectors;
  /** Flat copies beside the JSONL files. Default: CSV and Parquet, no byte-order mark. */
  readonly forms?: Partial<TabularForms>;
  /** Replace an earlier dataset at `out`. Never replaces another kind of folder. Default false. */
  readonly overwrite?: boolean;
  /** What made the dataset, `refract export`. */
  readonly generatedBy?: string;
  /** Epoch milliseconds; left out of simulated data so that two runs give the same bytes. */
  readonly generatedAt?: number;
  /**
   * Further text files by path, listed in the manifest: a simulation's truth.json. Asked for when everybody is written, so
   * that they can name the ids people got.
   */
  readonly extraFiles?: () => Readonly<Record<string, string>>;
  /** People who were not handed over; asked for when everybody is written. */
  readonly leftOut?: () => LeftOutCounts;
  /** Hears of every person read: how many so far, and the id in the release; null for somebody who is left out. */
  readonly onProgress?: (participants: number, userId: string | null) => void;
}

export interface WrittenRelease {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Writes a study's data as a dataset folder: PRISM's release files, ours beside them, flat tables, the study, codebook,
 * card and manifest. Memory does not grow with the number of people; the bytes depend on the arguments alone.
 *
 * @throws RefractError `conflict` when `out` is occupied, `storage-full` when the disk is; nothing is left behind then.
 */
export async function writeRelease(options: WriteReleaseOptions): Promise<WrittenRelease> {
  const study = withDistinctNames(options.study);
  checkGivenFiles(study.files);
  const forms = { csv: true, parquet: true, csvByteOrderMark: false, ...options.forms };
  await using folder = await OutputFolder.create(options.out, options.overwrite ?? false);
  try {
    const manifest = await fill(folder.path, study, forms, options);
    return { folder: await folder.publish(), manifest };
  } catch (cause) {
    throw isFileFailure(cause) ? asRefractError(cause, options.out) : cause;
  }
}

async function fill(
  path: string,
  study: ReleaseStudy,
  forms: TabularForms,
  options: WriteReleaseOptions,
): Promise<Manifest> {
  const questions = questionColumns(study);
  const answered = new FileTally({
    name: "questions",
    description: "",
    fields: questions.map(({ definition }) => definition),
  });
  await using files = await ReleaseFiles.create(path, study);
  const writer = createParticipantWriter(study, files, answered, options.detectors);
  let participants = 0;
  for await (const participant of options.participants) {
    const userId = await writer.write(participant);
    participants += 1;
    options.onProgress?.(participants, userId);
  }
  for (const item of study.items ?? []) await files.items?.write(item);
  for (const record of writer.models()) await files.models.write(record);
  const records: WrittenFile[] = [];
  for (const file of files.all()) records.push(await file.finish());
  const totals = writer.totals();
  const definitions = files.all().map((file) => file.tally.definition);
  const { widestTurn } = totals;
  const tables = await writeReleaseTables({
    ...{ folder: path, study, files: definitions, questions, widestTurn, forms },
  });
  const tableFiles = tables.flatMap((table) => table.files);
  const extra = options.extraFiles?.() ?? {};
  checkGivenFiles(extra, Object.keys(study.files));
  const codebook = createCodebook({
    study,
    files: files.all().map((file) => file.tally),
    questions,
    answered,
    tables,
    notes: codebookNotes(study, options.detectors),
  });
  const texts = [
    await textFile(path, "codebook.json", `${JSON.stringify(codebook, null, 1)}\n`),
    await textFile(path, "codebook.md", codebookPage(codebook)),
    ...(await writeGivenFiles(path, { ...extra, ...study.files })),
  ];
  const facts = {
    study,
    mode: totals.mode,
    counts: { ...totals.counts, left_out: { ...totals.counts.left_out, ...options.leftOut?.() } },
    undetected: totals.undetected,
    detectors: options.detectors,
    generatedBy: options.generatedBy ?? "refract",
    generatedAt: options.generatedAt ?? null,
  };
  const card = await textFile(
    path,
    "README.md",
    datasetCard({ ...facts, files: [...records, ...tableFiles], tables, codebook }),
  );
  const manifest = createManifest({ ...facts, files: [...records, ...tableFiles, ...texts, card] });
  await textFile(path, "manifest.json", `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

function isFileFailure(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && "syscall" in cause;
}
