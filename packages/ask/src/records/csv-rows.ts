import { RefractError } from "@refract/core";
import { CsvError, parse } from "csv-parse/sync";

type Row = Readonly<Record<string, string>>;

/**
 * The rows of a CSV file (RFC 4180, with or without byte-order mark) as texts by column.
 *
 * @throws RefractError with file and line of what is no CSV, and for a header that names a column twice.
 */
export function parseCsvRows(text: string, name: string, delimiter: string): readonly Row[] {
  const records = parsed(text, name, delimiter);
  const [header, ...rows] = records;
  if (header === undefined)
    throw new RefractError("invalid-input", `${name}: the file is empty, expected a header`);
  const twice = header.find((column, place) => header.indexOf(column) !== place);
  if (twice !== undefined)
    throw new RefractError("invalid-input", `${name} line 1: the column "${twice}" stands twice`);
  return rows.map((cells) =>
    Object.fromEntries(header.map((column, place) => [column, cells[place] ?? ""] as const)),
  );
}

function parsed(text: string, name: string, delimiter: string): readonly (readonly string[])[] {
  const read = (relax_quotes: boolean) =>
    parse(text, { bom: true, skip_empty_lines: true, delimiter, relax_quotes });
  try {
    try {
      return read(false);
    } catch (cause) {
      // a quote inside a field without quotes is written so by many programs and says one thing only: 5" of rain
      if (!(cause instanceof CsvError) || cause.code !== "INVALID_OPENING_QUOTE") throw cause;
      return read(true);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause.lines === "number" ? ` line ${cause.lines}` : "";
    const message = cause.message.charAt(0).toLowerCase() + cause.message.slice(1);
    throw new RefractError("invalid-input", `${name}${line}: ${message}`, { cause });
  }
}
