import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { type Bundle, builtInStages, type Stage, studyFileName } from "@refract/collect";
import {
  decodeText,
  fieldName,
  formatProblem,
  type Instrument,
  messageOf,
  RefractError,
  readLocatedYaml,
  type StudyProblem,
} from "@refract/core";
import * as z from "zod";
import { type NamedItems, namedItemsSchema, readTaskItems } from "./task-items.ts";

const maximumFileBytes = 5_000_000;

/** Only what is needed to find the other files; everything else is checked when the bundle is. */
const namesFilesSchema = z.looseObject({
  stages: z
    .array(z.looseObject({ type: z.string().optional().catch(undefined), ...namedItemsSchema.shape }))
    .catch([]),
});

/**
 * Reads a study from its file or folder, with every file it names; a folder of records becomes one file of items, by the
 * instrument the study names. A study may come from a stranger: only files in its own folder are read, and links that lead
 * out of it are refused.
 *
 * @param instruments Asked for only where a study names one.
 * @param kinds Of stages, which say what files they read.
 * @param refuse Told of each file that is named and not read, with its place in the study file; without it the first one throws.
 */
export async function readBundle(
  path: string,
  instruments: () => Promise<readonly Instrument[]> = async () => [],
  refuse: (problem: StudyProblem) => void = throwProblem,
  kinds: readonly Stage[] = builtInStages,
): Promise<Bundle> {
  const file = (await isFolder(path)) ? join(path, studyFileName) : path;
  const folder = dirname(file);
  if (!(await isInside(folder, file)))
    throw new RefractError(
      "invalid-input",
      `${file}: is a link out of its folder, expected a file in the study's own folder`,
    );
  const text = await readText(file, file);
  const files: Record<string, string> = { [studyFileName]: text };
  const { stages, locate } = stagesIn(text);
  const refuseAt = (field: readonly PropertyKey[], message: string): null => {
    const place = { file: basename(file), ...locate(field), field: fieldName(field) };
    refuse({ ...place, message, severity: "error" });
    return null;
  };
  const ownFile = async (name: string, field: readonly PropertyKey[], kind: string) => {
    const target = join(folder, name);
    if (!isAbsolute(name) && (await isInside(folder, target))) return target;
    return refuseAt(field, `invalid value "${name}", expected a ${kind} in the study's own folder`);
  };
  const ownText = async (name: string, field: readonly PropertyKey[]): Promise<string | null> => {
    const target = await ownFile(name, field, "file");
    if (target === null) return null;
    try {
      return await readTextIfThere(target);
    } catch (cause) {
      if (!(cause instanceof RefractError)) throw cause;
      return refuseAt(field, cause.message);
    }
  };
  for (const [index, stage] of stages.entries()) {
    const kind = kinds.find(({ type }) => type === stage.type);
    for (const { field, path: name } of kind?.files(stage) ?? []) {
      const content = await ownText(name, ["stages", index, field]);
      if (content !== null) files[name] = content;
    }
  }
  for (const [index, { instrument, items, settings }] of stages.entries()) {
    if (instrument === undefined || items === undefined) continue;
    const named: NamedItems = { instrument, items, settings };
    const field = ["stages", index, "items"];
    const folderOfItems = await ownFile(items, field, "folder");
    if (folderOfItems === null) continue;
    Object.assign(
      files,
      await readTaskItems(named, folderOfItems, instruments, (name) => ownText(name, field)),
    );
  }
  return files;
}

function throwProblem(problem: StudyProblem): never {
  throw new RefractError("invalid-input", formatProblem(problem));
}

/** The study's own check says what else is wrong with the file, with line and column. */
function stagesIn(text: string): {
  readonly stages: z.output<typeof namesFilesSchema>["stages"];
  readonly locate: ReturnType<typeof readLocatedYaml>["locate"];
} {
  const { value, locate } = readLocatedYaml(text);
  const named = namesFilesSchema.safeParse(value);
  return { stages: named.success ? named.data.stages : [], locate };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new RefractError(
      "not-found",
      `${path}: ${isMissing(cause) ? "there is no such file or folder" : messageOf(cause)}, expected a study file or a folder with ${studyFileName}`,
      { cause },
    );
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

async function isInside(folder: string, target: string): Promise<boolean> {
  const real = await realpath(target).catch(() => target);
  const way = relative(
    await realpath(folder),
    real === target ? join(await realpath(folder), relative(folder, target)) : real,
  );
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function readText(path: string, name: string): Promise<string> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new RefractError(
      "not-found",
      `${name}: ${isMissing(cause) ? "there is no such file" : messageOf(cause)}, expected a study file`,
      { cause },
    );
  });
  // A pipe would be waited for, a device may never end.
  if (!found.isFile()) throw new RefractError("invalid-input", `${name}: is no ordinary file, expected one`);
  if (found.size > maximumFileBytes)
    throw new RefractError(
      "invalid-input",
      `${name}: ${found.size} bytes, expected at most ${maximumFileBytes}`,
    );
  return decodeText(await readFile(path), name);
}

async function readTextIfThere(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : readText(path, basename(path));
}
