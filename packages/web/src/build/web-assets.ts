import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RefractError } from "@refract/core";
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
  const before = await webAssets();
  if (before.isCurrent) return before;
  const fresh = `${before.folder}-${process.pid}`;
  try {
    const hash = await currentHash();
    const { build } = await import("vite");
    await build({
      configFile: join(packageFolder, "vite.config.ts"),
      configLoader: "native",
      logLevel: "error",
      build: { outDir: fresh },
    });
    await writeFile(join(fresh, stampName), hash);
    await rm(before.folder, { recursive: true, force: true });
    await rename(fresh, before.folder);
    return { folder: before.folder, isCurrent: true };
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    throw new RefractError("unavailable", "web: the pages could not be built, expected a complete npm ci", {
      cause,
    });
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
