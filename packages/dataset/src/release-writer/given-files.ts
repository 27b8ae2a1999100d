import { posix } from "node:path";

/** Names the release itself uses, and a simulation's truth; a file that comes along must not take one. */
const reserved =
  /^(?:manifest\.json|README\.md|codebook\.(?:json|md)|truth\.json|[^/]+\.jsonl|(?:csv|parquet)\/.*)$/i;

/** Why a dataset can't hold a study's file by this name, or null: it would leave the folder or stand where the data go. */
export function givenFileFault(name: string): string | null {
  const normal = posix.normalize(name);
  const leaves = normal.startsWith("../") || normal.startsWith("/") || normal === ".." || normal === ".";
  if (leaves || normal !== name || /[\\:\0]/.test(name))
    return `file ${JSON.stringify(name)}: expected a plain path inside the dataset's folder`;
  if (reserved.test(name))
    return `file ${JSON.stringify(name)}: a dataset has a file of its own by this name`;
  return null;
}
