import type { Item } from "./item.ts";

/** A file of the user's copy, already read as rows (CSV, JSONL, Parquet) or as one JSON document. */
export interface RecordFiles {
  /** Paths inside the folder, with forward slashes, sorted. */
  readonly names: readonly string[];
  /** Rows of a CSV, JSONL or Parquet file. Cells of CSV are text. Throws RefractError naming file and line. */
  rows(name: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  json(name: string): Promise<unknown>;
}

/** Something wrong in the records: told by name and count, never silently dropped. */
export interface RecordProblem {
  /** `file.csv line 7` or `question 12`. */
  readonly place: string;
  readonly problem: string;
  /** Whether the item was left out because of it. */
  readonly dropped: boolean;
}

export interface LoadedItems {
  readonly items: readonly Item[];
  readonly problems: readonly RecordProblem[];
  /** Which version of the data this is, from its columns, counts or hash; part of every result. */
  readonly dataVersion: string;
  /** True for records made for tests. */
  readonly synthetic: boolean;
}
