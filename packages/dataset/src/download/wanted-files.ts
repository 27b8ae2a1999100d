import { matchesGlob } from "node:path";
import { RefractError } from "@refract/core";
import type { KnownDataset } from "./known-datasets.ts";

const tablePattern = /\.(csv|tsv|jsonl|ndjson|json|parquet)$/i;

/** A file that is wanted and the paths it may have at its source. */
export interface WantedFile {
  readonly name: string;
  readonly paths: readonly string[];
  readonly isOptional: boolean;
}

/**
 * The files of a dataset, given what its source lists. Of a dataset of tables those that match one of the patterns (all
 * without patterns), under the names they have at the source.
 *
 * @param listed paths with forward slashes, from a source nobody vouches for
 * @throws RefractError `not-found` when no table is there, `invalid-input` for a path that leaves the folder
 */
export function wantedFiles(
  dataset: KnownDataset,
  place: string,
  listed: readonly string[],
  only: readonly string[],
): readonly WantedFile[] {
  const extras = dataset.extras.map((name) => wanted(name, true));
  if (dataset.files !== "tables") {
    if (only.length > 0)
      throw new RefractError(
        "invalid-input",
        `--only: "${dataset.name}" is whole or nothing, expected no --only`,
      );
    return [...dataset.files.map((name) => wanted(name, false)), ...extras];
  }
  const tables = listed.filter(
    (path) =>
      tablePattern.test(path) &&
      !path.split("/").some((part) => part.startsWith(".") && part !== "..") &&
      !dataset.extras.includes(path),
  );
  for (const path of tables)
    if (path.startsWith("/") || /[\\\0]/.test(path) || path.split("/").includes(".."))
      throw new RefractError(
        "invalid-input",
        `${place}: lists ${JSON.stringify(path)}, which leaves the folder`,
      );
  const chosen =
    only.length === 0 ? tables : tables.filter((path) => only.some((pattern) => matchesGlob(path, pattern)));
  if (chosen.length === 0)
    throw new RefractError(
      "not-found",
      `${place}: has no table${only.length === 0 ? "" : ` that matches ${only.join(" or ")}`}, it has ${listed.length === 0 ? "no files" : listed.slice(0, 20).join(", ")}`,
    );
  return [
    ...chosen.toSorted().map((name): WantedFile => ({ name, paths: [name], isOptional: false })),
    ...extras,
  ];
}

/** The published release keeps some files in a folder of their own. */
function wanted(name: string, isOptional: boolean): WantedFile {
  return { name, paths: [name, `metadata/${name}`, `data/${name}`], isOptional };
}
