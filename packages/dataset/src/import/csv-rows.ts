import { RefractError } from "@refract/core";
import { CsvError, parse } from "csv-parse/sync";
import type * as z from "zod";
import { describeRecordIssue } from "../jsonl/record-issue.ts";

/** A CSV file (RFC 4180, with or without byte-order mark): the names of its columns and its rows as texts. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/**
 * @param delimiter What stands between cells: spreadsheets of many countries write semicolons or tabs.
 * @throws RefractError with the line of what is no CSV.
 */
export function parseCsv(text: string, file: string, delimiter = ","): CsvTable {
  const lines: number[] = [];
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      on_record(record, context) {
        lines.push(context.lines);
        return record;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause.lines === "number" ? ` line ${cause.lines}` : "";
    const message = cause.message.charAt(0).toLowerCase() + cause.message.slice(1);
    throw new RefractError("invalid-input", `${file}${line}: ${message}`, { cause });
  }
  const [header, ...rows] = records;
  if (header === undefined)
    throw new RefractError("invalid-input", `${file}: the file is empty, expected a header`);
  return { columns: header, rows: rows.map((cells, index) => ({ line: lines[index + 1] ?? 0, cells })) };
}

/** The rows by `schema`, which sees every row as an object of texts by column. */
export function rowsOf<Schema extends z.ZodType>(
  table: CsvTable,
  schema: Schema,
  file: string,
): z.output<Schema>[] {
  return table.rows.map(({ line, cells }) => {
    const row = Object.fromEntries(table.columns.map((column, index) => [column, cells[index] ?? ""]));
    return parsedRow(schema, row, `${file} line ${line}`);
  });
}

/** A row by its schema, or an error that names the place. */
export function parsedRow<Schema extends z.ZodType>(
  schema: Schema,
  row: unknown,
  at: string,
): z.output<Schema> {
  const parsed = schema.safeParse(row, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw new Error("a schema failed without an issue");
  const { field, problem, expectation } = describeRecordIssue(issue);
  throw new RefractError(
    "invalid-input",
    `${at}: ${field === "" ? "" : `${field}: `}${problem}, expected ${expectation}`,
  );
}
