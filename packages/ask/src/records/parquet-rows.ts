import { messageOf, RefractError } from "@refract/core";
import { duckDbFile } from "@refract/dataset";

type Row = Readonly<Record<string, unknown>>;

/** The rows of a Parquet file as JSON values; whole numbers of 64 bits that JavaScript can't hold stay texts. */
export async function readParquetRows(path: string, name: string): Promise<readonly Row[]> {
  // Loaded by whoever reads Parquet, and by nobody else.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  try {
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(
        `SELECT * FROM read_parquet(${duckDbFile(path)}, hive_partitioning = false)`,
      );
      return reader.getRowObjectsJson().map((row) => Object.fromEntries(Object.entries(row).map(narrowed)));
    } finally {
      connection.closeSync();
    }
  } catch (cause) {
    throw new RefractError("invalid-input", `${name}: ${messageOf(cause)}`, { cause });
  } finally {
    instance.closeSync();
  }
}

function narrowed([column, value]: [string, unknown]): [string, unknown] {
  return [column, typeof value === "bigint" ? Number(value) : value];
}
