import { describeIssue, fieldName, type JsonValue, missingReasons, RefractError } from "@refract/core";
import { seedDigest } from "@refract/stats/random";
import * as z from "zod";
import { openRecordFolder, type RecordFolder } from "../records/record-folder.ts";
import { levelsByPerson } from "./people-levels.ts";

const itemSchema = z.object({
  item: z.string(),
  stage: z.string(),
  instrument: z.string().nullish(),
  language: z.string().default(""),
  question: z.string(),
  // datasets of earlier versions say less
  questionDigest: z.string().nullish(),
  texts: z.enum(["included", "withheld"]).nullish(),
  conditions: z.array(z.string()).nullish(),
});
const responseSchema = z.object({
  item: z.string(),
  stage: z.string(),
  respondent: z.string(),
  reply: z.string(),
  value: z.json(),
  missing: z.enum(missingReasons).nullable(),
  rule: z.string(),
  optionOrder: z.array(z.string()),
  seed: z.string(),
});

/** What one person answered to one item at one stage. */
export interface PersonAnswer {
  readonly item: string;
  readonly stage: string;
  readonly respondent: string;
  readonly reply: string;
  readonly value: JsonValue;
  readonly optionOrder: readonly string[];
  readonly seed: string;
  /** An answer, one of the opt-outs, or why there is none. */
  readonly kind: "answer" | "opt-out" | (typeof missingReasons)[number];
}

/** An item as people of one stage were shown it. */
export interface ShownItem {
  readonly item: string;
  readonly stage: string;
  readonly language: string;
  /** Of the question. */
  readonly digest: string;
  /** Whether its texts stand in the dataset; null where the dataset does not say. */
  readonly texts: "included" | "withheld" | null;
  /** Variants whose condition it showed; null where the dataset does not say. */
  readonly conditions: readonly string[] | null;
}

/** A dataset's answers to the items of instruments. */
export interface PeopleDataset {
  readonly folder: string;
  /** Some or all of the people are programs. */
  readonly simulated: boolean;
  /** By instrument, in the order of the stages. */
  readonly items: ReadonlyMap<string, readonly ShownItem[]>;
  readonly answers: readonly PersonAnswer[];
  /** By person: the level of the field that people are told apart by; null where they are not. */
  readonly groupOf: ReadonlyMap<string, string> | null;
}

/**
 * Reads the people's side of a comparison from a dataset that `refract export` or `refract simulate` wrote of a study with a task stage.
 *
 * @param by field of the survey that people are told apart by, such as the pool they are of
 * @throws RefractError when the folder is no such dataset, with file and line, or nobody answered the field
 */
export async function readPeopleDataset(folder: string, by: string | null = null): Promise<PeopleDataset> {
  const files = await openRecordFolder(folder);
  const lacking = ["items.jsonl", "responses.jsonl"].find((name) => !files.names.includes(name));
  if (lacking !== undefined)
    throw new RefractError(
      "invalid-input",
      `--people: ${folder} has no ${lacking}, expected a dataset of a study with a task stage (refract export or refract simulate)`,
    );
  const items = new Map<string, ShownItem[]>();
  for (const [index, row] of (await files.rows("items.jsonl")).entries()) {
    const read = parsed(itemSchema, row, `${folder}/items.jsonl line ${index + 1}`);
    const { item, stage, instrument, language, question, questionDigest, texts, conditions } = read;
    if (instrument === undefined || instrument === null) continue;
    const digest = questionDigest ?? seedDigest(question);
    const known = items.get(instrument) ?? [];
    items.set(instrument, known);
    known.push({ item, stage, language, digest, texts: texts ?? null, conditions: conditions ?? null });
  }
  const answers = (await files.rows("responses.jsonl")).map((row, index): PersonAnswer => {
    const { missing, rule, ...answer } = parsed(
      responseSchema,
      row,
      `${folder}/responses.jsonl line ${index + 1}`,
    );
    return { ...answer, kind: missing ?? (rule === "people/opt-out" ? "opt-out" : "answer") };
  });
  return {
    folder,
    simulated: await isSimulated(files),
    items,
    answers,
    groupOf: by === null ? null : await levelsByPerson(files, by),
  };
}

async function isSimulated(files: RecordFolder): Promise<boolean> {
  if (!files.names.includes("manifest.json")) return false;
  const manifest = z.object({ mode: z.string() }).safeParse(await files.json("manifest.json"));
  return manifest.success && ["simulated", "mixed"].includes(manifest.data.mode);
}

function parsed<Row>(schema: z.ZodType<Row>, row: unknown, place: string): Row {
  const result = schema.safeParse(row, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new RefractError(
    "invalid-input",
    `${place}: ${issue === undefined ? "" : `${fieldName(issue.path)}: ${describeIssue(issue)}`}`,
    { cause: result.error },
  );
}
