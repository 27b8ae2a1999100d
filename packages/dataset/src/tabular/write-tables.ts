import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CsvCell, csvLine } from "@refract/core";
import { LineFile, type WrittenFile } from "../release-writer/line-file.ts";
import { writeParquet } from "./parquet-file.ts";
import type { Column, ColumnType, Table } from "./table.ts";

export interface TabularForms {
  readonly csv: boolean;
  readonly parquet: boolean;
  /** Begin CSV files with a byte-order mark, without which some spreadsheets misread letters. */
  readonly csvByteOrderMark: boolean;
}

/** A table as it was written. */
export interface WrittenTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Of the values in memory as Arrow holds them: what the Hugging Face hub calls a split's size. */
  readonly memoryBytes: number;
  readonly files: readonly WrittenFile[];
}

/** Writes a table as `csv/NAME.csv` and `parquet/NAME.parquet` into a dataset's folder, in one pass over its rows. */
export async function writeTable(folder: string, table: Table, forms: TabularForms): Promise<WrittenTable> {
  const csvName = `csv/${table.name}.csv`;
  const parquetName = `parquet/${table.name}.parquet`;
  const flatName = `parquet/.${table.name}.rows`;
  if (forms.csv) await mkdir(join(folder, "csv"), { recursive: true });
  if (forms.parquet) await mkdir(join(folder, "parquet"), { recursive: true });
  await using csv = forms.csv ? await LineFile.create(join(folder, csvName), csvName) : null;
  await using flat = forms.parquet ? await LineFile.create(join(folder, flatName), flatName) : null;
  const names = table.columns.map((column) => column.name);
  const keys = names.map((name) => JSON.stringify(name));
  let longestRecordBytes = 0;
  let rows = 0;
  let memoryBytes = 0;
  await csv?.writeText((forms.csvByteOrderMark ? "\u{feff}" : "") + csvLine(names));
  for await (const cells of table.rows) {
    rows += 1;
    memoryBytes += arrowBytes(table.columns, cells);
    await csv?.writeRow(csvLine(cells));
    if (flat === null) continue;
    const line = flatLine(keys, cells);
    // A character is at most three bytes; an exact count would cost more than it saves.
    longestRecordBytes = Math.max(longestRecordBytes, line.length * 3);
    await flat.writeRow(line);
  }
  const written: WrittenFile[] = [];
  if (csv !== null) written.push(await csv.finish());
  if (flat !== null) {
    await flat.finish();
    await writeParquet(join(folder, flatName), join(folder, parquetName), table.columns, longestRecordBytes);
    await rm(join(folder, flatName));
    written.push({ name: parquetName, rows, ...(await measure(join(folder, parquetName))) });
  }
  return {
    ...{ name: table.name, columns: table.columns, rows },
    ...{ memoryBytes: Math.ceil(memoryBytes), files: written },
  };
}

function arrowBytes(columns: readonly Column[], cells: readonly CsvCell[]): number {
  return columns.reduce((sum, { type }, index) => sum + arrowCellBytes(type, cells[index] ?? null), 0);
}

/** An offset and the bytes of a text, eight bytes for a number or time, four for a date, a bit for a flag. */
function arrowCellBytes(type: ColumnType, cell: CsvCell): number {
  switch (type) {
    case "VARCHAR":
      return 4 + (typeof cell === "string" ? Buffer.byteLength(cell) : 0);
    case "BOOLEAN":
      return 1 / 8;
    case "DATE":
      return 4;
    case "BIGINT":
    case "DOUBLE":
    case "TIMESTAMP":
      return 8;
  }
}

function flatLine(keys: readonly string[], cells: readonly CsvCell[]): string {
  return `{${cells.map((cell, index) => `${keys[index]}:${JSON.stringify(cell)}`).join(",")}}\n`;
}

async function measure(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { bytes: (await stat(path)).size, sha256: hash.digest("hex") };
}
