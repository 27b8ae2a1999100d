import { messageOf, RefractError } from "@refract/core";
import { duckDbFile } from "./duckdb-file.ts";
import type { Column } from "./table.ts";

/** Rows of a row group; fixed, and one thread, so that the same rows give the same bytes. */
const rowGroupSize = 10_240;

/** DuckDB keeps a buffer of twice the longest record, so that it is told no more than needed. */
const usualRecordBytes = 1 << 20;

/**
 * Turns a JSONL file whose records have exactly the given columns into a Parquet file (Zstandard). Memory is bounded by a
 * row group and the longest record. The bytes depend on the rows and on DuckDB's version only.
 *
 * @param longestRecordBytes Length of the longest line.
 */
export async function writeParquet(
  jsonlPath: string,
  parquetPath: string,
  columns: readonly Column[],
  longestRecordBytes: number,
): Promise<void> {
  const types = columns.map((column) => `${literal(column.name)}: ${literal(column.type)}`).join(", ");
  // Loaded by whoever writes Parquet, and by nobody else.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "512MB" });
  try {
    const connection = await instance.connect();
    try {
      await connection.run(
        `COPY (SELECT * FROM read_json(${duckDbFile(jsonlPath)}, format = 'newline_delimited', columns = {${types}},
         hive_partitioning = false, maximum_object_size = ${Math.max(usualRecordBytes, longestRecordBytes + 1024)})) TO ${literal(parquetPath)}
         (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize})`,
      );
    } finally {
      connection.closeSync();
    }
  } catch (cause) {
    // DuckDB gives the system's words and no code.
    throw /No space left on device|Disk quota exceeded/.test(messageOf(cause))
      ? new RefractError("storage-full", `${parquetPath}: the disk is full, nothing was written`, { cause })
      : new RefractError("unavailable", `${parquetPath}: ${messageOf(cause)}`, { cause });
  } finally {
    instance.closeSync();
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
