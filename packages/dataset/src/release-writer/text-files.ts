import { mkdir } from "node:fs/promises";
import { dirname, join, normalize, posix } from "node:path";
import { RefractError } from "@refract/core";
import { LineFile, type WrittenFile } from "./line-file.ts";

/** Names the release itself uses; a file that comes along must not take one. */
const reserved = /^(?:manifest\.json|README\.md|codebook\.(?:json|md)|[^/]+\.jsonl|(?:csv|parquet)\/.*)$/i;

/** Refuses files that would leave the folder or stand where the data go. */
export function checkGivenFiles(files: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(files)) {
    const normal = posix.normalize(name);
    const leaves = normal.startsWith("../") || normal.startsWith("/") || normal === ".." || normal === ".";
    if (leaves || normal !== name || /[\\:\0]/.test(name)) {
      throw new RefractError(
        "invalid-input",
        `file ${JSON.stringify(name)}: expected a plain path inside the dataset's folder`,
      );
    }
    if (reserved.test(name)) {
      throw new RefractError(
        "invalid-input",
        `file ${JSON.stringify(name)}: a dataset has a file of its own by this name`,
      );
    }
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
