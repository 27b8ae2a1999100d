import { RefractError } from "@refract/core";

type Row = Readonly<Record<string, unknown>>;

/** The records of a JSONL file; blank lines are let pass. Throws RefractError with file and line of the first that is none. */
export function parseJsonLines(text: string, name: string): readonly Row[] {
  const rows: Row[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (line.trim() === "") continue;
    const row = parsed(line);
    if (typeof row !== "object" || row === null || Array.isArray(row))
      throw new RefractError("invalid-input", `${name} line ${index + 1}: expected one JSON object`);
    rows.push(Object.fromEntries(Object.entries(row)));
  }
  return rows;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
