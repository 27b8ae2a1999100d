import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeText, messageOf, RefractError } from "@refract/core";
import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Mode } from "../../mode.ts";
import { type PhraseLists, publishedSelfIdentification, type SelfIdentification } from "./feature-view.ts";
import own from "./phrases.json" with { type: "json" };

const fileName = "phrases.json";
const list = z.array(z.string().trim().min(1)).min(1).optional();
const phrasesSchema = z.strictObject({
  deanthropomorphising: list,
  refusal: list,
  self_identification: list,
});

/** Phrases to look for, and what a report says of where they come from. */
export interface ChosenPhrases {
  readonly lists: PhraseLists;
  readonly origin: string;
}

/**
 * Our own lists, each replaced by that of `phrases.json` in the dataset's folder where it has one: an object of the lists
 * `deanthropomorphising`, `refusal` and `self_identification`. Phrases are found as parts of a text in any case; our names of makers and
 * models are found as whole words. As published, those names are the dataset's providers and models, as parts of the text.
 *
 * @throws RefractError `invalid-input` with the file and the field that is wrong
 */
export async function readPhraseLists(data: AnalysisData, mode: Mode): Promise<ChosenPhrases> {
  const given = await readGiven(join(data.folder, fileName));
  const named = Object.entries(given).map(([name, phrases]) => `${name} ${phrases?.length ?? 0}`);
  const names =
    mode === "published"
      ? "names of makers and models are the dataset's providers and the first parts of its models' names"
      : "names of makers and models are a list of known ones, matched as whole words";
  const lowered = (phrases: readonly string[] | undefined) => phrases?.map((phrase) => phrase.toLowerCase());
  return {
    lists: {
      deanthropomorphising: lowered(given.deanthropomorphising) ?? own.deanthropomorphising,
      refusal: lowered(given.refusal) ?? own.refusal,
      selfIdentification: await selfIdentification(data, mode, lowered(given.self_identification)),
    },
    origin:
      named.length === 0
        ? `phrases are lists of our own, matched in any case as parts of the text; ${names}; for the published figures put the lists of notebook 09 of the paper's repository into ${fileName}`
        : `phrases of ${fileName} (${named.join(", ")}), ${named.length === 3 ? "" : "else lists of our own, "}matched in any case as parts of the text${given.self_identification === undefined ? `; ${names}` : ""}`,
  };
}

async function selfIdentification(
  data: AnalysisData,
  mode: Mode,
  given: readonly string[] | undefined,
): Promise<SelfIdentification> {
  if (given !== undefined) return { phrases: given, wholeWords: false };
  return mode === "published"
    ? { phrases: await publishedSelfIdentification(data), wholeWords: false }
    : { phrases: own.self_identification, wholeWords: true };
}

async function readGiven(path: string): Promise<z.output<typeof phrasesSchema>> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    // a single file of comparisons has nothing beside it
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw new RefractError("invalid-input", `${path}: ${messageOf(error)}`, { cause: error });
  });
  if (bytes === null) return {};
  const text = decodeText(bytes, path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new RefractError("invalid-input", `${path}: ${messageOf(cause)}`, { cause });
  }
  const parsed = phrasesSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RefractError(
    "invalid-input",
    `${path}: ${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "invalid"}, expected lists of phrases named ${Object.keys(phrasesSchema.shape).join(", ")}`,
  );
}
