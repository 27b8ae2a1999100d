import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import { leadsNowhere, ownFilesOf } from "@refract/dataset";

/** Where the records of a folder stand, and what of the folder is no record. */
export interface RecordPaths {
  /** The folder that is read: of a repository in a download cache, its snapshot. */
  readonly folder: string;
  /** Path by name; names are inside the folder, with forward slashes, without a last `.gz`, sorted. */
  readonly paths: ReadonlyMap<string, string>;
  /** Links that lead out of the folder, and what is neither a file nor a folder: not read. */
  readonly leftOut: readonly string[];
  /** Links to nothing, such as half a download leaves: not read. */
  readonly toNothing: readonly string[];
}

/**
 * Finds the record files of a folder. Hidden files are not seen, and neither are folders of runs and reports inside it.
 *
 * Links that are not the folder's own are left out and named.
 *
 * @throws RefractError when the folder can't be read, or is a repository of several snapshots of which none is the current one
 */
export async function findRecordPaths(given: string): Promise<RecordPaths> {
  const folder = await snapshotIn(given);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new RefractError("not-found", `${folder}: ${messageOf(cause)}, expected a folder of records`, {
      cause,
    });
  });
  const isOwn = await ownFilesOf(folder);
  const found = new Map<string, string>();
  const leftOut: string[] = [];
  const toNothing: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join("/");
    if (entry.isDirectory() || name.split("/").some((part) => part.startsWith("."))) continue;
    if (await isOwn(entry)) found.set(name, path);
    else if (await leadsNowhere(path)) toNothing.push(name);
    else leftOut.push(name);
  }
  const made = foldersMadeHere([...found.keys()]);
  const paths = new Map<string, string>();
  for (const [name, path] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (made.some((one) => name.startsWith(`${one}/`))) continue;
    const plain = name.replace(/\.gz$/i, "");
    // a file and its packed copy are one
    if (plain === name || !found.has(plain)) paths.set(plain, path);
  }
  return Object.freeze({
    folder,
    paths: new Map([...paths].sort(([a], [b]) => (a < b ? -1 : 1))),
    leftOut: leftOut.sort(),
    toNothing: toNothing.sort(),
  });
}

/** What of a folder was not read and why, names cut to `most` of a kind; empty where all was. */
export function describeUnread(
  { leftOut, toNothing }: Pick<RecordPaths, "leftOut" | "toNothing">,
  most: number,
): readonly string[] {
  const shown = (names: readonly string[]) =>
    `${names.slice(0, most).join(", ")}${names.length > most ? ` and ${names.length - most} more` : ""}`;
  return [
    ...(toNothing.length === 0
      ? []
      : [`not read, for they are links to nothing (a download that is not complete?): ${shown(toNothing)}`]),
    ...(leftOut.length === 0
      ? []
      : [`not read, for they lead out of the folder or are no files: ${shown(leftOut)}`]),
  ];
}

/** A repository's folder in the cache of Hugging Face has `snapshots`, and `refs/main` names the current one. */
async function snapshotIn(folder: string): Promise<string> {
  const snapshots = await readdir(join(folder, "snapshots"), { withFileTypes: true }).catch(() => null);
  if (snapshots === null || !(await isFolder(join(folder, "blobs")))) return folder;
  const names = snapshots.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const current = (await readFile(join(folder, "refs", "main"), "utf8").catch(() => "")).trim();
  const only = names.length === 1 ? names[0] : undefined;
  const chosen = names.includes(current) ? current : only;
  if (chosen === undefined)
    throw new RefractError(
      "invalid-input",
      `${folder}: is a download cache with ${names.length === 0 ? "no snapshot" : `the snapshots ${names.slice(0, 10).join(", ")}`}, expected one of them as the folder`,
    );
  return join(folder, "snapshots", chosen);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

/** Folders of runs and reports that were put beside the records: they are no records, and change while a run goes on. */
function foldersMadeHere(names: readonly string[]): readonly string[] {
  const foldersWith = (file: string) =>
    names.filter((name) => name.endsWith(`/${file}`)).map((name) => name.slice(0, -file.length - 1));
  const pages = new Set(foldersWith("index.html"));
  return [...foldersWith("run.sqlite"), ...foldersWith("report.json").filter((one) => pages.has(one))];
}
