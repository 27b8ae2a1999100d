import type { RecordFiles } from "@refract/core";

/** One row of a table of the user's, with the place it is told by. */
export interface TableRow {
  readonly place: string;
  /** The cell as trimmed text, a list or an object as JSON; empty where the column or the value is missing. */
  text(column: string): string;
}

export interface RecordTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** Every table of a folder, byte order marks off the column names. */
export async function readTables(files: RecordFiles): Promise<readonly RecordTable[]> {
  const tables: RecordTable[] = [];
  for (const name of files.names.filter((file) => /\.(csv|tsv|jsonl|ndjson|parquet)$/i.test(file))) {
    const rows = await files.rows(name);
    tables.push({
      name,
      columns: Object.keys(rows[0] ?? {}).map(plainName),
      rows: rows.map((row, index) => {
        const cells = new Map(Object.entries(row).map(([column, value]) => [plainName(column), value]));
        return {
          place: `${name} row ${index + 1}`,
          text: (column) => textOf(cells.get(column)),
        };
      }),
    });
  }
  return tables;
}

export function hasColumns(table: RecordTable, columns: readonly string[]): boolean {
  return columns.every((column) => table.columns.includes(column));
}

/** What was found instead, for an error. */
export function describeTables(tables: readonly RecordTable[]): string {
  return tables.map(({ name, columns }) => `${name}: ${columns.join(", ")}`).join(" | ") || "no table";
}

function textOf(value: unknown): string {
  return (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "")).trim();
}

function plainName(column: string): string {
  return column.replace(/^\uFEFF/, "").trim();
}
