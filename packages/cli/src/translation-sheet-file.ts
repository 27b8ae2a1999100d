import { readFile, writeFile } from "node:fs/promises";
import { decodeText, messageOf, RefractError, textEncoding } from "@refract/core";
import { parseCsv } from "@refract/dataset";

/**
 * A sheet as spreadsheets save it: with commas, semicolons or tabs between cells, as UTF-8 or UTF-16.
 *
 * @throws RefractError `not-found` or `invalid-input` with the file, and the line of what is no sheet.
 */
export async function readTranslationSheet(path: string): Promise<ReturnType<typeof parseCsv>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new RefractError(
      "not-found",
      `--fill-from: ${path}: ${failure(cause)}, expected a sheet that --translations wrote`,
      { cause },
    );
  });
  const text = decoded(bytes, path);
  return parseCsv(text, path, delimiterOf(text));
}

export async function writeTranslationSheet(path: string, sheet: string): Promise<void> {
  await writeFile(path, sheet).catch((cause: unknown) => {
    throw new RefractError(
      "invalid-input",
      `--translations: ${path}: ${failure(cause)}, expected a file that can be written`,
      { cause },
    );
  });
}

/** Excel's "Unicode text" is UTF-16 with a byte-order mark. A file in an old code page has lost what other scripts wrote. */
function decoded(bytes: Uint8Array, path: string): string {
  const encoding = textEncoding(bytes);
  return encoding === "utf-16le" || encoding === "utf-16be"
    ? new TextDecoder(encoding).decode(bytes)
    : decodeText(bytes, path, 'expected a sheet saved as "CSV UTF-8"');
}

/** The names of the columns hold none of the three. */
function delimiterOf(text: string): string {
  const header = text.split(/[\r\n]/, 1)[0] ?? "";
  return [";", "\t"].find((mark) => header.includes(mark) && !header.includes(",")) ?? ",";
}

function failure(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code === "ENOENT") return "there is no such file or folder";
  return code === "EISDIR" ? "is a folder" : messageOf(cause);
}
