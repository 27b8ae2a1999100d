import { resolve } from "node:path";
import { datasetNamed, getDataset, type KnownDataset, knownDatasets } from "@refract/dataset";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

export interface GetOptions {
  readonly out: string;
  readonly from?: string;
  readonly hubUrl?: string;
  readonly only?: readonly string[];
}

export async function getFolder(name: string, options: GetOptions, terminal: Terminal): Promise<number> {
  const dataset = await findDataset(name);
  const bar = terminal.progress("downloading");
  const token = process.env.HF_TOKEN?.trim() ?? "";
  const got = await getDataset(dataset, {
    out: resolve(options.out),
    ...(token === "" ? {} : { token }),
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.hubUrl === undefined ? {} : { hubUrl: options.hubUrl }),
    onProgress: ({ bytes, bytesTotal, file }) => bar.update(bytes, bytesTotal, file),
  });
  bar.end();
  terminal.result(
    got,
    [
      `${got.title}, from ${got.source}`,
      "",
      table(
        ["file", "bytes"],
        got.files.map((file) => [file.name, file.bytes]),
      ),
      "",
      ...got.licence,
      `cite: ${got.citation}`,
      "",
      `wrote ${got.directory}`,
      dataset.files === "tables"
        ? `next: refract instruments, then refract ask with --from ${options.out}`
        : `next: refract dataset check ${options.out}`,
    ].join("\n"),
  );
  return exitCodes.ok;
}

/** By its name, or by the name of the instrument that is made of it. */
async function findDataset(name: string): Promise<KnownDataset> {
  const known = knownDatasets.find((dataset) => dataset.name === name);
  if (known !== undefined) return known;
  const { instrumentDatasets, instruments } = await import("@refract/instruments");
  return datasetNamed(name, [...knownDatasets, ...instrumentDatasets(instruments)]);
}
