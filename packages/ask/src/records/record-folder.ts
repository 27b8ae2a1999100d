import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type RecordFiles, RefractError } from "@refract/core";
import { parseCsvRows } from "./csv-rows.ts";
import { parseJsonDocument, parseJsonRows } from "./json-rows.ts";
import { readParquetRows } from "./parquet-rows.ts";
import { findRecordPaths } from "./record-paths.ts";
import { readRecordText } from "./record-text.ts";

/** A user's copy of an instrument's records, which remembers what was read from it. */
export interface RecordFolder extends RecordFiles {
  /** The folder that is read: of a repository in a download cache, its snapshot. */
  readonly folder: string;
  /** Files that are not read: links that lead out of the folder, and what is no file. */
  readonly leftOut: readonly string[];
  /** Links to nothing, such as half a download leaves: not read. */
  readonly toNothing: readonly string[];
  /** SHA-256 of each file that was read, by name, names sorted: what a run's identity rests on. */
  hashes(): Promise<Readonly<Record<string, string>>>;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Opens a folder of CSV, TSV, JSONL, JSON and Parquet files, packed by gzip or not. Nothing is read before it is asked for.
 *
 * @throws RefractError when the folder can't be read.
 */
export async function openRecordFolder(given: string): Promise<RecordFolder> {
  const { folder, paths, leftOut, toNothing } = await findRecordPaths(given);
  const names = [...paths.keys()];
  const read = new Set<string>();
  const existing = (name: string): string => {
    const path = paths.get(name);
    if (path === undefined)
      throw new RefractError(
        "not-found",
        `${name}: no such file in ${folder}, which has ${names.length === 0 ? "no files" : names.slice(0, 20).join(", ")}`,
      );
    read.add(name);
    return path;
  };
  const text = (name: string): Promise<string> => readRecordText(existing(name), name);
  const rows = async (name: string): Promise<readonly Row[]> => {
    const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    switch (extension) {
      case "csv":
        return parseCsvRows(await text(name), name, ",");
      case "tsv":
        return parseCsvRows(await text(name), name, "\t");
      case "jsonl":
      case "ndjson":
      case "json":
        return parseJsonRows(await text(name), name);
      case "parquet":
        return readParquetRows(existing(name), name);
      default:
        throw new RefractError(
          "invalid-input",
          `${name}: can't be read as rows, expected a .csv, .tsv, .jsonl, .json or .parquet file`,
        );
    }
  };
  return Object.freeze({
    folder,
    names,
    leftOut,
    toNothing,
    rows,
    json: async (name: string) => parseJsonDocument(await text(name), name),
    hashes: async () => {
      const hashes: Record<string, string> = {};
      for (const name of [...read].sort()) hashes[name] = await fileHash(existing(name));
      return hashes;
    },
  });
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
