import { RefractError } from "@refract/core";
import type { LineReaderOptions } from "../jsonl/line-reader.ts";
import { describeRecordIssue } from "../jsonl/record-issue.ts";
import { type Manifest, manifestSchema } from "../manifest/manifest.ts";
import {
  createReleaseSchemas,
  type ReleaseFileName,
  releaseFileNames,
} from "../prism-release/release-files.ts";
import { conversationSlider, type ReleaseForm } from "../prism-release/release-form.ts";
import { conversationsVisitor, createConversationTally } from "./check-conversations.ts";
import { checkManifest } from "./check-manifest.ts";
import { createMetadataTally, metadataVisitor } from "./check-metadata.ts";
import { modelsVisitor } from "./check-models.ts";
import { checkRecords, type FileSummary } from "./check-records.ts";
import { checkSideFiles } from "./check-side-files.ts";
import { surveyVisitor } from "./check-survey.ts";
import { checkTables } from "./check-tables.ts";
import { checkTotals, type ReleaseTallies } from "./check-totals.ts";
import { createUtteranceTally, utterancesVisitor } from "./check-utterances.ts";
import { type DatasetCounts, datasetCounts } from "./dataset-counts.ts";
import { checkFileNames } from "./file-names.ts";
import { openReleaseFolder, type ReleaseFolder, readFolderJson } from "./release-folder.ts";
import { publishedRules, type ReleaseRules } from "./release-rules.ts";
import { createReleaseState } from "./release-state.ts";
import { studyRules } from "./study-rules.ts";
import { createViolationLog, type Violation, type ViolationKind, type ViolationLog } from "./violation.ts";

export interface CheckProgress {
  /** The file being read. */
  readonly file: string;
  /** Of all files. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly violations: number;
}

export interface CheckOptions {
  readonly onProgress?: (progress: CheckProgress) => void;
  /** How many violations are kept; all are counted. Default 1,000. */
  readonly maximumViolations?: number;
  readonly lines?: Pick<LineReaderOptions, "maximumLineBytes">;
  readonly signal?: AbortSignal;
}

export interface DatasetCheck {
  readonly directory: string;
  /** `published`: PRISM's release, or a folder of its form without a manifest. `study`: an export of Refract. */
  readonly form: ReleaseForm;
  readonly valid: boolean;
  /** The first ones; `violationCount` has the number of all. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  readonly violationsByKind: Readonly<Partial<Record<ViolationKind, number>>>;
  readonly violationsByFile: Readonly<Record<string, number>>;
  readonly counts: DatasetCounts;
  readonly files: readonly FileSummary[];
  /** What is odd and no error: known quirks, files that were not there to check. */
  readonly notes: readonly string[];
}

/**
 * Reads every file of a dataset folder once and reports everything that is wrong with it (spec prism-collection, "Release
 * schemas" and "It works when" 1). Works on PRISM's public release and on exports of Refract. Memory does not grow with
 * texts: about 60 bytes a response are kept.
 *
 * @throws RefractError when the folder can't be read or holds no file of a release.
 */
export async function checkDataset(directory: string, options: CheckOptions = {}): Promise<DatasetCheck> {
  const folder = await openReleaseFolder(directory);
  if (folder.release.size === 0) {
    throw new RefractError(
      "invalid-input",
      `${directory}: holds no file of a release, expected ${releaseFileNames.join(", ")}`,
    );
  }
  const log = createViolationLog(options.maximumViolations ?? 1000);
  const notes: string[] = [];
  const manifest = await readManifest(folder, log);
  const rules = manifest === undefined ? publishedRules : studyRules(folder, manifest);
  checkFileNames(folder, manifest ?? null, rules, notes, log);
  const bytesTotal = [...folder.release.values()].reduce((sum, file) => sum + file.bytes, 0);
  const reading = createProgress(bytesTotal, log, options.onProgress);
  const { state, tallies, files } = await readFiles(folder, rules, log, reading, options);
  const has = (file: ReleaseFileName) => folder.release.has(file);
  const path = (file: ReleaseFileName) => folder.release.get(file)?.name ?? file;
  checkTotals(state, tallies, rules, has, path, log);
  const counts = datasetCounts(state, tallies);
  const others =
    manifest === undefined || manifest === null
      ? []
      : await checkOwnFiles(manifest, folder, { state, files, counts }, reading, log, options);
  notes.push(...quirks(tallies, rules));
  return {
    directory,
    form: rules.form,
    valid: log.count() === 0,
    violations: log.kept(),
    violationCount: log.count(),
    violationsByKind: log.byKind(),
    violationsByFile: log.byFile(),
    counts,
    files: [...files, ...others],
    notes,
  };
}

