import * as z from "zod";
import { createModelSchema } from "../prism-release/model-record.ts";

const text = z.string();

const participantExcerpt = z
  .strictObject({
    user_id: text,
    conversation_ids: z.array(text),
    self_description: text,
    top_stated_prefs: z.array(text),
    age: text,
    gender: text,
    education: text,
    employment_status: text,
    marital_status: text,
    english_proficiency: text,
    system_string: text,
  })
  .describe("Some answers of participants; the top three attributes were derived by a third party.");

const openingPrompt = z.strictObject({ opening_prompt: text, cluster_id: z.int(), topic: text });

const fieldSite = z.strictObject({
  threshold: z.number(),
  kind: text,
  size: z.int(),
  unique_participants: z.int(),
  unique_models: z.int(),
  prompts_first3: z.array(text).max(3),
  responses_first3: z.array(text).max(3),
  scores_first3: z.array(z.int()).max(3),
});

const textSample = z.strictObject({
  metadata_row: z.int(),
  column_id: text,
  text,
  section: text,
  en_flag: z.boolean().optional(),
  moderation_flagged: z.boolean().optional(),
});

/** JSONL files that accompany PRISM, each known by keys of its first record. */
export const jsonlKinds = {
  models: { keys: ["long_name", "default_params"], schema: createModelSchema("published") },
  "participant-excerpts": { keys: ["conversation_ids", "top_stated_prefs"], schema: participantExcerpt },
  "opening-prompts": { keys: ["opening_prompt", "cluster_id", "topic"], schema: openingPrompt },
  "field-sites": { keys: ["prompts_first3", "scores_first3"], schema: fieldSite },
  "text-samples": { keys: ["metadata_row", "text"], schema: textSample },
} as const;
export type JsonlKind = keyof typeof jsonlKinds;

export function jsonlKindOf(keys: readonly string[]): JsonlKind | null {
  const found = Object.entries(jsonlKinds).find(([, kind]) => kind.keys.every((key) => keys.includes(key)));
  return found === undefined ? null : (found[0] as JsonlKind);
}

const surveyQuestions = z.record(text, z.strictObject({ full_question: text, short_question: text }));

/** Values of the welfare distribution and how many of 1,000 draws gave each. */
const distribution = z.array(z.tuple([z.number(), z.int().min(1)]));
const welfareDraws = z.strictObject({
  country: text,
  note: text,
  draws: z.record(
    z.enum(["base", "imputed"]),
    z.record(z.enum(["rating", "choice"]), z.record(text, z.record(text, distribution))),
  ),
});

const figures = z.record(text, z.json());

/** Published figures, each file known by keys only it has. */
const figureKeys: Readonly<Record<string, readonly string[]>> = {
  attributes: ["stated_prefs", "percent_na"],
  census_us: ["census_total_count", "sample_before_rebalancing"],
  dataset_totals: ["participants", "interactions", "metadata_flags"],
  free_text: ["word_stats_order", "word_stats"],
  lmsys_comparison: ["win_rate_including_ties", "battles"],
  model_ranking: ["models_in_index_order", "score"],
  neighbourhoods: ["opening_prompt", "model_response", "field_sites"],
  participants: ["demographics", "recruitment_studies"],
  text_features: ["length_p95_chars"],
  welfare_us_summary: ["base", "imputed"],
};

/** One column of the survey with the question behind it; texts hold HTML as the platform kept them. */
export interface SurveyQuestion {
  readonly column: string;
  readonly question: string;
  readonly shortQuestion: string;
}

/** Draws of one population's welfare under one panel scheme. */
export interface WelfareCell {
  readonly data: string;
  readonly measure: string;
  readonly population: string;
  readonly scheme: string;
  readonly distribution: readonly (readonly [value: number, draws: number])[];
}

export type JsonImport =
  | { readonly kind: "survey-questions"; readonly rows: readonly SurveyQuestion[] }
  | { readonly kind: "welfare-draws"; readonly rows: readonly WelfareCell[] }
  | { readonly kind: "figures"; readonly name: string; readonly rows: readonly [z.output<typeof figures>] };

/** A JSON document by its keys; null when nobody knows them. Throws ZodError when its content is not as they say. */
export function readJsonKind(value: unknown): JsonImport | null {
  const parsed = figures.safeParse(value);
  if (!parsed.success) return null;
  const keys = Object.keys(parsed.data);
  if (keys.includes("country") && keys.includes("draws")) {
    return { kind: "welfare-draws", rows: welfareCells(welfareDraws.parse(value)) };
  }
  for (const [name, wanted] of Object.entries(figureKeys)) {
    if (wanted.every((key) => keys.includes(key))) return { kind: "figures", name, rows: [parsed.data] };
  }
  const questions = surveyQuestions.safeParse(value);
  if (!questions.success || keys.length === 0) return null;
  const rows = Object.entries(questions.data).map(([column, { full_question, short_question }]) => ({
    column,
    question: full_question,
    shortQuestion: short_question,
  }));
  return { kind: "survey-questions", rows };
}

function welfareCells({ draws }: z.output<typeof welfareDraws>): WelfareCell[] {
  return Object.entries(draws).flatMap(([data, measures]) =>
    Object.entries(measures).flatMap(([measure, populations]) =>
      Object.entries(populations).flatMap(([population, schemes]) =>
        Object.entries(schemes).map(([scheme, values]) => ({
          data,
          measure,
          population,
          scheme,
          distribution: values,
        })),
      ),
    ),
  );
}
