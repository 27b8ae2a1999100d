import { csvLine } from "@refract/core";
import { isAbsent } from "./cell.ts";
import type { Table } from "./table.ts";

/**
 * A table as CSV with every digit. Absent cells are empty; where there are some, a last column `missing` says why:
 * `column: reason; column: reason`. Texts can't become formulas of a spreadsheet.
 */
export function tableCsv(table: Table): string {
  const hasAbsent = table.rows.some((row) => row.some(isAbsent));
  const header = table.columns.map(({ name }) => name);
  const lines = table.rows.map((row) => {
    const cells = row.map((cell) => (isAbsent(cell) ? null : cell));
    const reasons = row.flatMap((cell, place) =>
      isAbsent(cell) ? [`${header[place]}: ${cell.absent}`] : [],
    );
    return csvLine(hasAbsent ? [...cells, reasons.join("; ") || null] : cells);
  });
  return csvLine(hasAbsent ? [...header, "missing"] : header) + lines.join("");
}

/** A table as JSON: its columns with their meaning, its rows as objects; `{"absent": "reason"}` where there is no value. */
export function tableJson(table: Table): string {
  const { id, title, caption, n, columns, rows } = table;
  const records = rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, place) => [name, row[place] ?? null])),
  );
  return `${JSON.stringify({ id, title, caption, n, columns, rows: records }, null, 1)}\n`;
}

/** The rows behind a chart as CSV; a field some rows lack is empty there. */
export function rowsCsv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown) =>
    value === undefined || value === null
      ? null
      : typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? value
        : JSON.stringify(value);
  return csvLine(header) + rows.map((row) => csvLine(header.map((name) => cell(row[name])))).join("");
}
