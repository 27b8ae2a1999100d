import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { repositoryRoot } from "@refract/testing";

const root = repositoryRoot();
const leftOut = /^(node_modules|\.node|\.git|\.refract|refract-data|dist(-\d+)?|coverage|test-results)$/;

/** Every file of the project, as paths from its root with `/`, sorted; nothing that is installed or made. */
export function repositoryFiles(): readonly string[] {
  const paths: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !leftOut.test(entry.name)) walk(path);
      if (entry.isFile()) paths.push(relative(root, path).split(sep).join("/"));
    }
  };
  walk(root);
  return paths.toSorted();
}

/** The text of a file of the project. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Whether a file is TypeScript or JavaScript that somebody of the project wrote. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path);
}
