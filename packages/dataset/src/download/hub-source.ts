import { RefractError } from "@refract/core";
import { downloadFailure } from "./download-failure.ts";
import type { KnownDataset } from "./known-datasets.ts";
import type { DatasetSource, ExpectedContent, SourceFile } from "./source-file.ts";
import { wantedFiles } from "./wanted-files.ts";

const defaultHubUrl = "https://huggingface.co";

export interface HubOptions {
  /** A server that speaks the hub's protocol; the public one unless told. */
  readonly hubUrl?: string | undefined;
  /** Of an account that may read a gated dataset. */
  readonly token?: string | undefined;
  /** Patterns of paths, for a dataset of tables. */
  readonly only: readonly string[];
}

/** The files of a dataset on the Hugging Face hub, or on a server that speaks its protocol. */
export async function hubSource(dataset: KnownDataset, options: HubOptions): Promise<DatasetSource> {
  // not loaded by commands that fetch nothing
  const { downloadFile, fileDownloadInfo, listFiles } = await import("@huggingface/hub");
  const hub = (options.hubUrl ?? defaultHubUrl).replace(/\/+$/, "");
  const place = `${hub}/datasets/${dataset.repository}`;
  const access = {
    repo: { type: "dataset", name: dataset.repository },
    hubUrl: hub,
    ...(options.token === undefined ? {} : { accessToken: options.token }),
  } as const;
  const entries = new Map<string, ExpectedContent>();
  try {
    for await (const entry of listFiles({ ...access, recursive: true })) {
      if (entry.type === "file") entries.set(entry.path, expectedOf(entry));
    }
  } catch (cause) {
    throw downloadFailure(place, cause);
  }
  const files: SourceFile[] = [];
  for (const { name, paths, isOptional } of wantedFiles(dataset, place, [...entries.keys()], options.only)) {
    const path = paths.find((candidate) => entries.has(candidate));
    const expected = path === undefined ? undefined : entries.get(path);
    if (path === undefined || expected === undefined) {
      if (isOptional) continue;
      throw new RefractError("not-found", `${place}: has no file ${name}`);
    }
    files.push({
      name,
      expected,
      canResume: true,
      async open(offset) {
        const downloadInfo = await fileDownloadInfo({ ...access, path });
        const blob = downloadInfo === null ? null : await downloadFile({ ...access, path, downloadInfo });
        if (blob === null) throw new RefractError("not-found", `${place}: has no file ${path}`);
        return (offset === 0 ? blob : blob.slice(offset)).stream();
      },
    });
  }
  return { place, files };
}

function expectedOf(entry: {
  readonly size: number;
  readonly oid?: string;
  readonly lfs?: { readonly oid: string; readonly size: number };
}): ExpectedContent {
  if (entry.lfs !== undefined) {
    return {
      bytes: entry.lfs.size,
      checksum: { kind: "sha256", hex: entry.lfs.oid.replace(/^sha256:/, "") },
    };
  }
  return { bytes: entry.size, checksum: entry.oid === undefined ? null : { kind: "git", hex: entry.oid } };
}
