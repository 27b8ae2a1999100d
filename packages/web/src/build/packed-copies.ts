import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Fonts and pictures are packed already. */
const packs: ReadonlySet<string> = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest"]);

/** What fits into one packet gains nothing. */
const smallest = 500;

/**
 * Puts `NAME.br` and `NAME.gz` beside each file of text in a folder, packed as small as it goes. Once per build: the survey
 * library alone takes two seconds, which no start of a server should wait for.
 */
export async function writePackedCopies(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && packs.has(extname(entry.name)))
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const body = await readFile(path);
        if (body.length <= smallest) return;
        const [brotli, zipped] = await Promise.all([
          promisify(brotliCompress)(body, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
              [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
            },
          }),
          promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
        ]);
        await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, zipped)]);
      }),
  );
}
