import * as z from "zod";
import { nameSchema, questionSchemas, visibleIf } from "./question-schemas.ts";
import { textSchema } from "./survey-text-schema.ts";

/** A passage of Markdown. */
const passageElement = z.strictObject({
  type: z.literal("html"),
  name: nameSchema,
  visibleIf,
  html: textSchema,
});

const leaves = [...questionSchemas, passageElement] as const;

/** Questions under one heading and one condition. A panel holds no panels. */
const panelElement = z.strictObject({
  type: z.literal("panel"),
  name: nameSchema,
  visibleIf,
  enableIf: visibleIf,
  title: textSchema.optional(),
  description: textSchema.optional(),
  elements: z.array(z.discriminatedUnion("type", leaves)).min(1).max(200),
});

const elementSchema = z.discriminatedUnion("type", [...leaves, panelElement]);

export const elementTypes: readonly string[] = [...leaves, panelElement].map(({ shape }) => shape.type.value);

const pageSchema = z.strictObject({
  name: nameSchema,
  title: textSchema.optional(),
  description: textSchema.optional(),
  visibleIf,
  elements: z.array(elementSchema).min(1).max(200),
});

/**
 * The closed part of SurveyJS that studies may use. Everything else is refused by name: HTML, files, scripts, calculated
 * values, choices from the web, expressions other than visibleIf, enableIf and requiredIf, and settings that would change
 * nothing on our pages.
 */
export const surveySchema = z.strictObject({
  title: textSchema.optional(),
  description: textSchema.optional(),
  showQuestionNumbers: z.union([z.boolean(), z.enum(["on", "off", "onpage", "recursive"])]).optional(),
  pages: z.array(pageSchema).min(1).max(100),
});

export type SurveyJson = z.output<typeof surveySchema>;
export type SurveyElement = z.output<typeof elementSchema>;
export type PanelElement = Extract<SurveyElement, { type: "panel" }>;
export type QuestionElement = Exclude<SurveyElement, { type: "panel" | "html" }>;
export type SelectElement = Extract<SurveyElement, { type: "radiogroup" | "dropdown" | "checkbox" }>;
export type ScalesElement = Extract<SurveyElement, { type: "scales" }>;
export type MatrixElement = Extract<SurveyElement, { type: "matrix" }>;
export type SurveyChoice = NonNullable<SelectElement["choices"]>[number];
