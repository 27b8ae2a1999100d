import type { CsvCell } from "@refract/core";
import type { FieldType, FileDefinition } from "../codebook/field-definition.ts";
import {
  wideColumns,
  wideInteractionColumns,
  wideResponseColumns,
  wideSuffix,
} from "../prism-release/wide-form.ts";
import { cellOf } from "./cell.ts";

/** A column of a flat table, of one type. Times are UTC. */
export interface Column {
  /** Nested fields are `group.member`, as pandas' json_normalize names them. */
  readonly name: string;
  readonly type: ColumnType;
}
export const columnTypes = ["VARCHAR", "BOOLEAN", "BIGINT", "DOUBLE", "TIMESTAMP", "DATE"] as const;
export type ColumnType = (typeof columnTypes)[number];

/** Rows of one kind, one value for each column. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly CsvCell[]>;
}

/** The columns of a file's records. Lists and objects are JSON in a text; lists of records have no column. */
export function columnsOf(file: FileDefinition): readonly Column[] {
  return file.fields
    .filter((field) => !field.name.includes("[]"))
    .map((field) => ({ name: field.name, type: columnType(field.type) }));
}

/** Takes a record's values in the order of the columns; nested fields are found by the dots of a column's name. */
export function cellReader(columns: readonly Column[]): (record: object) => readonly CsvCell[] {
  const paths = columns.map(({ name, type }) => ({ path: name.split("."), type }));
  return (record) =>
    paths.map(({ path, type }) => {
      let value: unknown = record;
      for (const part of path) {
        value = typeof value === "object" && value !== null ? Reflect.get(value, part) : null;
      }
      return cellOf(value, type);
    });
}

export async function* flatRows(
  records: AsyncIterable<object>,
  columns: readonly Column[],
): AsyncGenerator<readonly CsvCell[]> {
  const read = cellReader(columns);
  for await (const record of records) yield read(record);
}

/** The columns of the wide form for at most `responses` responses a turn. */
export function wideTableColumns(responses: number, utterances: FileDefinition): readonly Column[] {
  const types = new Map(columnsOf(utterances).map((column) => [column.name, column.type]));
  const repeated = new Set<string>(wideResponseColumns);
  return wideColumns(responses).map((name) => {
    const base = name.slice(0, -2);
    return { name, type: types.get(repeated.has(base) ? base : name) ?? "VARCHAR" };
  });
}

/** What the wide form needs of an utterance; its other fields are copied as they are. */
export interface InteractionMember {
  readonly interaction_id: string;
}

/** The wide form: one row per interaction, from utterances whose interactions stand together. */
export async function* wideRows(
  utterances: AsyncIterable<InteractionMember>,
  columns: readonly Column[],
): AsyncGenerator<readonly CsvCell[]> {
  const read = cellReader(columns);
  let group: InteractionMember[] = [];
  for await (const utterance of utterances) {
    if (group[0] !== undefined && group[0].interaction_id !== utterance.interaction_id) {
      yield read(wideRecord(group[0], group));
      group = [];
    }
    group.push(utterance);
  }
  if (group[0] !== undefined) yield read(wideRecord(group[0], group));
}

function wideRecord(first: object, group: readonly object[]): object {
  const row: Record<string, unknown> = {};
  for (const column of wideInteractionColumns) row[column] = Reflect.get(first, column);
  group.forEach((utterance, place) => {
    for (const column of wideResponseColumns) {
      row[`${column}_${wideSuffix(place)}`] = Reflect.get(utterance, column);
    }
  });
  return row;
}

export function columnType(type: FieldType): ColumnType {
  switch (type) {
    case "flag":
      return "BOOLEAN";
    case "integer":
      return "BIGINT";
    case "number":
      return "DOUBLE";
    case "datetime":
      return "TIMESTAMP";
    case "date":
      return "DATE";
    case "id":
    case "text":
    case "level":
    case "map":
    case "list":
      return "VARCHAR";
  }
}
