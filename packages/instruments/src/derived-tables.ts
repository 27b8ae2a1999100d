import { csvLine, type RecordFiles, RefractError } from "@refract/core";
import { describeTables, hasColumns, type RecordTable, readTables } from "./record-table.ts";

/** A CSV file of rows under one header. */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  return [columns, ...rows].map((cells) => csvLine(cells)).join("");
}

/**
 * The tables of a folder that have some columns.
 *
 * @throws RefractError that says which were expected and which are there
 */
export async function tablesWith(
  files: RecordFiles,
  columns: readonly string[],
): Promise<readonly RecordTable[]> {
  const tables = await readTables(files);
  const found = tables.filter((table) => hasColumns(table, columns));
  if (found.length === 0)
    throw new RefractError(
      "invalid-input",
      `no table with ${columns.join(", ")}; found ${describeTables(tables)}`,
    );
  return found;
}

/** Tables that may be there. */
export async function tablesIfThere(
  files: RecordFiles,
  columns: readonly string[],
): Promise<readonly RecordTable[]> {
  return (await readTables(files)).filter((table) => hasColumns(table, columns));
}
