import { resolve } from "node:path";
import { getDataset } from "@refract/dataset";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

export interface GetOptions {
  readonly out: string;
  readonly from?: string;
  readonly hubUrl?: string;
}

export async function getFolder(name: string, options: GetOptions, terminal: Terminal): Promise<number> {
  const bar = terminal.progress("downloading");
  const got = await getDataset(name, {
    out: resolve(options.out),
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
      `next: refract dataset check ${options.out}`,
    ].join("\n"),
  );
  return exitCodes.ok;
}
