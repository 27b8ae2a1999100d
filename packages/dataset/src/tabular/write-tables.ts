import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CsvCell, csvLine } from "@refract/core";
import { LineFile, type WrittenFile } from "../release-writer/line-file.ts";
import { writeParquet } from "./parquet-file.ts";
import type { Table } from "./table.ts";

export interface TabularForms {
  readonly csv: boolean;
  readonly parquet: boolean;
  /** Begin CSV files with a byte-order mark, without which some spreadsheets misread letters. */
  readonly csvByteOrderMark: boolean;
}

/** Writes a table as `csv/NAME.csv` and `parquet/NAME.parquet` into a dataset's folder, in one pass over its rows. */
export async function writeTable(
  folder: string,
  table: Table,
  forms: TabularForms,
): Promise<readonly WrittenFile[]> {
  if (!forms.csv && !forms.parquet) return [];
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
  await csv?.writeText((forms.csvByteOrderMark ? "\u{feff}" : "") + csvLine(names));
  for await (const cells of table.rows) {
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
    const { rows } = await flat.finish();
    await writeParquet(join(folder, flatName), join(folder, parquetName), table.columns, longestRecordBytes);
    await rm(join(folder, flatName));
    written.push({ name: parquetName, rows, ...(await measure(join(folder, parquetName))) });
  }
  return written;
}

function flatLine(keys: readonly string[], cells: readonly CsvCell[]): string {
  return `{${cells.map((cell, index) => `${keys[index]}:${JSON.stringify(cell)}`).join(",")}}\n`;
}

async function measure(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { bytes: (await stat(path)).size, sha256: hash.digest("hex") };
}
