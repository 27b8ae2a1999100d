import { RefractError } from "@refract/core";
import * as z from "zod";
import { openReleaseFolder, type ReleaseFolder, readFolderJson } from "../check/release-folder.ts";
import { readLineBatches } from "../jsonl/line-reader.ts";
import {
  createReleaseSchemas,
  type ReleaseFileName,
  releaseFileNames,
} from "../prism-release/release-files.ts";
import { type AttributesDescription, createAttributesDescription } from "./describe-attributes.ts";
import { describeQuestions, type QuestionDescription } from "./describe-questions.ts";
import { createSurveyDescription, type ParticipantsDescription } from "./describe-survey.ts";
import { createTotalsDescription, type TotalsDescription } from "./describe-totals.ts";
import { createNameTally } from "./tally.ts";

/**
 * A dataset in numbers, in the shape of PRISM's published tables: `totals`, `participants` and `attributes` have the keys of
 * the reference files `dataset_totals.json`, `participants.json` and `attributes.json` (spec prism-data, "Reference
 * figures"), as far as they can be computed from a release. Numbers are not rounded.
 */
export interface DatasetDescription {
  readonly directory: string;
  readonly totals: TotalsDescription;
  readonly participants: ParticipantsDescription;
  readonly attributes: AttributesDescription;
  /** Conversations by verdict, the most frequent first; empty in studies with scores. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Questions of the study's own by name, in the order asked; none for PRISM's release. */
  readonly questions: Readonly<Record<string, QuestionDescription>>;
  /** Lines that are no records of their file, by file: they are not in any number. `checkDataset` says what is wrong. */
  readonly skippedLines: Readonly<Partial<Record<ReleaseFileName, number>>>;
  /** Files of a release that are not there; their numbers are 0 or null. */
  readonly missingFiles: readonly ReleaseFileName[];
}

export interface DescribeOptions {
  readonly onProgress?: (progress: { readonly bytesRead: number; readonly bytesTotal: number }) => void;
  readonly signal?: AbortSignal;
}

const anyScore = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** Counts a dataset folder in one pass. Throws RefractError when there is nothing to read. */
export async function describeDataset(
  directory: string,
  options: DescribeOptions = {},
): Promise<DatasetDescription> {
  const folder = await openReleaseFolder(directory);
  if (folder.release.size === 0) {
    throw new RefractError(
      "invalid-input",
      `${directory}: holds no file of a release, expected ${releaseFileNames.join(", ")}`,
    );
  }
  const bytesTotal = [...folder.release.values()].reduce((sum, file) => sum + file.bytes, 0);
  const schemas = createReleaseSchemas("study", anyScore);
  const survey = createSurveyDescription();
  const totals = createTotalsDescription();
  const attributes = createAttributesDescription();
  const skippedLines: Partial<Record<ReleaseFileName, number>> = {};
  let bytesRead = 0;

  const each = async <Schema extends z.ZodType>(
    name: ReleaseFileName,
    schema: Schema,
    use: (record: z.output<Schema>) => void,
  ) => {
    const file = folder.release.get(name);
    if (file === undefined) return;
    let skipped = 0;
    const onChunk = (chunk: Buffer) => {
      bytesRead += chunk.length;
      options.onProgress?.({ bytesRead, bytesTotal });
    };
    for await (const batch of readLineBatches(file.path, { onChunk })) {
      options.signal?.throwIfAborted();
      for (const line of batch) {
        const parsed = line.text === null ? undefined : schema.safeParse(parseJson(line.text));
        if (parsed?.success) use(parsed.data);
        else skipped += 1;
      }
    }
    if (skipped > 0) skippedLines[name] = skipped;
  };

  await each("survey.jsonl", schemas["survey.jsonl"], survey.add);
  await each("conversations.jsonl", schemas["conversations.jsonl"], (record) => {
    totals.addConversation(record);
    attributes.addConversation(record);
  });
  await each("utterances.jsonl", schemas["utterances.jsonl"], (record) => {
    totals.addUtterance(record);
    attributes.addScore(record.score);
  });
  await each("metadata.jsonl", schemas["metadata.jsonl"], totals.addMetadata);
  const facts = survey.facts();
  return {
    directory,
    totals: totals.description(folder.release.has("survey.jsonl") ? facts : null),
    participants: survey.description(),
    attributes: attributes.description(facts),
    verdicts: await countVerdicts(folder),
    questions: await describeQuestions(folder, await readFolderJson(folder, "codebook.json")),
    skippedLines,
    missingFiles: releaseFileNames.filter((name) => !folder.release.has(name)),
  };
}

const verdictSchema = z.looseObject({ verdict: z.string().nullable() });

/** The file is no release's own: an export of a study with verdicts has it. */
async function countVerdicts(folder: ReleaseFolder): Promise<Readonly<Record<string, number>>> {
  const tally = createNameTally();
  const file = folder.files.get("verdicts.jsonl");
  if (file === undefined) return {};
  for await (const batch of readLineBatches(file.path)) {
    for (const line of batch) {
      const parsed = verdictSchema.safeParse(parseJson(line.text ?? ""));
      if (parsed.success) tally.add(parsed.data.verdict ?? "null");
    }
  }
  return tally.counts(["null"]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
