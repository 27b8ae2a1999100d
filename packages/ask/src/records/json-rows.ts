import { messageOf, RefractError } from "@refract/core";
import { parseJsonLines } from "./json-lines.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * The records of a JSON or JSONL file. Both names are used for both forms, so that the first character decides: `[` begins one list of
 * records, `{` one record a line, or a single record that is spread over lines.
 *
 * @throws RefractError with file and line, or the record's number in a list
 */
export function parseJsonRows(text: string, name: string): readonly Row[] {
  const content = text.replace(/^\uFEFF/, "");
  if (/^\s*\[/.test(content)) return rowsOfList(parseJsonDocument(content, name), name);
  try {
    return parseJsonLines(content, name);
  } catch (cause) {
    const whole = wholeRecord(content);
    if (whole !== null) return [whole];
    throw cause;
  }
}

/** Throws RefractError with the file's name for what is no JSON. */
export function parseJsonDocument(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new RefractError("invalid-input", `${name}: ${messageOf(cause)}`, { cause });
  }
}

function rowsOfList(document: unknown, name: string): readonly Row[] {
  if (!Array.isArray(document))
    throw new RefractError("invalid-input", `${name}: expected a list of records`);
  return document.map((row: unknown, index) => {
    if (isRow(row)) return row;
    throw new RefractError("invalid-input", `${name} record ${index + 1}: expected an object`);
  });
}

function wholeRecord(text: string): Row | null {
  try {
    const document: unknown = JSON.parse(text);
    return isRow(document) ? document : null;
  } catch {
    return null;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
