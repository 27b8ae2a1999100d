import { levels } from "@refract/dataset";
import * as z from "zod";
import { ownQuestions } from "./own-questions.ts";

/** Levels of columns of the survey, by column, in the order in which they were offered. */
export type DeclaredOrders = ReadonlyMap<string, readonly string[]>;

/** PRISM's columns whose levels have an order of their own. Those of its other columns are kinds, and stand by size. */
const ordinal: DeclaredOrders = new Map<string, readonly string[]>([
  ["age", levels.ageLevels],
  ["education", levels.educationLevels],
  ["english_proficiency", levels.englishLevels],
  ["lm_familiarity", levels.familiarityLevels],
  ["lm_frequency_use", levels.frequencyLevels],
]);
const kinds: readonly string[] = [
  ...["consent", "consent_age", "lm_indirect_use", "lm_direct_use", "gender", "employment_status"],
  ...["marital_status", "study_id", "study_locale", "religion_categorised", "religion_simplified"],
  ...["ethnicity_categorised", "ethnicity_simplified"],
];
const isKind = (column: string) => kinds.includes(column) || column.startsWith("location_");

const codebookSchema = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      fields: z.array(z.object({ name: z.string(), levels: z.array(z.string()).default([]) })),
    }),
  ),
});

/**
 * The order of levels, as the codebook of a dataset has it, and PRISM's own for a dataset without one: what people were offered from
 * least to most stands so in tables and charts, questions of a study's own among them. A codebook that can't be read says nothing.
 *
 * @param read what `readCodebook` gives
 */
export function declaredOrders(read: unknown): DeclaredOrders {
  const found = new Map(ordinal);
  const codebook = codebookSchema.safeParse(read);
  if (!codebook.success) return found;
  for (const { name, fields } of codebook.data.files) {
    if (!name.startsWith("survey.")) continue;
    for (const field of fields) {
      const column = field.name.replaceAll(".", "_");
      if (field.levels.length > 1 && !isKind(column)) found.set(column, field.levels);
    }
  }
  for (const { column, levels: offered } of ownQuestions(read)) {
    if (offered.length > 1) found.set(column, offered);
  }
  return found;
}

/** Puts levels in their declared order; those that are not declared stay behind them as they came. */
export function inDeclaredOrder<Item>(
  items: readonly Item[],
  order: readonly string[],
  levelOf: (item: Item) => string,
): readonly Item[] {
  const place = (item: Item) => {
    const found = order.indexOf(levelOf(item));
    return found === -1 ? order.length : found;
  };
  return items.toSorted((one, other) => place(one) - place(other));
}
