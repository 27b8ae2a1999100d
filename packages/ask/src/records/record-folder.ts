import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { messageOf, type RecordFiles, RefractError } from "@refract/core";
import { parseCsvRows } from "./csv-rows.ts";
import { parseJsonLines } from "./json-lines.ts";
import { readParquetRows } from "./parquet-rows.ts";

/** A user's copy of an instrument's records, which remembers what was read from it. */
export interface RecordFolder extends RecordFiles {
  /** SHA-256 of each file that was read, by name, names sorted: what a run's identity rests on. */
  hashes(): Promise<Readonly<Record<string, string>>>;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Opens a folder of CSV, TSV, JSONL, JSON and Parquet files. Nothing is read before it is asked for; hidden files are not seen, and neither
 * are folders of runs and reports inside it.
 *
 * @throws RefractError when the folder can't be read.
 */
export async function openRecordFolder(folder: string): Promise<RecordFolder> {
  const names = await filesOf(folder);
  const read = new Set<string>();
  const existing = (name: string): string => {
    if (!names.includes(name))
      throw new RefractError(
        "not-found",
        `${name}: no such file in ${folder}, which has ${names.length === 0 ? "no files" : names.slice(0, 20).join(", ")}`,
      );
    read.add(name);
    return join(folder, name);
  };
  const text = async (name: string): Promise<string> => {
    const bytes = await readFile(existing(name)).catch((cause: unknown) => {
      throw new RefractError("invalid-input", `${name}: ${messageOf(cause)}`, { cause });
    });
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new RefractError("invalid-input", `${name}: the bytes are not UTF-8`, { cause });
    }
  };
  const rows = async (name: string): Promise<readonly Row[]> => {
    const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    switch (extension) {
      case "csv":
        return parseCsvRows(await text(name), name, ",");
      case "tsv":
        return parseCsvRows(await text(name), name, "\t");
      case "jsonl":
      case "ndjson":
        return parseJsonLines(await text(name), name);
      case "json":
        return rowsOfDocument(parseDocument(await text(name), name), name);
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
    names,
    rows,
    json: async (name: string) => parseDocument(await text(name), name),
    hashes: async () => {
      const hashes: Record<string, string> = {};
      for (const name of [...read].sort()) hashes[name] = await fileHash(join(folder, name));
      return hashes;
    },
  });
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new RefractError("not-found", `${folder}: ${messageOf(cause)}, expected a folder of records`, {
      cause,
    });
  });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
    .sort();
  const made = foldersMadeHere(names);
  return names.filter((name) => !made.some((one) => name.startsWith(`${one}/`)));
}

/** Folders of runs and reports that were put beside the records: they are no records, and change while a run goes on. */
function foldersMadeHere(names: readonly string[]): readonly string[] {
  const foldersWith = (file: string) =>
    names.filter((name) => name.endsWith(`/${file}`)).map((name) => name.slice(0, -file.length - 1));
  const pages = new Set(foldersWith("index.html"));
  return [...foldersWith("run.sqlite"), ...foldersWith("report.json").filter((one) => pages.has(one))];
}

function parseDocument(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new RefractError("invalid-input", `${name}: ${messageOf(cause)}`, { cause });
  }
}

/** A JSON file can be rows too: a list of objects. */
function rowsOfDocument(document: unknown, name: string): readonly Row[] {
  if (!Array.isArray(document))
    throw new RefractError("invalid-input", `${name}: expected a list of records`);
  return document.map((row: unknown, index) => {
    if (isRow(row)) return row;
    throw new RefractError("invalid-input", `${name} record ${index + 1}: expected an object`);
  });
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
