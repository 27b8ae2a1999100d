import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, RefractError } from "@refract/core";

/** Stands at the beginning of a report's `report.json`: the mark of a folder that may be replaced. */
export const reportFormat = "refract-report/1";

/**
 * Whether a report may be written there: nothing, an empty folder or an earlier report.
 *
 * @throws RefractError `conflict` or `invalid-input`
 */
export async function checkReportFolder(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  if (entries.length === 0) return;
  const text = entries.includes("report.json") ? await readFile(join(folder, "report.json"), "utf8") : "";
  if (!text.startsWith(`{\n "format": "${reportFormat}"`))
    throw new RefractError(
      "invalid-input",
      `${folder}: holds other files, expected an empty folder or an earlier report`,
    );
}

/** Names in a folder; none when it is not there. */
export async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw new RefractError("invalid-input", `${folder}: ${messageOf(cause)}, expected a folder`, { cause });
  }
}

export function writeFailure(folder: string, cause: unknown): RefractError {
  if (cause instanceof RefractError) return cause;
  const isFull = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
  return new RefractError(isFull ? "storage-full" : "unavailable", `${folder}: ${messageOf(cause)}`, {
    cause,
  });
}
