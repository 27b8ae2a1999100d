import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { RefractError } from "@refract/core";
import { asRefractError, errorCode } from "../release-writer/file-failure.ts";
import { behindLink } from "../release-writer/output-folder.ts";
import { type FetchedFile, fetchFile } from "./fetch-file.ts";
import { folderSource } from "./folder-source.ts";
import { hubSource } from "./hub-source.ts";
import type { KnownDataset } from "./known-datasets.ts";
import type { DatasetSource } from "./source-file.ts";
import { urlSource } from "./url-source.ts";

export interface GetDatasetOptions {
  /** The folder to make: new or empty. */
  readonly out: string;
  /** A folder or an http(s) URL that holds the files; the hub when left out. */
  readonly from?: string;
  /** Another server that speaks the hub's protocol. */
  readonly hubUrl?: string;
  /** Of an account on the hub that may read a gated dataset; goes to the hub alone. */
  readonly token?: string;
  /** Patterns of paths (`data/en/*`) that keep a dataset of tables small; all tables unless told. */
  readonly only?: readonly string[];
  readonly onProgress?: (progress: {
    readonly file: string;
    readonly bytes: number;
    /** Null when the source does not say how much there is. */
    readonly bytesTotal: number | null;
  }) => void;
  readonly signal?: AbortSignal;
}

export interface ObtainedDataset {
  readonly name: string;
  readonly title: string;
  readonly directory: string;
  /** Where it came from. */
  readonly source: string;
  readonly files: readonly FetchedFile[];
  /** To be shown to whoever fetched it. */
  readonly licence: readonly string[];
  readonly citation: string;
}

/**
 * Fetches a published dataset: from the Hugging Face hub, a URL or a folder. The folder appears whole or not at all. What
 * arrived of a broken attempt waits beside it under a hidden name, and the same call goes on from there.
 *
 * @throws RefractError that says what is missing: `not-found`, `not-allowed`, `unavailable`, `storage-full`, `conflict`.
 */
export async function getDataset(
  dataset: KnownDataset,
  options: GetDatasetOptions,
): Promise<ObtainedDataset> {
  const out = await behindLink(options.out);
  await refuseOccupied(out);
  const source = await sourceOf(dataset, options);
  const partial = join(dirname(out), `.${basename(out)}.download`);
  const bytesTotal = totalBytes(source);
  let bytes = 0;
  const files: FetchedFile[] = [];
  try {
    await mkdir(partial, { recursive: true });
  } catch (cause) {
    throw asRefractError(cause, out);
  }
  for (const file of source.files) {
    const onBytes = (more: number) => {
      bytes += more;
      options.onProgress?.({ file: file.name, bytes, bytesTotal });
    };
    files.push(await fetchFile(file, source.place, partial, onBytes, options.signal));
  }
  await publish(partial, out, new Set(files.map((file) => file.name)));
  const { name, title, licence, citation } = dataset;
  return { name, title, directory: out, source: source.place, files, licence, citation };
}

async function sourceOf(
  dataset: KnownDataset,
  { from, hubUrl, token, only = [] }: GetDatasetOptions,
): Promise<DatasetSource> {
  if (from === undefined) return hubSource(dataset, { hubUrl, token, only });
  if (/^https?:\/\//.test(from)) return urlSource(dataset, from);
  return folderSource(dataset, resolve(from), only);
}

function totalBytes(source: DatasetSource): number | null {
  return source.files.reduce<number | null>(
    (sum, { expected }) => (sum === null || expected.bytes === null ? null : sum + expected.bytes),
    0,
  );
}

async function refuseOccupied(out: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(out);
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return;
    if (errorCode(cause) === "ENOTDIR") {
      throw new RefractError("invalid-input", `${out}: is a file, expected a new or empty folder`, { cause });
    }
    throw asRefractError(cause, out);
  }
  if (names.length > 0) {
    throw new RefractError(
      "invalid-input",
      `${out}: the folder is not empty, expected a new or empty folder`,
    );
  }
}

/** Leftovers of an attempt from another source are not part of the dataset. */
async function publish(partial: string, out: string, names: ReadonlySet<string>): Promise<void> {
  try {
    await removeOthers(partial, names);
    await rmdir(out).catch((cause: unknown) => {
      if (errorCode(cause) !== "ENOENT") throw cause;
    });
    await rename(partial, out);
  } catch (cause) {
    throw asRefractError(cause, out);
  }
}

async function removeOthers(folder: string, names: ReadonlySet<string>, above = ""): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const name = `${above}${entry.name}`;
    const path = join(folder, entry.name);
    if ([...names].some((kept) => kept.startsWith(`${name}/`))) await removeOthers(path, names, `${name}/`);
    else if (!names.has(name)) await rm(path, { recursive: true, force: true });
  }
}
