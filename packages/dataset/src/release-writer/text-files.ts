import { mkdir } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { datasetFileFault, RefractError } from "@refract/core";
import { LineFile, type WrittenFile } from "./line-file.ts";

/**
 * Refuses files that would leave the folder, or stand where the data or others that come along go.
 *
 * @throws RefractError `invalid-input` with the first of them
 */
export function checkGivenFiles(
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): void {
  for (const name of Object.keys(files)) {
    const fault = datasetFileFault(name);
    if (fault !== null) throw new RefractError("invalid-input", fault);
    if (others.includes(name))
      throw new RefractError(
        "invalid-input",
        `file ${JSON.stringify(name)}: a dataset has a file of its own by this name`,
      );
  }
}

/** Files that come along (the study, first of all), byte for byte, in the order of names. */
export async function writeGivenFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const [name, text] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await mkdir(dirname(join(folder, normalize(name))), { recursive: true });
    written.push(await textFile(folder, name, text));
  }
  return written;
}

/** Writes one text as a file. */
export async function textFile(folder: string, name: string, text: string): Promise<WrittenFile> {
  await using file = await LineFile.create(join(folder, name), name);
  await file.writeText(text);
  const written = await file.finish();
  return { ...written, rows: null };
}
