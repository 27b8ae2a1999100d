import type { Manifest } from "../manifest/manifest.ts";
import { digestFile, type FileSummary } from "./check-records.ts";
import type { DatasetCounts } from "./dataset-counts.ts";
import type { ReleaseFolder } from "./release-folder.ts";
import type { ViolationLog } from "./violation.ts";

const manifestName = "manifest.json";

/** Holds the folder against its manifest: every file with length, hash and rows, and the totals. */
export async function checkManifest(
  manifest: Manifest,
  folder: ReleaseFolder,
  summaries: readonly FileSummary[],
  counts: DatasetCounts & { readonly failedSlots: number | null },
  onFile: (name: string, bytes: number) => void,
  log: ViolationLog,
): Promise<readonly FileSummary[]> {
  const others: FileSummary[] = [];
  const add = (file: string, field: string, value: unknown, expectation: string) =>
    log.add({ kind: "manifest", file, line: null, field, value, expectation });
  for (const entry of manifest.files) {
    const file = folder.files.get(entry.name);
    if (file === undefined) {
      log.add({
        kind: "file",
        file: entry.name,
        line: null,
        field: "",
        expectation: "the file manifest.json lists",
      });
      continue;
    }
    let summary = summaries.find((each) => each.name === entry.name);
    if (summary === undefined) {
      onFile(entry.name, file.bytes);
      // Its rows are the manifest's word; the checksum below holds the content to it.
      const rows = entry.rows ?? 0;
      summary = { name: entry.name, lines: rows, records: rows, ...(await digestFile(file.path)) };
      others.push(summary);
    } else if (entry.rows !== null && entry.rows !== summary.lines) {
      add(entry.name, "", summary.lines, `${entry.rows} rows, as manifest.json says`);
    }
    if (entry.bytes !== summary.bytes) {
      const problem = `${summary.bytes} bytes`;
      const expectation = `${entry.bytes}, as manifest.json says`;
      log.add({ kind: "manifest", file: entry.name, line: null, field: "", problem, expectation });
    } else if (entry.sha256 !== summary.sha256) {
      const problem = `SHA-256 ${summary.sha256}`;
      const expectation = `${entry.sha256}, as manifest.json says`;
      log.add({ kind: "manifest", file: entry.name, line: null, field: "", problem, expectation });
    }
  }
  const listed = new Set(manifest.files.map((entry) => entry.name));
  for (const name of folder.files.keys()) {
    if (name === manifestName || listed.has(name)) continue;
    const problem = "a file that manifest.json does not list";
    log.add({ kind: "file", file: name, line: null, field: "", problem, expectation: "only listed files" });
  }
  const totals: readonly (readonly [string, number, number])[] = [
    ["participants", manifest.counts.participants, counts.participants],
    [
      "participants_with_conversations",
      manifest.counts.participants_with_conversations,
      counts.participantsWithConversations,
    ],
    ["survey_only", manifest.counts.survey_only, counts.participants - counts.participantsWithConversations],
    ["failed_slots", manifest.counts.failed_slots, counts.failedSlots ?? manifest.counts.failed_slots],
    ["conversations", manifest.counts.conversations, counts.conversations],
    ["interactions", manifest.counts.interactions, counts.interactions],
    ["utterances", manifest.counts.utterances, counts.utterances],
    ["chosen_utterances", manifest.counts.chosen_utterances, counts.chosenUtterances],
    ["texts", manifest.counts.texts, counts.texts],
    [
      "balanced_subset.participants",
      manifest.counts.balanced_subset.participants,
      counts.balancedSubset.participants,
    ],
    [
      "balanced_subset.conversations",
      manifest.counts.balanced_subset.conversations,
      counts.balancedSubset.conversations,
    ],
    [
      "balanced_subset.utterances",
      manifest.counts.balanced_subset.utterances,
      counts.balancedSubset.utterances,
    ],
  ];
  for (const [field, stated, counted] of totals) {
    if (stated !== counted)
      add(manifestName, `counts.${field}`, stated, `${counted}, as counted in the files`);
  }
  return others;
}
