import {
  DuckDBBigIntVector,
  DuckDBBlobVector,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  type DuckDBResult,
  DuckDBVarCharVector,
  JSDuckDBValueConverter,
} from "@duckdb/node-api";

/** The kinds of arrays a query can be read into; null stays null in text and becomes NaN in numbers. */
export type ArrayKind = "number" | "text";
export type ArraysOf<Kinds extends Readonly<Record<string, ArrayKind>>> = {
  readonly [Name in keyof Kinds]: Kinds[Name] extends "number" ? Float64Array : readonly (string | null)[];
};

/**
 * Reads a result's columns, some thousand rows at a time, each value once.
 *
 * @throws Error without a column of that name
 */
export async function readColumns<const Kinds extends Readonly<Record<string, ArrayKind>>>(
  result: DuckDBResult,
  sql: string,
  kinds: Kinds,
): Promise<ArraysOf<Kinds>> {
  const names = result.columnNames();
  const places = Object.keys(kinds).map((name) => {
    if (!names.includes(name)) throw new Error(`no column "${name}" in: ${sql}`);
    return names.indexOf(name);
  });
  const columns = Object.values(kinds).map((kind) => (kind === "number" ? numberColumn() : textColumn()));
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const [at, column] of columns.entries()) column.take(chunk, places[at] ?? 0);
  }
  return Object.fromEntries(
    Object.keys(kinds).map((name, at) => [name, columns[at]?.all()]),
  ) as ArraysOf<Kinds>;
}

function numberColumn() {
  let held = new Float64Array(2048);
  let length = 0;
  const reserve = (rows: number) => {
    if (length + rows <= held.length) return;
    const grown = new Float64Array(Math.max(length + rows, held.length * 2));
    grown.set(held);
    held = grown;
  };
  return {
    take: (chunk: DuckDBDataChunk, place: number): void => {
      const rows = chunk.rowCount;
      reserve(rows);
      const vector = chunk.getColumnVector(place);
      if (
        vector instanceof DuckDBDoubleVector ||
        vector instanceof DuckDBIntegerVector ||
        vector instanceof DuckDBBigIntVector
      )
        for (let row = 0; row < rows; row += 1) held[length + row] = numberOf(vector.getItem(row));
      else
        for (const [row, value] of chunk.convertColumnValues(place, JSDuckDBValueConverter).entries())
          held[length + row] = numberOf(value);
      length += rows;
    },
    all: (): Float64Array => held.slice(0, length),
  };
}

function numberOf(value: unknown): number {
  return value === null ? Number.NaN : Number(value);
}

function textColumn() {
  const held: (string | null)[] = [];
  return {
    take: (chunk: DuckDBDataChunk, place: number): void => {
      const vector = chunk.getColumnVector(place);
      if (vector instanceof DuckDBVarCharVector)
        for (let row = 0; row < chunk.rowCount; row += 1) held.push(vector.getItem(row));
      else
        for (const value of chunk.convertColumnValues(place, JSDuckDBValueConverter))
          held.push(value === null ? null : String(value));
    },
    all: (): readonly (string | null)[] => held,
  };
}

/** The bytes of a statement's one column, as they come; its connection is to do nothing else meanwhile. */
export async function* readBytes(
  connection: DuckDBConnection,
  sql: string,
): AsyncIterable<readonly Uint8Array[]> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const vector = chunk.getColumnVector(0);
    if (!(vector instanceof DuckDBBlobVector)) throw new Error(`no column of bytes in: ${sql}`);
    yield Array.from({ length: chunk.rowCount }, (_, row) => vector.getItemBytes(row)).filter(
      (each) => each !== null,
    );
  }
}
