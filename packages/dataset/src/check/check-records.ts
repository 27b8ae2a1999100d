import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type * as z from "zod";
import { halfPairWords, holdsHalfPair } from "../jsonl/half-pair.ts";
import { type Line, type LineReaderOptions, readLineBatches } from "../jsonl/line-reader.ts";
import { describeRecordIssue } from "../jsonl/record-issue.ts";
import { isNestedDeeper } from "./is-nested-deeper.ts";
import type { ViolationLog } from "./violation.ts";

/** What was found of one file. */
export interface FileSummary {
  /** Path inside the folder. */
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
  /** Records that are JSON and obey the schema. */
  readonly records: number;
  /** Hexadecimal; null where nothing says what it should be. */
  readonly sha256: string | null;
}

export interface RecordVisitor<Value> {
  readonly record: (record: Value, line: number) => void;
  /** A record that breaks its schema: its ids still count, so that one slip is reported once. */
  readonly broken: (record: Readonly<Record<string, unknown>>, line: number) => void;
}

export interface ReadContext {
  readonly log: ViolationLog;
  /** Bytes of the file read so far. */
  readonly onBytes: (bytes: number) => void;
  readonly lines: LineReaderOptions;
  /** Whether a checksum is needed. */
  readonly hash: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Reads a JSONL file to its end, reports everything wrong with single lines and hands the records on. */
export async function checkRecords<Schema extends z.ZodType>(
  path: string,
  name: string,
  schema: Schema,
  visitor: RecordVisitor<z.output<Schema>>,
  context: ReadContext,
): Promise<FileSummary> {
  const { log } = context;
  const hash = context.hash ? createHash("sha256") : null;
  const faults = createFaultReport(name, log);
  let bytes = 0;
  let lines = 0;
  let records = 0;
  const onChunk = (chunk: Buffer) => {
    hash?.update(chunk);
    bytes += chunk.length;
    context.onBytes(bytes);
  };
  for await (const batch of readLineBatches(path, { ...context.lines, onChunk })) {
    context.signal?.throwIfAborted();
    for (const line of batch) {
      lines += 1;
      if (line.faults.length > 0) faults.report(line);
      if (line.text === null) continue;
      if (checkLine(line, name, schema, visitor, log)) records += 1;
    }
  }
  faults.finish();
  return { name, bytes, lines, records, sha256: hash?.digest("hex") ?? null };
}

/** Deeper than any record of a dataset; messages about what is deeper could not be written. */
const maximumDepth = 100;

function checkLine<Schema extends z.ZodType>(
  line: Line,
  name: string,
  schema: Schema,
  visitor: RecordVisitor<z.output<Schema>>,
  log: ViolationLog,
): boolean {
  const text = line.text ?? "";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const problem = syntaxProblem(text, line.terminated);
    log.add({
      kind: "syntax",
      file: name,
      line: line.number,
      field: "",
      problem,
      expectation: "one JSON object",
    });
    return false;
  }
  // Analyses refuse such a text, and so does what reads Parquet. Few lines have an escape that could be one.
  if (/\\ud[89a-f]/i.test(text) && holdsHalfPair(value))
    log.add({ kind: "encoding", file: name, line: line.number, field: "", ...halfPairWords });
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    visitor.record(parsed.data, line.number);
    return true;
  }
  if (isNestedDeeper(value, maximumDepth)) {
    log.add({
      kind: "schema",
      file: name,
      line: line.number,
      field: "",
      problem: `nested more than ${maximumDepth} deep`,
      expectation: "a record",
    });
    return false;
  }
  // Once more with the values that are wrong: slower, and only for broken records.
  for (const issue of schema.safeParse(value, { reportInput: true }).error?.issues ?? []) {
    const { field, problem, expectation } = describeRecordIssue(issue);
    const input = issue.code === "unrecognized_keys" ? undefined : issue.input;
    log.add({
      kind: "schema",
      file: name,
      line: line.number,
      field,
      ...(input === undefined ? {} : { value: input }),
      problem,
      expectation,
    });
  }
  if (isObject(value)) visitor.broken(value, line.number);
  return false;
}

function syntaxProblem(text: string, terminated: boolean): string {
  if (text.trim() === "") return "the line is empty";
  return terminated
    ? `not JSON: ${cut(text)}`
    : `the last line is cut off: …${JSON.stringify(text.slice(-40))}`;
}

function cut(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Line ends are reported once a file, with the number of lines. */
function createFaultReport(file: string, log: ViolationLog) {
  let firstReturn = 0;
  let returns = 0;
  return {
    report(line: Line) {
      for (const fault of line.faults) {
        const at = { kind: "encoding", file, line: line.number, field: "" } as const;
        switch (fault) {
          case "byte-order-mark":
            log.add({ ...at, problem: "begins with a byte-order mark", expectation: "UTF-8 without one" });
            break;
          case "carriage-return":
            returns += 1;
            if (returns === 1) firstReturn = line.number;
            break;
          case "not-utf8":
            log.add({ ...at, problem: "bytes that are not UTF-8", expectation: "UTF-8" });
            break;
          case "too-long":
            log.add({
              ...at,
              problem: `a line of ${line.bytes} bytes`,
              expectation: "one record a line, of a length that fits in memory",
            });
            break;
          default:
            fault satisfies never;
        }
      }
    },
    finish() {
      if (returns === 0) return;
      log.add({
        kind: "encoding",
        file,
        line: firstReturn,
        field: "",
        problem: `carriage returns at the end of ${returns} ${returns === 1 ? "line" : "lines"}`,
        expectation: "line feeds alone",
      });
    },
  };
}

/** The SHA-256 of a file, and its length. */
export async function digestFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await open(path);
  try {
    for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}
