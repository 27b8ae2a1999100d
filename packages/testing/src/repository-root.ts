import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the whole project: the nearest one above this file that holds `package-lock.json`. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package-lock.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package-lock.json above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
}
