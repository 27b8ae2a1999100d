import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * A digest over everything the pages are built from: names and bytes of the sources, and the lock file, which pins what
 * they import. Tests are no part of it.
 */
export async function sourcesHash(folder: string, alsoFiles: readonly string[]): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const own = entries
    .filter((entry) => entry.isFile() && isSource(relative(folder, join(entry.parentPath, entry.name))))
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const path of [...own, ...alsoFiles].toSorted()) {
    const bytes = await readFile(path).catch(() => null);
    hash.update(`${relative(folder, path).replaceAll("\\", "/")}\0${bytes?.length ?? "missing"}\0`);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.digest("hex");
}

function isSource(path: string): boolean {
  const [top] = path.split(/[\\/]/);
  return top !== "dist" && top !== "test" && top !== "node_modules" && !/\.test\.tsx?$|\.md$/.test(path);
}