/** What an export of Refract has besides a release's files. */
async function checkOwnFiles(
  manifest: Manifest,
  folder: ReleaseFolder,
  read: {
    readonly state: ReturnType<typeof createReleaseState>;
    readonly files: readonly FileSummary[];
    readonly counts: DatasetCounts;
  },
  reading: Reading,
  log: ViolationLog,
  options: CheckOptions,
): Promise<readonly FileSummary[]> {
  // Rows that are wrong are told once, and not again by every row that refers to them.
  const side =
    log.count() > 0
      ? { files: [], failedSlots: null }
      : await checkSideFiles(folder, read.state, (name) => ({
          log,
          onBytes: () => reading.otherFile(name),
          lines: options.lines ?? {},
          hash: true,
          signal: options.signal,
        }));
  if (log.count() === 0) await checkTables(folder, log, options.signal);
  const summaries = [...read.files, ...side.files];
  const counts = { ...read.counts, failedSlots: side.failedSlots };
  const others = await checkManifest(manifest, folder, summaries, counts, reading.otherFile, log);
  return [...side.files, ...others];
}

/** Undefined without a manifest, null with a broken one. */
async function readManifest(folder: ReleaseFolder, log: ViolationLog): Promise<Manifest | null | undefined> {
  const at = { kind: "manifest", file: "manifest.json", line: null } as const;
  let value: unknown;
  try {
    value = await readFolderJson(folder, "manifest.json");
  } catch (thrown) {
    if (!(thrown instanceof RefractError) || thrown.code !== "invalid-input") throw thrown;
    log.add({ ...at, kind: "syntax", field: "", problem: "not JSON", expectation: "one JSON object" });
    return null;
  }
  if (value === undefined) return undefined;
  const parsed = manifestSchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) log.add({ ...at, ...describeRecordIssue(issue) });
  return null;
}

interface Reading {
  readonly file: (name: string) => (bytes: number) => void;
  readonly otherFile: (name: string) => void;
}

function createProgress(
  bytesTotal: number,
  log: ViolationLog,
  onProgress: CheckOptions["onProgress"],
): Reading {
  let before = 0;
  return {
    file(name) {
      const start = before;
      return (bytes) => {
        before = start + bytes;
        onProgress?.({ file: name, bytesRead: before, bytesTotal, violations: log.count() });
      };
    },
    otherFile(name) {
      onProgress?.({ file: name, bytesRead: before, bytesTotal, violations: log.count() });
    },
  };
}

/** Reads the release's files in the order in which they refer to each other. */
async function readFiles(
  folder: ReleaseFolder,
  rules: ReleaseRules,
  log: ViolationLog,
  reading: Reading,
  options: CheckOptions,
): Promise<{
  readonly state: ReturnType<typeof createReleaseState>;
  readonly tallies: ReleaseTallies;
  readonly files: readonly FileSummary[];
}> {
  const state = createReleaseState();
  const schemas = createReleaseSchemas(rules.form, rules.score ?? conversationSlider);
  const tallies: ReleaseTallies = {
    conversations: createConversationTally(),
    utterances: createUtteranceTally(),
    metadata: createMetadataTally(),
  };
  const files: FileSummary[] = [];
  const has = (file: ReleaseFileName) => folder.release.has(file);
  for (const [kind, { name, path }] of folder.release) {
    const context = {
      log,
      onBytes: reading.file(name),
      lines: options.lines ?? {},
      hash: folder.files.has("manifest.json"),
      signal: options.signal,
    };
    switch (kind) {
      case "models.jsonl":
        files.push(await checkRecords(path, name, schemas[kind], modelsVisitor(name, state, log), context));
        break;
      case "survey.jsonl":
        files.push(
          await checkRecords(path, name, schemas[kind], surveyVisitor(name, state, rules, log), context),
        );
        break;
      case "conversations.jsonl": {
        const visitor = conversationsVisitor(name, state, rules, tallies.conversations, log);
        files.push(await checkRecords(path, name, schemas[kind], visitor, context));
        break;
      }
      case "utterances.jsonl": {
        const against = has("conversations.jsonl");
        const visitor = utterancesVisitor(name, state, rules, tallies.utterances, against, log);
        files.push(await checkRecords(path, name, schemas[kind], visitor, context));
        break;
      }
      case "metadata.jsonl": {
        const there = {
          survey: has("survey.jsonl"),
          conversations: has("conversations.jsonl"),
          utterances: has("utterances.jsonl"),
        };
        const visitor = metadataVisitor(name, state, there, tallies.metadata, log);
        files.push(await checkRecords(path, name, schemas[kind], visitor, context));
        break;
      }
      default:
        kind satisfies never;
    }
  }
  return { state, tallies, files };
}

function quirks(tallies: ReleaseTallies, rules: ReleaseRules): string[] {
  const notes: string[] = [];
  const { identicalChosen } = tallies.conversations;
  if (identicalChosen > 0) {
    notes.push(
      `${identicalChosen} later turns have several chosen responses with the same text: this release sets if_chosen there by comparing texts`,
    );
  }
  if (tallies.utterances.reordered > 0 && rules.form === "published") {
    notes.push(
      `${tallies.utterances.reordered} rows of utterances.jsonl stand in another order than in the history of their conversation`,
    );
  }
  return notes;
}
