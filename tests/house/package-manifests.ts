import { z } from "zod";
import { readRepositoryFile, repositoryFiles } from "./repository-files.ts";

const versions = z.record(z.string(), z.string()).default({});

const manifestSchema = z.object({
  name: z.string(),
  exports: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
  optionalDependencies: versions,
});

/** What the house's rules ask of a package.json. */
export interface PackageManifest extends z.infer<typeof manifestSchema> {
  /** The package's folder from the root, `""` for the root itself. */
  readonly folder: string;
}

/** Every package.json of the project, the root's first. */
export function packageManifests(): readonly PackageManifest[] {
  return repositoryFiles()
    .filter((path) => path === "package.json" || /^packages\/[^/]+\/package\.json$/.test(path))
    .map((path) => ({
      ...manifestSchema.parse(JSON.parse(readRepositoryFile(path))),
      folder: path.split("/").slice(0, -1).join("/"),
    }))
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** Everything a manifest names, of every kind. */
export function allDependencies(manifest: PackageManifest): Readonly<Record<string, string>> {
  return {
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
    ...manifest.dependencies,
  };
}

/** The entries others may import: `"."`, `"./browser"`. */
export function exportedEntries(manifest: PackageManifest): readonly string[] {
  if (manifest.exports === undefined) return [];
  return typeof manifest.exports === "string" ? ["."] : Object.keys(manifest.exports);
}
