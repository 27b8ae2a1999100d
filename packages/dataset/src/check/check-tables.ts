import { createReadStream } from "node:fs";
import { messageOf, RefractError } from "@refract/core";
import { CsvError, parse } from "csv-parse";
import * as z from "zod";
import { duckDbFile } from "../tabular/duckdb-file.ts";
import { type Column, type ColumnType, columnTypes } from "../tabular/table.ts";
import { type FolderFile, type ReleaseFolder, readFolderJson } from "./release-folder.ts";
import type { Finding, ViolationLog } from "./violation.ts";

const columnSchema = z.object({ name: z.string(), type: z.enum(columnTypes) });

/** What the check needs of `codebook.json`; exports of earlier versions do not name columns. */
const codebookSchema = z.object({
  questions: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      counts: z.object({ present: z.int().min(0) }),
    }),
  ),
  tables: z.array(
    z.object({ name: z.string(), rows: z.int().min(0), columns: z.array(columnSchema).min(1) }),
  ),
});

interface ExpectedTable {
  readonly file: FolderFile;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Answers that the codebook counted, by column of a question of the study's own. */
  readonly present: ReadonlyMap<string, number>;
}

/**
 * Holds the flat copies to the codebook: columns with their names, order and types, rows, and in the columns of the study's own
 * questions as many answers as it counts.
 */
export async function checkTables(
  folder: ReleaseFolder,
  log: ViolationLog,
  signal: AbortSignal | undefined,
): Promise<void> {
  const codebook = codebookSchema.safeParse(await readCodebook(folder, log));
  if (!codebook.success) return;
  const { tables, questions } = codebook.data;
  for (const { name, rows, columns } of tables) {
    signal?.throwIfAborted();
    const file = folder.files.get(name);
    // That a listed file is not there is told by the manifest.
    if (file === undefined) continue;
    const table = name.replace(/^.*\//, "").replace(/\.\w+$/, "");
    const own = questions.filter((question) => question.table === table);
    const present = new Map(own.map(({ column, counts }) => [column, counts.present]));
    const found = name.endsWith(".parquet")
      ? await readParquetTable({ file, rows, columns, present }, log)
      : await readCsvTable({ file, rows, columns, present }, log);
    if (found !== null) compareCounts({ file, rows, columns, present }, found, log);
  }
}

async function readCodebook(folder: ReleaseFolder, log: ViolationLog): Promise<unknown> {
  try {
    return await readFolderJson(folder, "codebook.json");
  } catch (cause) {
    if (!(cause instanceof RefractError) || cause.code !== "invalid-input") throw cause;
    const place = { file: "codebook.json", line: null, field: "" };
    log.add({ ...place, kind: "syntax", problem: "not JSON", expectation: "one JSON object" });
    return null;
  }
}

interface FoundTable {
  readonly rows: number;
  /** Cells that are not empty, by column. */
  readonly present: ReadonlyMap<string, number>;
}

function compareCounts({ file, rows, present }: ExpectedTable, found: FoundTable, log: ViolationLog): void {
  if (found.rows !== rows) add(log, file, "", found.rows, `${rows} rows, as codebook.json says`);
  for (const [column, count] of present) {
    const there = found.present.get(column) ?? 0;
    if (there !== count)
      add(log, file, column, there, `${count} answers to this question, as codebook.json counts`);
  }
}

function sameColumns(
  { file, columns }: ExpectedTable,
  found: readonly string[],
  log: ViolationLog,
  say: (column: Column) => string,
): boolean {
  const place = columns.findIndex((column, index) => found[index] !== say(column));
  if (place === -1 && found.length === columns.length) return true;
  const column = place === -1 ? undefined : columns[place];
  const expectation =
    column === undefined
      ? `${columns.length} columns, as codebook.json says`
      : `${say(column)}, as codebook.json says`;
  add(
    log,
    file,
    `column ${place === -1 ? columns.length + 1 : place + 1}`,
    found[place === -1 ? columns.length : place],
    expectation,
  );
  return false;
}

async function readCsvTable(expected: ExpectedTable, log: ViolationLog): Promise<FoundTable | null> {
  const { file, columns } = expected;
  const present = new Map<string, number>();
  const reported = new Set<string>();
  let rows = -1;
  try {
    const records = createReadStream(file.path).pipe(parse({ bom: true, relax_column_count: true }));
    for await (const cells of records as AsyncIterable<readonly string[]>) {
      rows += 1;
      if (rows === 0) {
        if (!sameColumns(expected, cells, log, ({ name }) => name)) return null;
        continue;
      }
      if (cells.length !== columns.length && !reported.has("")) {
        reported.add("");
        add(log, file, `row ${rows}`, cells.length, `${columns.length} cells`);
      }
      for (const [index, { name, type }] of columns.entries()) {
        const cell = cells[index] ?? "";
        if (cell === "") continue;
        present.set(name, (present.get(name) ?? 0) + 1);
        if (isOfType(cell, type) || reported.has(name)) continue;
        reported.add(name);
        add(log, file, `row ${rows}, ${name}`, cell, csvForms[type]);
      }
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    log.add({
      ...at(file),
      kind: "syntax",
      field: "",
      problem: messageOf(cause),
      expectation: "CSV (RFC 4180)",
    });
    return null;
  }
  return { rows, present };
}

const csvForms: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "a text",
  BOOLEAN: "true or false",
  BIGINT: "a whole number",
  DOUBLE: "a number",
  TIMESTAMP: "a time such as 2026-11-23T09:05:00Z",
  DATE: "a day such as 2026-11-23",
};

function isOfType(cell: string, type: ColumnType): boolean {
  switch (type) {
    case "VARCHAR":
      return true;
    case "BOOLEAN":
      return cell === "true" || cell === "false";
    case "BIGINT":
      return /^-?\d+$/.test(cell);
    case "DOUBLE":
      return /^-?\d/.test(cell) && Number.isFinite(Number(cell));
    case "TIMESTAMP":
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(cell) && !Number.isNaN(Date.parse(cell));
    case "DATE":
      return /^\d{4}-\d\d-\d\d$/.test(cell) && !Number.isNaN(Date.parse(cell));
  }
}

async function readParquetTable(expected: ExpectedTable, log: ViolationLog): Promise<FoundTable | null> {
  const { file, present } = expected;
  // Loaded by whoever checks tables, and by nobody else.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "512MB" });
  const connection = await instance.connect();
  try {
    const source = `read_parquet(${duckDbFile(file.path)}, hive_partitioning = false)`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const found = described.getRowsJS().map((row) => `${row[0]} ${row[1]}`);
    if (!sameColumns(expected, found, log, ({ name, type }) => `${name} ${type}`)) return null;
    const names = [...present.keys()];
    const counts = names.map((name) => `, count("${name.replaceAll('"', '""')}")`);
    const counted = await connection.runAndReadAll(`SELECT count(*)${counts.join("")} FROM ${source}`);
    const [rows, ...answers] = (counted.getRowsJS()[0] ?? []).map(Number);
    return { rows: rows ?? 0, present: new Map(names.map((name, index) => [name, answers[index] ?? 0])) };
  } catch (cause) {
    const [problem = ""] = messageOf(cause).split("\n");
    log.add({ ...at(file), kind: "syntax", field: "", problem, expectation: "a Parquet file" });
    return null;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function at(file: FolderFile): Pick<Finding, "file" | "line"> {
  return { file: file.name, line: null };
}

function add(log: ViolationLog, file: FolderFile, field: string, value: unknown, expectation: string): void {
  log.add({ ...at(file), kind: "schema", field, value, expectation });
}
