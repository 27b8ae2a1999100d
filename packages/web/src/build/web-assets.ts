import { execFile } from "node:child_process";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { RefractError } from "@refract/core";
import { writePackedCopies } from "./packed-copies.ts";
import { sourcesHash } from "./sources-hash.ts";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const collectFolder = join(packageFolder, "..", "collect", "src");
const stampName = ".sources";

export interface WebAssets {
  /** Holds `participant.html`, `start.html` and `assets/` with hashed names. */
  readonly folder: string;
  /** Whether the pages are there and were built from the sources as they are now. */
  readonly isCurrent: boolean;
}

/** Where the built pages are and whether they are up to date. */
export async function webAssets(): Promise<WebAssets> {
  const folder = join(packageFolder, "dist");
  const [built, now] = await Promise.all([
    readFile(join(folder, stampName), "utf8").catch(() => null),
    currentHash(),
  ]);
  return { folder, isCurrent: built === now };
}

/**
 * Builds the pages if they are missing or older than their sources, else does nothing. The old pages stay in place
 * until the new ones are whole. Throws `unavailable` when the build fails or its tools are not installed.
 */
export async function buildWeb(): Promise<WebAssets> {
  building ??= build().finally(() => {
    building = null;
  });
  return building;
}

/** Two servers of one program share a build. */
let building: Promise<WebAssets> | null = null;

async function build(): Promise<WebAssets> {
  const before = await webAssets();
  if (before.isCurrent) return before;
  const fresh = `${before.folder}-${process.pid}`;
  try {
    const hash = await currentHash();
    await runVite(fresh);
    await writePackedCopies(fresh);
    await writeFile(join(fresh, stampName), hash);
    const meanwhile = await webAssets();
    if (meanwhile.isCurrent) {
      // Another process was first, and somebody may be reading its pages.
      await rm(fresh, { recursive: true, force: true });
      return meanwhile;
    }
    await replaceFolder(before.folder, fresh);
    return { folder: before.folder, isCurrent: true };
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    throw new RefractError("unavailable", "web: the pages could not be built, expected a complete npm ci", {
      cause,
    });
  }
}

/**
 * In a process of its own with NODE_ENV=production: whatever runs this (a test says NODE_ENV=test) would otherwise
 * decide which build of React the pages get.
 */
async function runVite(outFolder: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin", "vite.js");
  const options = ["--outDir", outFolder, "--emptyOutDir", "--configLoader", "native", "--logLevel", "warn"];
  await promisify(execFile)(process.execPath, [vite, "build", ...options], {
    cwd: packageFolder,
    env: { ...process.env, NODE_ENV: "production", NODE_OPTIONS: "" },
  });
}

/**
 * The old pages are moved aside and only then removed, so that there are none for a moment only. Twice, because another process
 * may have put its own build there in between.
 */
async function replaceFolder(folder: string, fresh: string): Promise<void> {
  const aside = `${fresh}-old`;
  for (const isLast of [false, true]) {
    await rename(folder, aside).catch(() => undefined);
    try {
      await rename(fresh, folder);
      return;
    } catch (cause) {
      if (isLast) throw cause;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
}

function currentHash(): Promise<string> {
  return sourcesHash(packageFolder, [
    join(packageFolder, "..", "..", "package-lock.json"),
    join(collectFolder, "browser.ts"),
    join(collectFolder, "survey", "scales-question.ts"),
    join(collectFolder, "survey", "survey-definition.ts"),
  ]);
}
