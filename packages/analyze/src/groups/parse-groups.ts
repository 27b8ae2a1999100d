import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { decodeText, formatProblem, messageOf, parseYaml, RefractError } from "@refract/core";
import { parseCsv } from "@refract/dataset";
import { createGroupsSchema, type Groups } from "./groups.ts";

/**
 * Reads a `groups.yaml`. Lists that it names (`listed`) are CSV files beside it.
 *
 * @param file its path
 * @throws RefractError `invalid-input` with every problem as `file:line:column: field: what is wrong`
 */
export function parseGroups(text: string, file = "groups.yaml"): Groups {
  const schema = createGroupsSchema((path, column) => readList(resolve(dirname(file), path), column));
  const { value, problems } = parseYaml(text, schema, file);
  if (value === null) throw new RefractError("invalid-input", problems.map(formatProblem).join("\n"));
  return Object.freeze(value);
}

/** Different texts of a column, in order. */
function readList(path: string, column: string): readonly string[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new RefractError("invalid-input", messageOf(cause), { cause });
  }
  const table = parseCsv(decodeText(bytes, path), basename(path));
  const place = table.columns.indexOf(column);
  if (place === -1)
    throw new RefractError(
      "invalid-input",
      `${basename(path)}: no column "${column}", expected it beside ${table.columns.join(", ")}`,
    );
  const listed = [...new Set(table.rows.map(({ cells }) => cells[place] ?? ""))].filter((one) => one !== "");
  if (listed.length === 0)
    throw new RefractError("invalid-input", `${basename(path)}: nobody in it, expected at least one row`);
  return listed;
}
