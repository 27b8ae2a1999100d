import { describeIssue, fieldName, type JsonValue, missingReasons, RefractError } from "@refract/core";
import * as z from "zod";
import { openRecordFolder } from "../records/record-folder.ts";

const itemSchema = z.object({
  item: z.string(),
  stage: z.string(),
  instrument: z.string().nullish(),
  question: z.string(),
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

/** What one person answered to one item. */
export interface PersonAnswer {
  readonly item: string;
  /** A person at one stage: who meets an item at two stages counts twice. */
  readonly respondent: string;
  readonly reply: string;
  readonly value: JsonValue;
  readonly optionOrder: readonly string[];
  readonly seed: string;
  /** An answer, one of the opt-outs, or why there is none. */
  readonly kind: "answer" | "opt-out" | (typeof missingReasons)[number];
}

/** A dataset's answers to the items of instruments. */
export interface PeopleDataset {
  readonly folder: string;
  /** Some or all of the people are programs. */
  readonly simulated: boolean;
  /** By instrument and item id: the question as people saw it. */
  readonly questions: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly answers: readonly PersonAnswer[];
}

/**
 * Reads the people's side of a comparison from a dataset that `refract export` or `refract simulate` wrote of a study with a task stage.
 *
 * @throws RefractError when the folder is no such dataset, with file and line.
 */
export async function readPeopleDataset(folder: string): Promise<PeopleDataset> {
  const files = await openRecordFolder(folder);
  const lacking = ["items.jsonl", "responses.jsonl"].find((name) => !files.names.includes(name));
  if (lacking !== undefined)
    throw new RefractError(
      "invalid-input",
      `--people: ${folder} has no ${lacking}, expected a dataset of a study with a task stage (refract export or refract simulate)`,
    );
  const questions = new Map<string, Map<string, string>>();
  for (const [index, row] of (await files.rows("items.jsonl")).entries()) {
    const { item, instrument, question } = parsed(itemSchema, row, `${folder}/items.jsonl line ${index + 1}`);
    if (instrument === undefined || instrument === null) continue;
    const known = questions.get(instrument) ?? new Map<string, string>();
    questions.set(instrument, known.set(item, question));
  }
  const answers = (await files.rows("responses.jsonl")).map((row, index): PersonAnswer => {
    const { stage, respondent, missing, rule, ...answer } = parsed(
      responseSchema,
      row,
      `${folder}/responses.jsonl line ${index + 1}`,
    );
    const kind = missing ?? (rule === "people/opt-out" ? "opt-out" : "answer");
    return { ...answer, respondent: JSON.stringify([respondent, stage]), kind };
  });
  const manifest = files.names.includes("manifest.json")
    ? z.object({ mode: z.string() }).safeParse(await files.json("manifest.json"))
    : null;
  const simulated = manifest?.success === true && ["simulated", "mixed"].includes(manifest.data.mode);
  return { folder, simulated, questions, answers };
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
