import { basename } from "node:path";
import { RefractError } from "@refract/core";
import type * as z from "zod";
import { type LineReaderOptions, readLineBatches } from "./line-reader.ts";
import { describeRecordIssue } from "./record-issue.ts";

/**
 * The records of a JSONL file, one at a time. Stops at the first line that is not what `schema` says, with an error
 * that names file, line, field, value and expectation; use `checkDataset` to get all of them.
 */
export async function* readRecords<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  options: LineReaderOptions = {},
): AsyncGenerator<z.output<Schema>, void, undefined> {
  const file = basename(path);
  for await (const batch of readLineBatches(path, options)) {
    for (const line of batch) {
      const at = `${file} line ${line.number}`;
      if (line.text === null) throw new RefractError("invalid-input", `${at}: ${faultMessage(line.faults)}`);
      if (line.text.trim() === "") continue;
      const parsed = schema.safeParse(parseJson(line.text, at), { reportInput: true });
      if (parsed.success) {
        yield parsed.data;
        continue;
      }
      const issue = parsed.error.issues[0];
      if (issue === undefined) throw new Error("a schema failed without an issue");
      const { field, problem, expectation } = describeRecordIssue(issue);
      throw new RefractError(
        "invalid-input",
        `${at}: ${field === "" ? "" : `${field}: `}${problem}, expected ${expectation}`,
      );
    }
  }
}

function parseJson(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefractError("invalid-input", `${at}: not JSON, expected one record`, { cause });
  }
}

function faultMessage(faults: readonly string[]): string {
  return faults.includes("too-long")
    ? "the line is too long, expected one record"
    : "the bytes are not UTF-8, expected one record";
}
