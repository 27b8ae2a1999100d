import { emptyText } from "@refract/dataset";
import type { Mode } from "../mode.ts";
import { quoted } from "./sql-text.ts";

/**
 * SQL of whether somebody wrote a column's text: it is there, and not the release's mark of an empty text (`EMPTY STRING`), which is nobody's
 * words. As published, the mark counts as a text.
 */
export function isWritten(column: string, mode: Mode): string {
  const isThere = `${column} IS NOT NULL`;
  return mode === "published" ? isThere : `${isThere} AND ${column} <> ${quoted(emptyText)}`;
}
