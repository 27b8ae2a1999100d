import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { decodeText, RefractError } from "@refract/core";
import * as z from "zod";
import { readLineBatches } from "../jsonl/line-reader.ts";
import { openFailure } from "../jsonl/open-failure.ts";
import { describeRecordIssue } from "../jsonl/record-issue.ts";
import { keyOrder, type ReleaseFileName, releaseFileNames } from "../prism-release/release-files.ts";
import { type CsvKind, csvKindOf, csvKinds } from "./csv-kinds.ts";
import { parseCsv, parsedRow } from "./csv-rows.ts";
import { type JsonImport, type JsonlKind, jsonlKindOf, jsonlKinds, readJsonKind } from "./json-kinds.ts";

type CsvImport = {
  readonly [Kind in CsvKind]: {
    readonly kind: Kind;
    readonly rows: ReturnType<(typeof csvKinds)[Kind]["read"]>;
  };
}[CsvKind];

type JsonlImport = {
  readonly [Kind in JsonlKind]: {
    readonly kind: Kind;
    readonly rows: readonly z.output<(typeof jsonlKinds)[Kind]["schema"]>[];
  };
}[JsonlKind];

/** A large file of a release: its rows are counted, not held. `checkDataset` reads them. */
interface ReleaseImport {
  readonly kind: "release";
  readonly name: ReleaseFileName;
  readonly rows: readonly [];
}

export type Imported = (CsvImport | JsonlImport | JsonImport | ReleaseImport) & {
  readonly file: string;
  readonly rowCount: number;
};

/** Files to be read whole may have this size; only a release's own files are larger. */
const maximumBytes = 256 * 1024 * 1024;

/**
 * Reads any file that accompanies PRISM (spec prism-data, "Files"). What it is is told by its columns or keys, never by its
 * name.
 *
 * @throws RefractError when nobody knows such a file, or with the line and column of what is wrong in it.
 */
export async function importFile(path: string): Promise<Imported> {
  const file = basename(path);
  const first = await firstLine(path, file);
  const release = releaseFileOf(first);
  if (release !== null)
    return { kind: "release", name: release, rows: [], file, rowCount: await countLines(path) };
  const text = await wholeText(path, file);
  const keys = keysOf(first);
  if (keys !== null) {
    const kind = jsonlKindOf(keys);
    if (kind !== null) return withCount(readJsonl(kind, text, file), file);
  }
  if (/^\s*[{[]/.test(text)) return readDocument(text, file);
  const table = parseCsv(text, file);
  const kind = csvKindOf(table.columns);
  if (kind === null) {
    throw new RefractError(
      "invalid-input",
      `${file} line 1: unknown columns ${JSON.stringify(table.columns.slice(0, 8))}, expected those of a file of PRISM`,
    );
  }
  return withCount(readCsv(kind, table, file), file);
}

function withCount(imported: CsvImport | JsonlImport, file: string): Imported {
  return { ...imported, file, rowCount: imported.rows.length };
}

function readCsv(kind: CsvKind, table: ReturnType<typeof parseCsv>, file: string): CsvImport {
  switch (kind) {
    case "model-mapping":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "attribute-wordings":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "use-case-wordings":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "uk-census":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "us-census":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "census-shares":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "study-comparison":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "topics":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "topic-regressions":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "cluster-membership":
      return { kind, rows: csvKinds[kind].read(table, file) };
    case "battles":
      return { kind, rows: csvKinds[kind].read(table, file) };
    default:
      return kind satisfies never;
  }
}

function readJsonl(kind: JsonlKind, text: string, file: string): JsonlImport {
  const rows = <Schema extends z.ZodType>(schema: Schema): z.output<Schema>[] =>
    text.split("\n").flatMap((line, index) => {
      if (line.trim() === "") return [];
      const at = `${file} line ${index + 1}`;
      return [parsedRow(schema, parsedJson(line, at), at)];
    });
  switch (kind) {
    case "models":
      return { kind, rows: rows(jsonlKinds[kind].schema) };
    case "participant-excerpts":
      return { kind, rows: rows(jsonlKinds[kind].schema) };
    case "opening-prompts":
      return { kind, rows: rows(jsonlKinds[kind].schema) };
    case "field-sites":
      return { kind, rows: rows(jsonlKinds[kind].schema) };
    case "text-samples":
      return { kind, rows: rows(jsonlKinds[kind].schema) };
    default:
      return kind satisfies never;
  }
}

function readDocument(text: string, file: string): Imported {
  const value = parsedJson(text, file);
  let imported: JsonImport | null;
  try {
    imported = readJsonKind(value);
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    if (issue === undefined) throw cause;
    const { field, problem, expectation } = describeRecordIssue(issue);
    throw new RefractError("invalid-input", `${file}: ${field}: ${problem}, expected ${expectation}`, {
      cause,
    });
  }
  if (imported === null) {
    throw new RefractError("invalid-input", `${file}: unknown content, expected that of a file of PRISM`);
  }
  return { ...imported, file, rowCount: imported.rows.length };
}

function parsedJson(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefractError("invalid-input", `${at}: not JSON, expected an object`, { cause });
  }
}

async function firstLine(path: string, file: string): Promise<string> {
  for await (const batch of readLineBatches(path)) {
    for (const line of batch) {
      if (line.text === null)
        throw new RefractError("invalid-input", `${file} line 1: not readable as UTF-8 text`);
      return line.text;
    }
  }
  throw new RefractError("invalid-input", `${file}: the file is empty`);
}

async function countLines(path: string): Promise<number> {
  let lines = 0;
  for await (const batch of readLineBatches(path)) {
    for (const line of batch) if (line.bytes > 0) lines += 1;
  }
  return lines;
}

async function wholeText(path: string, file: string): Promise<string> {
  const { size } = await stat(path);
  if (size > maximumBytes) {
    throw new RefractError("invalid-input", `${file}: ${size} bytes, expected at most ${maximumBytes}`);
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw openFailure(path, cause);
  });
  return decodeText(bytes, file);
}

/** Keys of the object on the first line; null when it is none. */
function keysOf(line: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? Object.keys(value) : null;
  } catch {
    return null;
  }
}

/** Which of the release's large files has such a first record. */
function releaseFileOf(line: string): ReleaseFileName | null {
  const keys = keysOf(line);
  if (keys === null) return null;
  const large = releaseFileNames.filter((name) => name !== "models.jsonl");
  return large.find((name) => keyOrder(name).every((key) => keys.includes(key))) ?? null;
}
