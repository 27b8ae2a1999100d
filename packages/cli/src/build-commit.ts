import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The commit this code was built from, 12 hex digits: from REFRACT_COMMIT, from the file `build-commit` at the top (which an
 * archive made by git fills in), else from git's own files. Null where none of them says it.
 */
export function buildCommit(
  folder: string = repository,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const said = [environment.REFRACT_COMMIT, textOf(join(folder, "build-commit")), headOf(folder)];
  const found = said.find((text) => text !== undefined && /^[0-9a-f]{7,64}$/.test(text));
  return found?.slice(0, 12) ?? null;
}

/** The commit of a clone or a worktree, read without git, which a server may not have. */
function headOf(folder: string): string | undefined {
  const gitFolder = gitFolderOf(folder);
  if (gitFolder === undefined) return undefined;
  const head = textOf(join(gitFolder, "HEAD"));
  const name = /^ref: (.+)$/.exec(head ?? "")?.[1];
  if (name === undefined) return head;
  // A worktree keeps its branches with the clone it belongs to.
  const common = resolve(gitFolder, textOf(join(gitFolder, "commondir")) ?? ".");
  const packed = textOf(join(common, "packed-refs"))
    ?.split("\n")
    .find((line) => line.endsWith(` ${name}`));
  return textOf(join(gitFolder, name)) ?? textOf(join(common, name)) ?? packed?.split(" ")[0];
}

function gitFolderOf(folder: string): string | undefined {
  const path = join(folder, ".git");
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === true) return path;
  const named = /^gitdir: (.+)$/.exec(textOf(path) ?? "")?.[1];
  return named === undefined ? undefined : resolve(dirname(path), named);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
