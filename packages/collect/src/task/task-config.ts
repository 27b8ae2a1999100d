import { localizedTextSchema, stageBase } from "@refract/core";
import * as z from "zod";
import { inlineItemSchema, optionsSchema, taskFormatSchema } from "./task-item.ts";

const fieldSchema = z.string().min(1).max(200).describe("A field of a survey before this stage.");

export const taskConfigSchema = z.strictObject({
  ...stageBase,
  type: z.literal("task"),
  instrument: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, { error: "expected the id of an instrument (refract instruments)" })
    .optional()
    .describe("The instrument that reads the records in the folder `items`."),
  settings: z.record(z.string(), z.json()).default({}).describe("Settings of the instrument."),
  items: z.union([
    z.string().min(1).describe("Folder of records, beside the study file."),
    z.array(inlineItemSchema).min(1),
  ]),
  variants: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      "Give only items that run under one of these variants of the instrument; its default ones unless named.",
    ),
  format: taskFormatSchema.optional().describe("How items are answered that say nothing of their own."),
  optOuts: optionsSchema
    .default([])
    .describe("Answers that are no opinion, for all items beside those of each."),
  instruction: localizedTextSchema
    .optional()
    .describe("Markdown, on a page of its own before the first item and at hand beside each."),
  perPerson: z.int().min(1).max(2000).default(10).describe("How many items a person is given at most."),
  target: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Answers wanted of each item; items that have them or will have them are given to nobody else.",
    ),
  oneVersion: z
    .boolean()
    .default(true)
    .describe(
      "Whether a person is given one version of a question at most: one wording, language or form, over all task stages.",
    ),
  itemLanguages: z
    .enum(["one", "any"])
    .default("one")
    .describe(
      "With items in several languages: `one` gives a person those in the language of their pages, else in one drawn for them.",
    ),
  licence: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Licence of the items, where it is another than the instrument's data have."),
  publishTexts: z
    .boolean()
    .optional()
    .describe(
      "Whether datasets hold the items' texts. Unless said: where the items are the study's own, have a `licence` here, or the instrument's allows it.",
    ),
  contentConfirmed: z
    .boolean()
    .default(false)
    .describe("You have read the instrument's warning about its items; they are shown to nobody before."),
  itemOrder: z.enum(["random", "as-listed"]).default("random"),
  optionOrder: z
    .enum(["random", "as-listed"])
    .optional()
    .describe(
      "Without it, scales keep their order, an instrument orders options as models see them, and other options are shuffled for each person and item.",
    ),
  mayDecline: z.boolean().default(true).describe("Whether people may prefer not to say."),
  maySkip: z.boolean().default(false).describe("Whether people may leave an item out."),
  mayGoBack: z
    .boolean()
    .default(true)
    .describe("Whether people may return to the items before and change their answers."),
  releaseAfterMinutes: z
    .number()
    .positive()
    .max(60 * 24 * 30)
    .default(60)
    .describe("Items of somebody who was not heard of for so long are given to others."),
  eligible: z
    .array(
      z.strictObject({
        field: fieldSchema,
        oneOf: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
      }),
    )
    .default([])
    .describe(
      "Who is given items: people who answered each of these fields so. Others go on to the next stage.",
    ),
  match: z
    .array(z.strictObject({ attribute: z.string().min(1), field: fieldSchema }))
    .default([])
    .describe("Give only items whose attribute is or holds what the person answered."),
});
export type TaskConfig = z.output<typeof taskConfigSchema>;
