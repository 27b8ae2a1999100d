import { languageTagSchema, recordTextSchema } from "@refract/core";
import * as z from "zod";

const optionSchema = z.strictObject({
  id: z.string().min(1).max(200).describe("What is stored when it is chosen."),
  text: recordTextSchema,
});
export const optionsSchema = z.array(optionSchema);
const twoOptions = optionsSchema.min(2).check(({ value, issues }) => {
  value.forEach(({ id }, index) => {
    if (value.findIndex((option) => option.id === id) < index)
      issues.push({
        code: "custom",
        path: [index, "id"],
        message: `"${id}" stands twice, expected a unique id`,
        input: value,
      });
  });
});

function maximumAboveMinimum({
  value: { minimum, maximum },
  issues,
}: z.core.ParsePayload<{ readonly minimum: number | null; readonly maximum: number | null }>): void {
  if (minimum === null || maximum === null || minimum < maximum) return;
  issues.push({
    code: "custom",
    path: ["maximum"],
    message: `expected more than the minimum, ${minimum}`,
    input: maximum,
  });
}

/** The response formats of core, with texts per language. */
export const taskFormatSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("choice"), options: twoOptions }),
  z.strictObject({ kind: z.literal("several"), options: twoOptions }),
  z.strictObject({ kind: z.literal("true-false") }),
  z.strictObject({ kind: z.literal("likert"), options: twoOptions }),
  z
    .strictObject({
      kind: z.literal("vas"),
      minimum: z.int().default(0),
      maximum: z.int().default(100),
      low: recordTextSchema.describe("The word at the minimum."),
      high: recordTextSchema.describe("The word at the maximum."),
    })
    .check(maximumAboveMinimum),
  z
    .strictObject({
      kind: z.literal("number"),
      minimum: z.number().nullable().default(null),
      maximum: z.number().nullable().default(null),
      whole: z.boolean().default(false),
      unit: recordTextSchema.nullable().default(null),
    })
    .check(maximumAboveMinimum),
  z.strictObject({
    kind: z.literal("text"),
    long: z.boolean().default(false),
    slots: z.int().min(1).max(10).default(1).describe("Boxes for as many answers; one has to be filled."),
  }),
  z.strictObject({ kind: z.literal("ranking"), options: twoOptions }),
]);
export type TaskFormat = z.output<typeof taskFormatSchema>;

const stimulusSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("text"),
    text: recordTextSchema,
    language: languageTagSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal("image"),
    mediaType: z.enum(["image/png", "image/jpeg", "image/webp", "image/gif"]),
    data: z.base64(),
    description: z
      .union([z.literal(""), recordTextSchema])
      .describe("What the picture shows, for those who can't see it; empty where it adds nothing."),
  }),
]);

const attributesSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const itemFields = {
  id: z.string().min(1).max(200).describe("Stored with every answer; unique in the stage."),
  stimulus: z.array(stimulusSchema).default([]).describe("What is shown before the question."),
  question: recordTextSchema,
  optOuts: optionsSchema.default([]).describe("Answers that are no opinion, such as: I don't know."),
  attributes: attributesSchema
    .default({})
    .describe("What results are cut by and people are matched with: country, topic."),
};

/** An item in the study file; its format may be the stage's. */
export const inlineItemSchema = z.strictObject({ ...itemFields, format: taskFormatSchema.optional() });

/** An item as it is put to people, whether from a study file or an instrument. */
export const taskItemSchema = z.strictObject({
  ...itemFields,
  /** The language of all its texts; null where they are in the languages of the study. */
  language: z.string().nullable(),
  /** The scoring group of the instrument. */
  group: z.string(),
  format: taskFormatSchema,
  /** The instrument's variants it runs under; absent for items of a study's own. */
  variants: z.array(z.string()).optional(),
  /** Variants whose condition it shows; absent for items of a study's own and in files that did not say it yet. */
  conditions: z.array(z.string()).optional(),
  /** Versions and translations of one question share it; absent where the item is the only one. */
  cluster: z.string().optional(),
  /** What to know beside the question, in the item's language. */
  guidance: z.string().optional(),
  optionOrder: z.enum(["fixed", "shuffled"]).optional(),
  optionLabels: z.enum(["letters", "numbers", "none"]).optional(),
});
export type TaskItem = z.output<typeof taskItemSchema>;

/** Versions and translations of one question have one; other items have their own. */
export function clusterOf({ cluster, id }: Pick<TaskItem, "cluster" | "id">): string {
  return cluster ?? id;
}

/** What can be chosen or ordered; none for the other formats. */
export function formatOptions(format: TaskFormat): z.output<typeof optionsSchema> {
  return "options" in format ? format.options : [];
}
