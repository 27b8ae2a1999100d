import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { RefractError } from "@refract/core";

/** Tells whether an entry of a folder is a file that belongs to it. */
export type OwnFileTest = (
  entry: Pick<Dirent, "name" | "parentPath" | "isFile" | "isSymbolicLink">,
) => Promise<boolean>;

/**
 * A folder may come from a stranger, and a link in it could lead to anything on this machine. A link belongs to the folder when it leads
 * to a file inside it, or from a snapshot of the Hugging Face cache to the cache's blobs of the same repository. Pipes, sockets and
 * devices never do.
 */
export async function ownFilesOf(folder: string): Promise<OwnFileTest> {
  const own = await realpath(folder);
  const isSnapshot = basename(dirname(own)) === "snapshots";
  const roots = isSnapshot ? [own, join(dirname(dirname(own)), "blobs")] : [own];
  return async (entry) => {
    if (entry.isFile()) return true;
    if (!entry.isSymbolicLink()) return false;
    const target = await realpath(join(entry.parentPath, entry.name)).catch(() => null);
    if (target === null || !(await stat(target)).isFile()) return false;
    return roots.some((root) => {
      const way = relative(root, target);
      return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    });
  };
}

/** Whether a path is a link whose target is not there, such as half a download leaves in a cache. */
export async function leadsNowhere(path: string): Promise<boolean> {
  const isMissing = (thrown: unknown) =>
    thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
  return stat(path).then(() => false, isMissing);
}

/** The error for a file that is not the folder's own. */
export function notOwnFile(name: string): RefractError {
  return new RefractError(
    "invalid-input",
    `${name}: a link that leads out of the folder or nowhere, or no ordinary file; expected a file of the folder itself`,
  );
}

/**
 * Refuses a folder in which a name stands for something that is not the folder's own. Hidden names are not looked at, and neither are
 * folders inside.
 *
 * @throws RefractError `invalid-input` with the name
 */
export async function refuseForeignFiles(folder: string): Promise<void> {
  const isOwn = await ownFilesOf(folder);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() || entry.name.startsWith(".")) continue;
    if (entry.isSymbolicLink() && (await isFolder(join(folder, entry.name)))) continue;
    if (!(await isOwn(entry))) throw notOwnFile(join(folder, entry.name));
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}
