import { posix } from "node:path";
import { RefractError } from "@refract/core";

/** Names the release itself uses; a file that comes along must not take one. */
const reserved = /^(?:manifest\.json|README\.md|codebook\.(?:json|md)|[^/]+\.jsonl|(?:csv|parquet)\/.*)$/i;

/**
 * Why a dataset can't hold a file that comes along (the study's, a simulation's truth) by this name, or null: it would leave the
 * folder or stand where the data or one of the `others` go.
 */
export function givenFileFault(name: string, others: readonly string[] = []): string | null {
  const normal = posix.normalize(name);
  const leaves = normal.startsWith("../") || normal.startsWith("/") || normal === ".." || normal === ".";
  if (leaves || normal !== name || /[\\:\0]/.test(name))
    return `file ${JSON.stringify(name)}: expected a plain path inside the dataset's folder`;
  if (reserved.test(name) || others.includes(name))
    return `file ${JSON.stringify(name)}: a dataset has a file of its own by this name`;
  return null;
}

/** @throws RefractError `invalid-input` for the first file that a dataset can't hold. */
export function checkGivenFiles(
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): void {
  for (const name of Object.keys(files)) {
    const fault = givenFileFault(name, others);
    if (fault !== null) throw new RefractError("invalid-input", fault);
  }
}
