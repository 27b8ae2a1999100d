import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { RefractError } from "@refract/core";
import * as z from "zod";
import { asRefractError, errorCode } from "./file-failure.ts";

/** Runs and other programs have a `manifest.json` too; only a dataset's says which version it is. */
const anyDatasetSchema = z.looseObject({ refract_dataset: z.number() });

/**
 * A folder that appears whole or not at all: it is filled beside its target under a hidden name and renamed at the end.
 * Disposed before `publish`, it leaves nothing; a killed process leaves the hidden folder only.
 */
export class OutputFolder implements AsyncDisposable {
  /** Where to write until it is published. */
  readonly path: string;
  readonly #target: string;
  readonly #overwrite: boolean;
  #done = false;

  private constructor(path: string, target: string, overwrite: boolean) {
    this.path = path;
    this.#target = target;
    this.#overwrite = overwrite;
  }

  /**
   * @param overwrite Allows the target to be an earlier dataset (a folder with a dataset's `manifest.json`); nothing else is ever replaced.
   * @throws RefractError `invalid-input` when the target holds anything else.
   */
  static async create(target: string, overwrite: boolean): Promise<OutputFolder> {
    const absolute = await behindLink(target);
    await checkDatasetFolder(absolute, overwrite);
    try {
      await mkdir(dirname(absolute), { recursive: true });
      const path = await mkdtemp(join(dirname(absolute), `.${basename(absolute)}.partial-`));
      return new OutputFolder(path, absolute, overwrite);
    } catch (cause) {
      throw asRefractError(cause, absolute);
    }
  }

  /** Renames the filled folder to its target. */
  async publish(): Promise<string> {
    await checkDatasetFolder(this.#target, this.#overwrite);
    const aside = `${this.path}.replaced`;
    try {
      const replaces = await moveAside(this.#target, aside);
      try {
        await rename(this.path, this.#target);
      } catch (cause) {
        if (replaces) await rename(aside, this.#target);
        throw cause;
      }
      this.#done = true;
      if (replaces) await rm(aside, { recursive: true, force: true });
      return this.#target;
    } catch (cause) {
      throw asRefractError(cause, this.#target);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#done) await rm(this.path, { recursive: true, force: true });
  }
}

/**
 * Refuses a folder that no dataset may be written to: to be asked before long work, too.
 *
 * @param overwrite Allows an earlier dataset, and nothing else.
 * @throws RefractError `invalid-input` that says what is there
 */
export async function checkDatasetFolder(target: string, overwrite: boolean): Promise<void> {
  let names: string[];
  try {
    names = await readdir(target);
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return;
    if (errorCode(cause) === "ENOTDIR") {
      throw new RefractError("invalid-input", `${target}: is a file, expected a new or empty folder`, {
        cause,
      });
    }
    throw asRefractError(cause, target);
  }
  if (names.length === 0) return;
  if (!overwrite) {
    const isEarlier = names.includes("manifest.json") && (await isDataset(target));
    throw new RefractError(
      "invalid-input",
      `${target}: the folder ${isEarlier ? "holds a dataset, expected another folder, or --overwrite to replace it" : "is not empty, expected a new or empty folder"}`,
    );
  }
  if (!names.includes("manifest.json")) {
    throw new RefractError(
      "invalid-input",
      `${target}: the folder has no manifest.json, so it is no earlier dataset and won't be replaced`,
    );
  }
  if (!(await isDataset(target))) {
    throw new RefractError(
      "invalid-input",
      `${target}: its manifest.json is not that of a dataset, so it is no earlier dataset and won't be replaced`,
    );
  }
}

/** The absolute path of a folder, or of the one a link leads to: no folder can take the place of a link. */
export async function behindLink(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await lstat(absolute).catch(() => null);
  return found?.isSymbolicLink() === true ? realpath(absolute).catch(() => absolute) : absolute;
}

async function isDataset(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "manifest.json"), "utf8");
  try {
    return anyDatasetSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Makes room at the target. True when there was a dataset, which waits at `aside`. */
async function moveAside(target: string, aside: string): Promise<boolean> {
  try {
    await rmdir(target);
    return false;
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return false;
    if (errorCode(cause) !== "ENOTEMPTY" && errorCode(cause) !== "EEXIST") throw cause;
  }
  await rename(target, aside);
  return true;
}
