import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "@refract/core";
import { type Imported, importFile } from "@refract/dataset";

/** Files of the reader's own that an analysis compares a dataset with, and what is wrong with those that cannot be read. */
export interface SideFiles {
  readonly files: readonly Imported[];
  readonly problems: readonly string[];
}

/**
 * The CSV files of a folder named `name` inside the dataset's folder, or else beside it, by file name. They are no part of
 * a release: official statistics and figures of other studies, which a reader supplies.
 */
export async function readSideFiles(datasetFolder: string, name: string): Promise<SideFiles> {
  for (const parent of [datasetFolder, dirname(resolve(datasetFolder))]) {
    const folder = join(parent, name);
    const entries = await readdir(folder).catch(() => []);
    const names = entries.filter((entry) => entry.toLowerCase().endsWith(".csv")).sort();
    if (names.length > 0) return readAll(folder, name, names);
  }
  return { files: [], problems: [] };
}

async function readAll(folder: string, name: string, names: readonly string[]): Promise<SideFiles> {
  const files: Imported[] = [];
  const problems: string[] = [];
  for (const file of names) {
    try {
      files.push(await importFile(join(folder, file)));
    } catch (error) {
      problems.push(`${name}/${messageOf(error)}`);
    }
  }
  return { files, problems };
}
