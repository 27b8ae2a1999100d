import { checkDataset, type FileSummary } from "@refract/dataset";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

const printedViolations = 50;

export async function checkFolder(folder: string, terminal: Terminal): Promise<number> {
  const bar = terminal.progress("reading");
  const check = await checkDataset(folder, {
    onProgress: ({ bytesRead, bytesTotal, file }) => bar.update(bytesRead, bytesTotal, file),
  });
  bar.end();
  const shown = check.violations.slice(0, printedViolations).map((violation) => violation.message);
  const left = check.violationCount - shown.length;
  const kinds = Object.entries(check.violationsByKind).map(([kind, count]) => `${kind} ${count}`);
  const lines = [
    ...shown,
    ...(left > 0 ? [`… and ${left} more; --json lists the first ${check.violations.length}`] : []),
    ...check.notes.map((note) => `note: ${note}`),
    table(
      ["file", "records", "bytes"],
      check.files.map((file) => [file.name, recordsOf(file), file.bytes]),
    ),
    check.valid
      ? "ok: nothing is wrong"
      : `${check.violationCount} ${check.violationCount === 1 ? "violation" : "violations"}: ${kinds.join(", ")}`,
  ];
  terminal.result(check, lines.join("\n"));
  return check.valid ? exitCodes.ok : exitCodes.failed;
}

/** Texts and pictures have a checksum but no records; an empty list of records has 0. */
function recordsOf(file: FileSummary): number | null {
  return file.records > 0 || file.name.endsWith(".jsonl") ? file.records : null;
}
