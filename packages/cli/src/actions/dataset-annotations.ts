import { resolve } from "node:path";
import { writeAnnotationFiles } from "@refract/dataset";
import { exitCodes } from "../exit-codes.ts";
import { formatNumber, type Terminal } from "../terminal.ts";

export async function annotateFolder(folder: string, out: string, terminal: Terminal): Promise<number> {
  const written = await writeAnnotationFiles(folder, resolve(out));
  const { ownWords, flaggedTexts } = written;
  terminal.result(
    written,
    `own-words.csv      ${formatNumber(ownWords)} different own words\npersonal-data.csv  ${formatNumber(flaggedTexts)} flagged texts of people\n\nwrote ${written.folder}`,
  );
  return exitCodes.ok;
}
