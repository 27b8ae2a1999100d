import { downloadFile, fileDownloadInfo, listFiles } from "@huggingface/hub";
import { RefractError } from "@refract/core";
import { downloadFailure } from "./download-failure.ts";
import type { KnownDataset } from "./known-datasets.ts";
import type { DatasetSource, ExpectedContent, SourceFile } from "./source-file.ts";

const defaultHubUrl = "https://huggingface.co";

/** The files of a dataset on the Hugging Face hub, or on a server that speaks its protocol. */
export async function hubSource(dataset: KnownDataset, hubUrl = defaultHubUrl): Promise<DatasetSource> {
  const hub = hubUrl.replace(/\/+$/, "");
  const place = `${hub}/datasets/${dataset.repository}`;
  const repo = { type: "dataset", name: dataset.repository } as const;
  const entries = new Map<string, ExpectedContent>();
  try {
    for await (const entry of listFiles({ repo, hubUrl: hub, recursive: true })) {
      if (entry.type === "file") entries.set(entry.path, expectedOf(entry));
    }
  } catch (cause) {
    throw downloadFailure(place, cause);
  }
  const files: SourceFile[] = [];
  for (const name of [...dataset.files, ...dataset.extras]) {
    const path = [name, `metadata/${name}`, `data/${name}`].find((candidate) => entries.has(candidate));
    const expected = path === undefined ? undefined : entries.get(path);
    if (path === undefined || expected === undefined) {
      if (dataset.extras.includes(name)) continue;
      throw new RefractError("not-found", `${place}: has no file ${name}`);
    }
    files.push({
      name,
      expected,
      canResume: true,
      async open(offset) {
        const downloadInfo = await fileDownloadInfo({ repo, path, hubUrl: hub });
        const blob =
          downloadInfo === null ? null : await downloadFile({ repo, path, hubUrl: hub, downloadInfo });
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
