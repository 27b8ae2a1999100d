import { missingReasons } from "@refract/core";
import * as z from "zod";
import type { ReleaseFolder } from "../check/release-folder.ts";
import { type FieldDefinition, field } from "../codebook/field-definition.ts";
import { FileTally } from "../codebook/field-tally.ts";
import { readLineBatches } from "../jsonl/line-reader.ts";

/** How a question of the study's own was answered. */
export interface QuestionDescription {
  /** The wording asked; null for what nobody was asked. */
  readonly question: string | null;
  readonly answered: number;
  /** Why others have no answer, counted by reason. */
  readonly missing: Readonly<Record<string, number>>;
  /** Counts by choice in the order offered; null for free answers. */
  readonly levels: Readonly<Record<string, number>> | null;
  /** Of numbers; null for others. */
  readonly mean: number | null;
}

const types = ["level", "flag", "integer", "number", "text", "list", "date"] as const;
const codebookSchema = z.object({
  questions: z.array(
    z.object({
      name: z.string(),
      type: z.enum(types),
      question: z.string().nullable(),
      levels: z.array(z.string()),
    }),
  ),
});
const answerSchema = z.object({
  field: z.string(),
  value: z.json(),
  missing: z.enum(missingReasons).nullable(),
});

/** Counts `answers.jsonl` by the questions of `codebook.json`, in its order; none without both. */
export async function describeQuestions(
  folder: ReleaseFolder,
  codebook: unknown,
): Promise<Readonly<Record<string, QuestionDescription>>> {
  const file = folder.files.get("answers.jsonl");
  const parsed = codebookSchema.safeParse(codebook);
  if (file === undefined || !parsed.success) return {};
  const fields = parsed.data.questions.map(
    ({ name, type, question, levels }): FieldDefinition =>
      field(name, type, "", { question, levels, nullMeans: "not-asked" }),
  );
  const names = new Set(fields.map(({ name }) => name));
  const tally = new FileTally({ name: file.name, description: "", fields });
  for await (const batch of readLineBatches(file.path)) {
    for (const line of batch) {
      const answer = answerSchema.safeParse(parseJson(line.text ?? ""));
      if (!answer.success || !names.has(answer.data.field)) continue;
      const { field: name, value, missing } = answer.data;
      tally.add({ [name]: value }, new Map(missing === null ? [] : [[name, missing] as const]));
    }
  }
  return Object.fromEntries(
    tally.counts().map(({ definition, counts }) => [
      definition.name,
      {
        question: definition.question,
        answered: counts.present,
        missing: Object.fromEntries(Object.entries(counts.missing)),
        levels:
          counts.levels === null
            ? null
            : Object.fromEntries(counts.levels.map(({ value, count }) => [value, count])),
        mean: definition.type === "number" || definition.type === "integer" ? counts.mean : null,
      },
    ]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
