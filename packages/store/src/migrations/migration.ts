import type { Dialect } from "../database.ts";

/** The column types the DDL is written in, spelled for each database. */
export interface ColumnTypes {
  readonly integer: string;
  /** Epoch milliseconds, and money in billionths of a dollar. */
  readonly long: string;
  readonly real: string;
  readonly flag: string;
  readonly json: string;
  readonly bytes: string;
  /** What stands after a table's closing bracket. */
  readonly table: string;
  /** The same for tables of short rows that are only found by their key. */
  readonly keyedTable: string;
}

export const columnTypes: Readonly<Record<Dialect, ColumnTypes>> = {
  sqlite: {
    integer: "integer",
    long: "integer",
    real: "real",
    flag: "integer",
    json: "text",
    bytes: "blob",
    table: "strict",
    keyedTable: "strict, without rowid",
  },
  postgres: {
    integer: "integer",
    long: "bigint",
    real: "double precision",
    flag: "boolean",
    json: "json",
    bytes: "bytea",
    table: "",
    keyedTable: "",
  },
};

/** One step forward. A step that was released is never changed; the next thought is the next step. */
export interface Migration {
  readonly name: string;
  readonly statements: (types: ColumnTypes, dialect: Dialect) => readonly string[];
}
