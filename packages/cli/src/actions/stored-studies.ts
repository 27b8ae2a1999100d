import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { RefractError } from "@refract/core";
import { exitCodes } from "../exit-codes.ts";
import { wholeNumber } from "../options.ts";
import { reviewStored, type StoredStudies } from "../stored-studies.ts";
import { type Terminal, table } from "../terminal.ts";
import { isThere } from "../workspace.ts";

export interface StoredStudiesOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly out?: string;
}

/** Says of every stored version whether this version of the program runs it; with `--out`, writes the files of one. */
export async function listStoredStudies(
  { studyId, version: named }: { readonly studyId: string | null; readonly version: string | null },
  options: StoredStudiesOptions,
  terminal: Terminal,
): Promise<number> {
  const only = named === null ? null : wholeNumber("version", named);
  if (studyId === null && options.out !== undefined)
    throw new RefractError("invalid-input", "study: missing, expected the id of the study that is meant");
  const stored = await reviewStored(options);
  const known = [...new Set(stored.versions.map((version) => version.studyId))];
  if (studyId !== null && !known.includes(studyId))
    throw new RefractError(
      "not-found",
      `study: invalid value "${studyId}", expected one that is stored here: ${known.join(", ") || "none is"}`,
    );
  const versions = stored.versions.filter(
    (version) =>
      (studyId === null || version.studyId === studyId) && (only === null || version.version === only),
  );
  if (versions.length === 0 && only !== null)
    throw new RefractError(
      "not-found",
      `version: invalid value ${only}, the study "${studyId}" has no such version`,
    );
  if (options.out !== undefined) return writeFiles(versions.at(-1), options.out, terminal);
  const setAside = versions.filter((version) => version.setAside !== null);
  terminal.result(
    {
      schema: { stored: stored.schema, next: stored.nextSchema },
      versions: versions.map(({ files: _, isDamaged: __, ...version }) => version),
    },
    describe(stored, versions),
  );
  return setAside.length > 0 ? exitCodes.failed : exitCodes.ok;
}

type StoredVersion = StoredStudies["versions"][number];

function describe({ schema, nextSchema }: StoredStudies, versions: readonly StoredVersion[]): string {
  const tables =
    schema === nextSchema || schema === 0
      ? "the tables are of this version of Refract"
      : `the tables are of schema ${schema}; the next start brings them to ${nextSchema}, which earlier code can't open: make a backup first`;
  if (versions.length === 0) return `no study is stored here; ${tables}`;
  const details = versions.flatMap(({ studyId, version, warnings, setAside }) =>
    setAside !== null
      ? [setAside]
      : warnings.length === 0
        ? []
        : [`${studyId} version ${version}, rules that new files have to keep:`, ...warnings],
  );
  const rows = versions.map(({ studyId, version, active, warnings, setAside }) => [
    studyId,
    version,
    active,
    setAside !== null ? "set aside" : warnings.length > 0 ? `runs, ${warnings.length} warnings` : "runs",
  ]);
  return [table(["study", "version", "people under way", "here"], rows), tables, ...details].join("\n\n");
}

async function writeFiles(
  version: StoredVersion | undefined,
  out: string,
  terminal: Terminal,
): Promise<number> {
  const folder = resolve(out);
  if (version === undefined || (await isThere(folder)))
    throw new RefractError("invalid-input", `--out: ${folder} exists, expected a new folder`);
  if (version.isDamaged)
    throw new RefractError("rejected", version.setAside ?? "the version's files are damaged");
  for (const [name, text] of Object.entries(version.files)) {
    const file = join(folder, name);
    if (!file.startsWith(`${folder}${sep}`))
      throw new RefractError("invalid-input", `${name}: leads out of the study's folder`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  terminal.result(
    { study: version.studyId, version: version.version, folder, files: Object.keys(version.files) },
    `wrote ${Object.keys(version.files).length} files of ${version.studyId} version ${version.version} to ${folder}`,
  );
  return exitCodes.ok;
}
