import { RefractError } from "@refract/core";
import { downloadFailure, statusFailure } from "./download-failure.ts";
import type { KnownDataset } from "./known-datasets.ts";
import type { DatasetSource, SourceFile } from "./source-file.ts";

/** The files of a dataset below a URL: `URL/survey.jsonl` and so on; `metadata.jsonl` also in a folder `metadata`. */
export async function urlSource(dataset: KnownDataset, base: string): Promise<DatasetSource> {
  const place = base.replace(/\/+$/, "");
  if (dataset.files === "tables")
    throw new RefractError(
      "invalid-input",
      `--from: a web server does not list the files of "${dataset.name}", expected a folder, or no --from`,
    );
  const files: SourceFile[] = [];
  for (const name of [...dataset.files, ...dataset.extras]) {
    const found = await firstThere([`${place}/${name}`, `${place}/metadata/${name}`]);
    if (found === null) {
      if (dataset.extras.includes(name)) continue;
      throw new RefractError("not-found", `${place}: has no file ${name}`);
    }
    files.push({
      name,
      expected: { bytes: found.bytes, checksum: null },
      canResume: false,
      async open(_offset, signal) {
        const response = await fetch(found.url, { ...(signal === undefined ? {} : { signal }) });
        if (!response.ok) throw statusFailure(found.url, response.status);
        if (response.body === null)
          throw new RefractError("unavailable", `${found.url}: an answer without content`);
        return response.body;
      },
    });
  }
  return { place, files };
}

async function firstThere(
  urls: readonly string[],
): Promise<{ readonly url: string; readonly bytes: number | null } | null> {
  for (const url of urls) {
    let response: Response;
    try {
      response = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "identity" } });
    } catch (cause) {
      throw downloadFailure(url, cause);
    }
    if (response.status === 404) continue;
    if (!response.ok) throw statusFailure(url, response.status);
    const length = response.headers.get("content-length");
    const isPlain = response.headers.get("content-encoding") === null;
    return { url, bytes: length !== null && isPlain ? Number(length) : null };
  }
  return null;
}
