import type { ColumnType } from "../tabular/table.ts";
import type { WrittenTable } from "../tabular/write-tables.ts";

/** A configuration as `dataset_info` of the Hugging Face hub describes it, and the file it reads. */
export interface DatasetInfo {
  readonly config_name: string;
  readonly features: readonly { readonly name: string; readonly dtype: string }[];
  readonly splits: readonly {
    readonly name: "train";
    /** In memory. */
    readonly num_bytes: number;
    readonly num_examples: number;
  }[];
  /** Bytes of the file. */
  readonly download_size: number;
  /** Bytes in memory. */
  readonly dataset_size: number;
  readonly data_files: string;
}

/**
 * Features and splits of every table with rows that was written as Parquet, whose types the hub needs not guess. JSON lines
 * have values of several types in one field (answers) and objects of changing keys, which its reader refuses.
 */
export function datasetInfo(tables: readonly WrittenTable[]): readonly DatasetInfo[] {
  return tables.flatMap(({ name, columns, rows, memoryBytes, files }) => {
    const file = files.find((each) => each.name.endsWith(".parquet"));
    if (file === undefined || rows === 0) return [];
    return [
      {
        config_name: name,
        features: columns.map((column) => ({ name: column.name, dtype: dtypes[column.type] })),
        splits: [{ name: "train" as const, num_bytes: memoryBytes, num_examples: rows }],
        download_size: file.bytes,
        dataset_size: memoryBytes,
        data_files: file.name,
      },
    ];
  });
}

/** Names of the hub's value types; times of Parquet have microseconds and no zone. */
const dtypes: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "string",
  BOOLEAN: "bool",
  BIGINT: "int64",
  DOUBLE: "float64",
  TIMESTAMP: "timestamp[us]",
  DATE: "date32",
};
