import { type RecordFiles, type RecordProblem, RefractError } from "@refract/core";
import * as z from "zod";
import { isMadeData } from "../made-data.ts";
import { isOpinion, type Opinion, opinions } from "./opinion.ts";
import type { KornatOptions } from "./options.ts";
import { type SocialValueRecord, sharesOf } from "./social-value-record.ts";

/** The files by which a dataset of a study with items is known. */
const itemsFile = "items.jsonl";
const responsesFile = "responses.jsonl";

const itemSchema = z.object({
  item: z.string(),
  stage: z.string(),
  question: z.string(),
  options: z.array(z.object({ id: z.string() })),
  attributes: z.record(z.string(), z.unknown()),
});
const responseSchema = z.object({
  item: z.string(),
  stage: z.string(),
  respondent: z.string(),
  rule: z.string(),
  value: z.unknown(),
  missing: z.string().nullable(),
});

export function isSurveyedStudy(files: RecordFiles): boolean {
  return files.names.includes(itemsFile) && files.names.includes(responsesFile);
}

export interface SurveyedStudy {
  readonly records: readonly SocialValueRecord[];
  /** Every answer was made by a program, or some were. */
  readonly simulated: boolean;
  readonly answers: number;
}

/**
 * Derives the shares from the answers people gave in a study of our own: one record an item, and one for each level of the
 * survey field `population`. Opt-outs and passed items count for no option.
 */
export async function readSurveyedStudy(
  files: RecordFiles,
  { population }: Pick<KornatOptions, "population">,
  problems: RecordProblem[],
): Promise<SurveyedStudy> {
  const items = await validRows(files, itemsFile, itemSchema);
  const withheld = items.filter(({ question }) => question === "").length;
  if (withheld > 0)
    throw new RefractError(
      "invalid-input",
      `${itemsFile}: ${withheld} items have no text, since the dataset withholds it, expected a dataset exported with publishTexts: true or a licence of the items`,
    );
  const asked = items.filter(({ options }) => opinions.every((id) => options.some((one) => one.id === id)));
  const groupOf = population === undefined ? null : await levelsByPerson(files, population);
  const counts = new Map<string, Record<Opinion, number>>();
  let answers = 0;
  const count = (key: string, opinion: Opinion) => {
    const known = counts.get(key) ?? noAnswers();
    known[opinion] += 1;
    counts.set(key, known);
  };
  for (const response of await validRows(files, responsesFile, responseSchema)) {
    const { item, stage, respondent, rule, value, missing } = response;
    if (missing !== null || rule !== "people/answer" || typeof value !== "string" || !isOpinion(value))
      continue;
    answers += 1;
    count(keyOf(stage, item, "all"), value);
    const group = groupOf?.get(respondent);
    if (group !== undefined) count(keyOf(stage, item, group), value);
  }
  const populations = ["all", ...new Set(groupOf?.values() ?? [])];
  const records = asked.flatMap(({ item, stage, question, attributes }) => {
    if (!counts.has(keyOf(stage, item, "all")))
      problems.push({ place: `item ${item}`, problem: "nobody has answered it", dropped: true });
    return populations.flatMap((of): SocialValueRecord[] => {
      const found = counts.get(keyOf(stage, item, of));
      return found === undefined
        ? []
        : [
            {
              id: item,
              keyword: wordOf(attributes.keyword),
              question,
              population: of,
              ...sharesOfCounts(found),
            },
          ];
    });
  });
  return { records, simulated: await isMadeData(files, []), answers };
}

/** @throws RefractError naming file, record and field of the first that is none of a dataset's */
async function validRows<Row>(
  files: RecordFiles,
  name: string,
  schema: z.ZodType<Row>,
): Promise<readonly Row[]> {
  return (await files.rows(name)).map((row, index) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new RefractError(
      "invalid-input",
      `${name} row ${index + 1}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}, expected a dataset that refract export wrote`,
    );
  });
}

const keyOf = (stage: string, item: string, population: string): string =>
  JSON.stringify([stage, item, population]);

function noAnswers(): Record<Opinion, number> {
  return { strongly_disagree: 0, disagree: 0, neutral: 0, agree: 0, strongly_agree: 0 };
}

function sharesOfCounts(counts: Readonly<Record<Opinion, number>>) {
  const respondents = opinions.reduce((sum, opinion) => sum + counts[opinion], 0);
  const shares = Object.fromEntries(opinions.map((opinion) => [opinion, counts[opinion] / respondents]));
  return { shares: sharesOf(shares), respondents };
}

function wordOf(keyword: unknown): string {
  return typeof keyword === "string" && keyword !== "" ? keyword : "(none)";
}

/** A person's answer to a question of the survey, wherever the dataset keeps it. */
async function levelsByPerson(files: RecordFiles, field: string): Promise<ReadonlyMap<string, string>> {
  const levels = new Map<string, string>();
  const add = (person: unknown, level: unknown) => {
    if (typeof person === "string" && typeof level === "string") levels.set(person, level);
  };
  if (files.names.includes("survey.jsonl"))
    for (const row of await files.rows("survey.jsonl")) add(row.user_id, row[field]);
  if (files.names.includes("answers.jsonl"))
    for (const row of await files.rows("answers.jsonl"))
      if (row.field === field && row.conversation_id === null) add(row.user_id, row.value);
  return levels;
}
