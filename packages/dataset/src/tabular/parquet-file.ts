import { DuckDBInstance } from "@duckdb/node-api";
import { messageOf, RefractError } from "@refract/core";
import type { Column } from "./table.ts";

/** Rows of a row group; fixed, and one thread, so that the same rows give the same bytes. */
const rowGroupSize = 20_480;

/**
 * Turns a JSONL file whose records have exactly the given columns into a Parquet file (Zstandard). Memory is bounded by a
 * row group. The bytes depend on the rows and on DuckDB's version only.
 */
export async function writeParquet(
  jsonlPath: string,
  parquetPath: string,
  columns: readonly Column[],
): Promise<void> {
  const types = columns.map((column) => `${literal(column.name)}: ${literal(column.type)}`).join(", ");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "512MB" });
  try {
    const connection = await instance.connect();
    try {
      await connection.run(
        `COPY (SELECT * FROM read_json(${literal(jsonlPath)}, format = 'newline_delimited', columns = {${types}},
         maximum_object_size = 67108864)) TO ${literal(parquetPath)}
         (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize})`,
      );
    } finally {
      connection.closeSync();
    }
  } catch (cause) {
    throw new RefractError("unavailable", `${parquetPath}: ${messageOf(cause)}`, { cause });
  } finally {
    instance.closeSync();
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
