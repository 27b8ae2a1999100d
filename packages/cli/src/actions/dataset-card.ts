import { readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { decodeText, messageOf, parseStudy, RefractError, type Study, textIn } from "@refract/core";
import { describeDataset, knownDatasets, type Manifest, manifestSchema } from "@refract/dataset";
import { builtInStudySchema } from "../built-in-study-schema.ts";
import { exitCodes } from "../exit-codes.ts";
import { folderCard, type LicenceFacts } from "../folder-card.ts";
import type { Terminal } from "../terminal.ts";

export interface CardOptions {
  readonly title?: string;
  readonly licence?: string;
  readonly fresh?: boolean;
  readonly out?: string;
}

/**
 * The card that came with a folder, or one made from its records: for a copy without a card, or for a folder of the
 * release's form that something else wrote.
 */
export async function cardOfFolder(
  folder: string,
  options: CardOptions,
  terminal: Terminal,
): Promise<number> {
  const made = options.fresh === true || options.title !== undefined || options.licence !== undefined;
  const own = made ? null : await textIfThere(join(folder, "README.md"));
  const card = own ?? (await makeCard(folder, options, terminal));
  if (options.out === undefined) {
    terminal.result({ folder: resolve(folder), made: own === null, card }, card.trimEnd());
    return exitCodes.ok;
  }
  const out = resolve(options.out);
  await writeNew(out, card);
  terminal.result({ folder: resolve(folder), made: own === null, file: out }, `wrote ${out}`);
  return exitCodes.ok;
}

async function makeCard(folder: string, options: CardOptions, terminal: Terminal): Promise<string> {
  const bar = terminal.progress("reading");
  const description = await describeDataset(folder, {
    onProgress: ({ bytesRead, bytesTotal }) => bar.update(bytesRead, bytesTotal),
  });
  bar.end();
  const manifest = await readManifest(folder);
  const study = await readStudy(folder);
  const { totals } = description;
  // The public release has no manifest; its totals are its own.
  const known =
    manifest === null && totals.conversations === 8011 && totals.utterances === 68_371
      ? knownDatasets.find((dataset) => dataset.name === "prism")
      : undefined;
  const languages = study?.languages ?? manifest?.study.languages ?? [];
  const title =
    options.title ??
    known?.title ??
    manifest?.study.title ??
    (study === null ? basename(resolve(folder)) : textIn(study.title, languages[0] ?? "en", "en"));
  const licence: LicenceFacts =
    options.licence !== undefined
      ? { id: options.licence, lines: [], citation: null }
      : known !== undefined
        ? { id: "other", lines: known.licence, citation: known.citation }
        : study !== null
          ? {
              id: study.dataset.licence,
              lines: [`Responses of models: ${study.dataset.modelTextLicence}.`],
              citation: study.dataset.citation ?? null,
            }
          : { id: null, lines: [], citation: null };
  return folderCard({ title, languages, licence, manifest, description });
}

/** Null for a folder without one, and for one that is not to be relied on. */
async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await textIfThere(join(folder, "manifest.json"));
  if (text === null) return null;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new RefractError(
      "invalid-input",
      `${join(folder, "manifest.json")}: can't be read; refract dataset check says what is wrong`,
      { cause },
    );
  }
}

async function readStudy(folder: string): Promise<Study | null> {
  const text = await textIfThere(join(folder, "study.yaml"));
  return text === null ? null : parseStudy(text, builtInStudySchema()).study;
}

async function textIfThere(path: string): Promise<string | null> {
  try {
    return decodeText(await readFile(path), path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
      return null;
    if (cause instanceof RefractError) throw cause;
    throw new RefractError("invalid-input", `${path}: ${messageOf(cause)}`, { cause });
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (cause) {
    const exists = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw exists
      ? new RefractError("invalid-input", `--out: ${path} exists, expected a new file`, { cause })
      : new RefractError("invalid-input", `--out: ${messageOf(cause)}, expected a file that can be written`, {
          cause,
        });
  }
}
