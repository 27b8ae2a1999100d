import { type RecordFiles, RefractError } from "@refract/core";

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
  /** Why a JSON file is no table; null for a table. */
  readonly fault: string | null;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Every table of a folder, byte order marks off the column names. A JSON file is one when it holds records, as a list or one a line.
 *
 * @param isDocument files that the instrument reads in its own way
 */
export async function readTables(
  files: RecordFiles,
  isDocument: (name: string) => boolean = () => false,
): Promise<readonly RecordTable[]> {
  const tables: RecordTable[] = [];
  for (const name of files.names.filter((file) => isTableName(file) && !isDocument(file))) {
    const isJson = /\.json$/i.test(name);
    const rows = isJson ? await jsonRows(files, name) : await files.rows(name);
    if (typeof rows === "string") {
      tables.push({ name, columns: [], rows: [], fault: rows });
      continue;
    }
    // a document of another kind, such as a manifest
    if (isJson && rows.length === 0) continue;
    tables.push({
      fault: null,
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

/** The records of a JSON file, or why it has none: many JSON files are no tables. */
async function jsonRows(files: RecordFiles, name: string): Promise<readonly Row[] | string> {
  try {
    return await files.rows(name);
  } catch (cause) {
    if (cause instanceof RefractError && cause.code === "invalid-input") return cause.message;
    throw cause;
  }
}

const isTableName = (name: string): boolean => /\.(csv|tsv|jsonl|ndjson|json|parquet)$/i.test(name);

export function hasColumns(table: RecordTable, columns: readonly string[]): boolean {
  return columns.every((column) => table.columns.includes(column));
}

/** What was found instead, for an error. */
export function describeTables(tables: readonly RecordTable[]): string {
  return (
    tables.map(({ name, columns, fault }) => fault ?? `${name}: ${columns.join(", ")}`).join(" | ") ||
    "no table"
  );
}

function textOf(value: unknown): string {
  return (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "")).trim();
}

function plainName(column: string): string {
  return column.replace(/^\uFEFF/, "").trim();
}
