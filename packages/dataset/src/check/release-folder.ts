import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import { notOwnFile, ownFilesOf } from "../folder/own-files.ts";
import { openFailure } from "../jsonl/open-failure.ts";
import { type ReleaseFileName, releaseFileNames } from "../prism-release/release-files.ts";

/** A file of a dataset folder. */
export interface FolderFile {
  /** Path inside the folder, with forward slashes. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** What lies in a dataset folder. */
export interface ReleaseFolder {
  readonly directory: string;
  /** Every file, hidden ones left out, by name. */
  readonly files: ReadonlyMap<string, FolderFile>;
  /** The release's files that are there; `metadata.jsonl` also inside a folder `metadata`, where the release's source keeps it. */
  readonly release: ReadonlyMap<ReleaseFileName, FolderFile>;
}

/** Lists a folder. Throws RefractError when it can't be read. */
export async function openReleaseFolder(directory: string): Promise<ReleaseFolder> {
  const files = new Map<string, FolderFile>();
  let entries: readonly Dirent[];
  try {
    if (!(await stat(directory)).isDirectory()) {
      throw new RefractError("invalid-input", `${directory}: is a file, expected a folder`);
    }
    entries = await readdir(directory, { withFileTypes: true, recursive: true });
  } catch (cause) {
    throw openFailure(directory, cause);
  }
  const isOwn = await ownFilesOf(directory);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(directory, "x").length - 1).replaceAll("\\", "/");
    if (entry.isDirectory() || name.split("/").some((part) => part.startsWith("."))) continue;
    if (!(await isOwn(entry))) throw notOwnFile(path);
    try {
      const found = await stat(path);
      if (found.isFile()) files.set(name, { name, path, bytes: found.size });
    } catch (cause) {
      throw openFailure(path, cause);
    }
  }
  const release = new Map<ReleaseFileName, FolderFile>();
  for (const name of releaseFileNames) {
    const file =
      files.get(name) ?? (name === "metadata.jsonl" ? files.get("metadata/metadata.jsonl") : undefined);
    if (file !== undefined) release.set(name, file);
  }
  return { directory, files, release };
}

/** A small JSON file of the folder; undefined when it is not there. Throws RefractError when it is not JSON. */
export async function readFolderJson(folder: ReleaseFolder, name: string): Promise<unknown> {
  const file = folder.files.get(name);
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(file.path, "utf8");
  } catch (cause) {
    throw openFailure(file.path, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefractError("invalid-input", `${name}: not JSON, expected one JSON object`, { cause });
  }
}
