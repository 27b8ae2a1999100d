import type { CsvCell } from "@refract/core";
import type { ColumnType } from "./table.ts";

/**
 * A value as a cell of a column of this type, null where it is no such value. Texts take everything: lists and objects as
 * JSON, numbers and truth values in their usual spelling. Times become ISO 8601 with the `Z` of UTC.
 */
export function cellOf(value: unknown, type: ColumnType): CsvCell {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "VARCHAR":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "BOOLEAN":
      return typeof value === "boolean" ? value : null;
    case "BIGINT":
      return wholeNumber(value);
    case "DOUBLE":
      return typeof value === "number" && Number.isFinite(value) ? value : null;
    case "TIMESTAMP":
      return typeof value === "string" ? instant(value) : null;
    case "DATE":
      return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && isInstant(`${value}T00:00:00Z`)
        ? value
        : null;
  }
}

/** Points of a scale may be stored as texts, and clocks of browsers give parts of milliseconds. */
function wholeNumber(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.round(number) : null;
}

/** `YYYY-MM-DD HH:MM:SS`, as PRISM's files have times, or ISO 8601, both in UTC. */
function instant(text: string): string | null {
  const iso = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
  return isInstant(iso) ? iso : null;
}

function isInstant(iso: string): boolean {
  return Number.isFinite(Date.parse(iso));
}
