import type { DuckDBConnection } from "@duckdb/node-api";
import { messageOf, RefractError } from "@refract/core";
import { duckDbFile, halfPairWords, holdsHalfPair, readRecords } from "@refract/dataset";
import * as z from "zod";
import type { RelationFile } from "./find-relation-file.ts";
import { fixedTypes, leftOut, leftOutMembers, type Relation } from "./relations.ts";
import { identifier, quoted } from "./sql-text.ts";

/** Longest record a dataset may have, in bytes: a conversation of many long turns. A thread reads into twice as much. */
const longestRecordBytes = 16 << 20;

interface SourceColumn {
  readonly name: string;
  readonly type: string;
}

/** Records looked at first to find fields and types; a release says every field in every record. */
const sniffedRecords = 20_480;

/**
 * Reads a file into a table, nested fields flattened, and answers its columns.
 *
 * Fields of a known type are read as such; the others as the first records have them. When a later record breaks that (a text
 * in a column of numbers), types are found over the whole file and it is read again. Fields that no one of the first
 * 20,480 records has are not read.
 *
 * @param looked settles when a file of JSONL was looked through for records nested too deep, which DuckDB would not survive
 * @throws RefractError `invalid-input` with the file and what DuckDB says of the line.
 */
export async function loadRelation(
  connection: DuckDBConnection,
  relation: Relation,
  file: RelationFile,
  looked: Promise<void>,
): Promise<readonly string[]> {
  try {
    if (file.format === "parquet")
      return await createRelation(
        connection,
        relation,
        file,
        `read_parquet(${duckDbFile(file.path)}, hive_partitioning = false)`,
      );
    await looked;
    try {
      return await createRelation(
        connection,
        relation,
        file,
        await jsonSource(connection, relation, file.path, sniffedRecords),
      );
    } catch (cause) {
      if (cause instanceof RefractError) throw cause;
      return await createRelation(
        connection,
        relation,
        file,
        await jsonSource(connection, relation, file.path, -1),
      );
    }
  } catch (cause) {
    if (cause instanceof RefractError) throw cause;
    if (file.format === "jsonl") await refuseFirstFault(file.path);
    throw new RefractError("invalid-input", `${file.path}: ${readingFault(messageOf(cause))}`, { cause });
  }
}

/** DuckDB counts records where we count lines, blank ones included. */
async function refuseFirstFault(path: string): Promise<void> {
  for await (const _record of readRecords(path, wholeRecord));
}

/** Half a surrogate pair, written as `\ud83d`, is JSON and yet no text: DuckDB refuses it, at a line of its own count. */
const wholeRecord = z.looseObject({}).refine((record) => !holdsHalfPair(record), {
  error: `expected ${halfPairWords.expectation}: ${halfPairWords.problem}`,
});

/** DuckDB's words without its kind of error, the file's name again, and our own SQL below. */
function readingFault(message: string): string {
  const [said = message] = message.split(/\s*\n\s*LINE \d+:/);
  return said
    .replace(/^[A-Z][A-Za-z ]* Error: /, "")
    .replace(/ in file "[^"]*"/, "")
    .trim();
}

async function createRelation(
  connection: DuckDBConnection,
  relation: Relation,
  file: RelationFile,
  source: string,
): Promise<readonly string[]> {
  const table = relation === "utterances" ? "utterance_records" : relation;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const top = described
    .getRowsJS()
    .map((row): SourceColumn => ({ name: String(row[0]), type: String(row[1]) }));
  const flat: { readonly expression: string; readonly name: string }[] = [];
  for (const column of top) {
    if (!leftOut[relation].includes(column.name)) flatten([column.name], column.type, flat);
  }
  const member = leftOutMembers[relation];
  const kept = flat.filter(({ name }) => member === undefined || !name.startsWith(member));
  if (kept.length === 0) throw new RefractError("invalid-input", `${file.path}: no records`);
  await connection.run(
    `CREATE OR REPLACE TABLE ${identifier(table)} AS SELECT ${kept.map(({ expression, name }) => `${expression} AS ${identifier(name)}`).join(", ")} FROM ${source}`,
  );
  return kept.map(({ name }) => name);
}

async function jsonSource(
  connection: DuckDBConnection,
  relation: Relation,
  path: string,
  sample: number,
): Promise<string> {
  const common = `${duckDbFile(path)}, hive_partitioning = false, format = 'newline_delimited', maximum_object_size = ${longestRecordBytes}`;
  const found = await connection.runAndReadAll(
    `DESCRIBE SELECT * FROM read_json(${common}, sample_size = ${sample}, map_inference_threshold = -1, convert_strings_to_integers = false)`,
  );
  const columns = found
    .getRowsJS()
    .map((row): SourceColumn => ({ name: String(row[0]), type: String(row[1]) }))
    .filter(({ name }) => !leftOut[relation].includes(name))
    .map(({ name, type }) => `${quoted(name)}: ${quoted(fixedTypes[relation][name] ?? textInstead(type))}`);
  return `read_json(${common}, columns = {${columns.join(", ")}})`;
}

/** Fields that were null in every record are read as text; JSON of no one type stays text. */
function textInstead(type: string): string {
  return type === "JSON" || type === "NULL" || type === '"NULL"' ? "VARCHAR" : type;
}

function flatten(path: readonly string[], type: string, into: { expression: string; name: string }[]): void {
  const members = structMembers(type);
  if (members === null) {
    const [first = "", ...rest] = path;
    into.push({
      expression: rest.reduce(
        (whole, part) => `struct_extract(${whole}, ${quoted(part)})`,
        identifier(first),
      ),
      // flat copies write nested fields with a point
      name: path.join("_").replaceAll(".", "_"),
    });
    return;
  }
  for (const member of members) flatten([...path, member.name], member.type, into);
}

/** The members of `STRUCT(a VARCHAR, "b c" STRUCT(…))`; null for any other type. */
function structMembers(type: string): readonly SourceColumn[] | null {
  if (!type.startsWith("STRUCT(") || !type.endsWith(")")) return null;
  const inner = type.slice("STRUCT(".length, -1);
  const members: SourceColumn[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let place = 0; place <= inner.length; place += 1) {
    const character = inner[place];
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && character === "(") depth += 1;
    if (!isQuoted && character === ")") depth -= 1;
    if (character === undefined || (character === "," && depth === 0 && !isQuoted)) {
      const member = inner.slice(start, place).trim();
      const named = /^"((?:[^"]|"")+)"\s+(.+)$|^(\S+)\s+(.+)$/s.exec(member);
      if (named)
        members.push({
          name: (named[1] ?? named[3] ?? "").replaceAll('""', '"'),
          type: named[2] ?? named[4] ?? "",
        });
      start = place + 1;
    }
  }
  return members;
}
