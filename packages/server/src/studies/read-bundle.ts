import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { type Bundle, studyFileName } from "@refract/collect";
import { messageOf, RefractError } from "@refract/core";
import { parse } from "yaml";
import * as z from "zod";

const maximumFileBytes = 5_000_000;

/** Only what is needed to find the other files; everything else is checked when the bundle is. */
const namesFilesSchema = z.looseObject({
  stages: z.array(z.looseObject({ survey: z.string().optional().catch(undefined) })).catch([]),
});

/**
 * Reads a study from its file or folder, with every file it names. A study may come from a stranger: only files in its
 * own folder are read, and links that lead out of it are refused.
 */
export async function readBundle(path: string): Promise<Bundle> {
  const file = (await isFolder(path)) ? join(path, studyFileName) : path;
  const folder = dirname(file);
  const text = await readText(file, file);
  const files: Record<string, string> = { [studyFileName]: text };
  for (const name of filesNamedIn(text)) {
    const target = join(folder, name);
    if (isAbsolute(name) || !(await isInside(folder, target))) {
      throw new RefractError(
        "invalid-input",
        `${basename(file)}: invalid value "${name}", expected a file in the study's own folder`,
      );
    }
    const content = await readTextIfThere(target);
    if (content !== null) files[name] = content;
  }
  return files;
}

function filesNamedIn(text: string): string[] {
  try {
    const named = namesFilesSchema.safeParse(parse(text, { maxAliasCount: 100 }));
    return named.success ? named.data.stages.flatMap((stage) => stage.survey ?? []) : [];
  } catch {
    return []; // The study's own check says what is wrong with it, with line and column.
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new RefractError(
      "not-found",
      `${path}: ${messageOf(cause)}, expected a study file or a folder with ${studyFileName}`,
      { cause },
    );
  }
}

async function isInside(folder: string, target: string): Promise<boolean> {
  const real = await realpath(target).catch(() => target);
  const way = relative(
    await realpath(folder),
    real === target ? join(await realpath(folder), relative(folder, target)) : real,
  );
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

async function readText(path: string, name: string): Promise<string> {
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new RefractError("not-found", `${name}: ${messageOf(cause)}`, { cause });
  });
  if (size > maximumFileBytes)
    throw new RefractError("invalid-input", `${name}: ${size} bytes, expected at most ${maximumFileBytes}`);
  return readFile(path, "utf8");
}

async function readTextIfThere(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : readText(path, basename(path));
}
