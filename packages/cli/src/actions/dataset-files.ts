import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import { importFile } from "@refract/dataset";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

/** A file and what it was known as, or why it was not. */
interface DescribedFile {
  readonly file: string;
  readonly kind: string | null;
  readonly rows: number | null;
  readonly problem: string | null;
}

/** Endings of the files that come with PRISM; a folder's other files (pages, licences) are passed over. */
const dataFile = /\.(csv|json|jsonl)$/i;

export async function describeFiles(paths: readonly string[], terminal: Terminal): Promise<number> {
  const found = (await Promise.all(paths.map(filesAt))).flat();
  if (found.length === 0)
    throw new RefractError("invalid-input", `${paths.join(", ")}: no file, expected .csv, .json or .jsonl`);
  const described: DescribedFile[] = [];
  for (const file of found) described.push(await describeOne(file));
  terminal.result(
    described,
    table(
      ["file", "what it is", "rows"],
      described.map(({ file, kind, rows, problem }) => [file, kind ?? problem ?? "", rows ?? ""]),
    ),
  );
  return described.every(({ problem }) => problem === null) ? exitCodes.ok : exitCodes.failed;
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new RefractError("invalid-input", `${path}: ${messageOf(cause)}`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((name) => dataFile.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

async function describeOne(path: string): Promise<DescribedFile> {
  try {
    const imported = await importFile(resolve(path));
    const name = "name" in imported ? ` ${imported.name}` : "";
    return { file: path, kind: `${imported.kind}${name}`, rows: imported.rowCount, problem: null };
  } catch (error) {
    if (!(error instanceof RefractError)) throw error;
    return { file: path, kind: null, rows: null, problem: error.message };
  }
}
