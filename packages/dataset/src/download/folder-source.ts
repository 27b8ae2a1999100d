import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { RefractError } from "@refract/core";
import { openReleaseFolder, readFolderJson } from "../check/release-folder.ts";
import { manifestSchema } from "../manifest/manifest.ts";
import type { KnownDataset } from "./known-datasets.ts";
import type { DatasetSource, SourceFile } from "./source-file.ts";
import { wantedFiles } from "./wanted-files.ts";

/** The files of a copy on this machine; an export of Refract with everything its manifest lists. */
export async function folderSource(
  dataset: KnownDataset,
  directory: string,
  only: readonly string[],
): Promise<DatasetSource> {
  const folder = await openReleaseFolder(directory);
  const manifest = manifestSchema.safeParse(await readFolderJson(folder, "manifest.json")).data;
  const files: SourceFile[] = [];
  const add = (name: string, path: string, bytes: number, sha256: string | null) => {
    files.push({
      name,
      expected: { bytes, checksum: sha256 === null ? null : { kind: "sha256", hex: sha256 } },
      canResume: false,
      open: async () => Readable.toWeb(createReadStream(path, { highWaterMark: 1 << 20 })),
    });
  };
  if (manifest !== undefined) {
    for (const entry of manifest.files) {
      const file = folder.files.get(entry.name);
      if (file === undefined) throw new RefractError("not-found", `${directory}: has no file ${entry.name}`);
      add(entry.name, file.path, entry.bytes, entry.sha256);
    }
    const own = folder.files.get("manifest.json");
    if (own !== undefined) add(own.name, own.path, own.bytes, null);
    return { place: directory, files };
  }
  for (const { name, isOptional } of wantedFiles(dataset, directory, [...folder.files.keys()], only)) {
    const file = [...folder.release].find(([known]) => known === name)?.[1] ?? folder.files.get(name);
    if (file !== undefined) add(name, file.path, file.bytes, null);
    else if (!isOptional) throw new RefractError("not-found", `${directory}: has no file ${name}`);
  }
  return { place: directory, files };
}
