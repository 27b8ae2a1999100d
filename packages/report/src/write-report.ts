import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import type { Report } from "./blocks.ts";
import { renderReport } from "./render-report.ts";
import { reportFiles } from "./report-files.ts";

const format = "refract-report/1";

/** The paths written, relative to the folder. */
export interface WrittenReport {
  readonly folder: string;
  readonly files: readonly string[];
  /** Charts that could not be drawn, each with the reason; the page has notices in their places. */
  readonly undrawn: readonly string[];
}

/**
 * Writes `index.html`, `report.json`, `tables/` as CSV and JSON and `charts/` as SVG, specification and data. The same report gives the
 * same bytes. An earlier report in the folder is replaced as a whole, when the new one is complete.
 *
 * @throws RefractError `conflict` when the folder holds something else, `storage-full` or `unavailable` when it can't be written.
 */
export async function writeReport(report: Report, folder: string): Promise<WrittenReport> {
  const target = resolve(folder);
  await checkReportFolder(target);
  const files = await reportFiles(report);
  const texts = new Map<string, string>([
    ["index.html", renderReport(files)],
    ["report.json", `${JSON.stringify({ format, ...files.report }, null, 1)}\n`],
  ]);
  for (const { section, block, csv, json, svg } of files.blocks) {
    const place = `${block.kind === "table" ? "tables" : "charts"}/${section}/${block.id}`;
    texts.set(`${place}.csv`, csv);
    if (block.kind === "table") texts.set(`${place}.json`, json);
    else {
      texts.set(`${place}.svg`, svg ?? "");
      texts.set(`${place}.spec.json`, `${JSON.stringify(block.spec, null, 1)}\n`);
    }
  }
  const work = await workFolder(target, folder);
  try {
    const fresh = join(work, "new");
    for (const [name, text] of texts) {
      await mkdir(dirname(join(fresh, name)), { recursive: true });
      await writeFile(join(fresh, name), text);
    }
    // the earlier report is put aside, not deleted, until the new one stands in its place
    const earlier = (await entriesOf(target)).length > 0;
    if (earlier) await rename(target, join(work, "earlier"));
    else await rm(target, { recursive: true, force: true });
    try {
      await rename(fresh, target);
    } catch (cause) {
      if (earlier) await rename(join(work, "earlier"), target);
      throw cause;
    }
  } catch (cause) {
    throw writeFailure(folder, cause);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { folder: target, files: [...texts.keys()], undrawn: files.undrawn };
}

/** A folder beside the target, so that moving from one to the other copies nothing. */
async function workFolder(target: string, shown: string): Promise<string> {
  try {
    await mkdir(dirname(target), { recursive: true });
    return await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  } catch (cause) {
    throw writeFailure(shown, cause);
  }
}

function writeFailure(folder: string, cause: unknown): RefractError {
  const isFull = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
  return new RefractError(isFull ? "storage-full" : "unavailable", `${folder}: ${messageOf(cause)}`, {
    cause,
  });
}

/**
 * Whether a report may be written there: nothing, an empty folder or an earlier report.
 *
 * @throws RefractError `conflict` or `invalid-input`
 */
export async function checkReportFolder(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  if (entries.length === 0) return;
  const text = entries.includes("report.json") ? await readFile(join(folder, "report.json"), "utf8") : "";
  if (!text.startsWith(`{\n "format": "${format}"`))
    throw new RefractError(
      "conflict",
      `${folder}: holds other files, expected an empty folder or an earlier report`,
    );
}

/** Names in a folder; none when it is not there. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw new RefractError("invalid-input", `${folder}: ${messageOf(cause)}, expected a folder`, { cause });
  }
}
