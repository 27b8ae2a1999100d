import { localizedTextSchema } from "@refract/core";
import * as z from "zod";
import { maximumAnswerCharacters } from "./survey-definition.ts";

/**
 * The closed part of SurveyJS that studies may use. Everything else is refused by name: HTML, files, scripts,
 * calculated values, choices from the web, and expressions other than visibleIf, enableIf and requiredIf.
 */
const textSchema = z.custom<SurveyText>(isSurveyText, {
  error: "expected a text, or one text per language",
});

/** SurveyJS keeps the text of its default language under `default`; here that is the study's first language. */
export type SurveyText = string | { readonly [language: string]: string };

function isSurveyText(input: unknown): boolean {
  if (typeof input === "string") return input.length <= maximumTextCharacters;
  if (typeof input !== "object" || input === null || Array.isArray(input)) return false;
  const { default: fallback, ...byLanguage } = Object.fromEntries(Object.entries(input));
  if (fallback !== undefined && !isShortText(fallback)) return false;
  if (Object.keys(byLanguage).length === 0) return fallback !== undefined;
  return localizedTextSchema.safeParse(byLanguage).success && Object.values(byLanguage).every(isShortText);
}

function isShortText(input: unknown): boolean {
  return typeof input === "string" && input.length > 0 && input.length <= maximumTextCharacters;
}

/** Answers are looked up by name in plain objects, which have names of their own. */
function isFreeName(name: string): boolean {
  return !(name in {});
}

const maximumTextCharacters = 10_000;

const nameSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, {
    error: "expected letters, digits and underscores, beginning with a letter",
  })
  .refine(isFreeName, { error: "expected another name, this one is built into every object" });
const expressionSchema = z.string().min(1).max(2000);

const shared = {
  name: nameSchema,
  visibleIf: expressionSchema.optional(),
  enableIf: expressionSchema.optional(),
  startWithNewLine: z.boolean().optional(),
};

const question = {
  ...shared,
  title: textSchema.optional(),
  description: textSchema.optional(),
  requiredIf: expressionSchema.optional(),
  isRequired: z.boolean().default(false),
  requiredErrorText: textSchema.optional(),
  titleLocation: z.enum(["default", "top", "bottom", "left", "hidden"]).optional(),
  descriptionLocation: z.enum(["default", "underTitle", "underInput"]).optional(),
};

/** How long a free text must be; checked when the survey is handed in, since a text grows. */
const textValidatorSchema = z.strictObject({
  type: z.literal("text"),
  minLength: z.int().min(0).max(maximumAnswerCharacters).optional(),
  maxLength: z.int().min(1).max(maximumAnswerCharacters).optional(),
  text: textSchema.optional(),
});

const freeText = {
  placeholder: textSchema.optional(),
  maxLength: z.int().min(1).max(maximumAnswerCharacters).optional(),
  validators: z.array(textValidatorSchema).max(1).optional(),
};

const choiceValueSchema = z.union([z.string().min(1).max(200), z.number()], {
  error: "expected a text or a number",
});
const choiceSchema = z.union(
  [
    choiceValueSchema.transform((value) => ({ value, text: undefined, pinned: false, isExclusive: false })),
    z.strictObject({
      value: choiceValueSchema,
      text: textSchema.optional(),
      pinned: z
        .boolean()
        .default(false)
        .describe("Stays last, in the order given, when the others are shuffled."),
      isExclusive: z
        .boolean()
        .default(false)
        .describe("In a checkbox: choosing it clears the other choices, such as “None of these”."),
    }),
  ],
  { error: "expected a value, or an object with value and text" },
);

const select = {
  ...question,
  choices: z.array(choiceSchema).max(1000).optional(),
  choicesFromQuestion: nameSchema.optional().describe("Takes the choices of another question."),
  choicesOrder: z.enum(["none", "random", "asc"]).default("none"),
  colCount: z.int().min(0).max(10).optional(),
  showOtherItem: z.boolean().default(false),
  otherText: textSchema.optional(),
  otherPlaceholder: textSchema.optional(),
  otherErrorText: textSchema.optional(),
  showNoneItem: z.boolean().default(false),
  noneText: textSchema.optional(),
  showRefuseItem: z.boolean().default(false).describe("Stored as missing with the reason prefer-not-to-say."),
  refuseText: textSchema.optional(),
  showDontKnowItem: z.boolean().default(false),
  dontKnowText: textSchema.optional(),
};

const textQuestion = z.strictObject({
  type: z.literal("text"),
  ...question,
  ...freeText,
  inputType: z.enum(["text", "number", "date", "time"]).default("text"),
  min: z.union([z.number(), z.string().max(20)]).optional(),
  max: z.union([z.number(), z.string().max(20)]).optional(),
  step: z.number().positive().optional(),
});
const commentQuestion = z.strictObject({
  type: z.literal("comment"),
  ...question,
  ...freeText,
  rows: z.int().min(1).max(50).optional(),
  autoGrow: z.boolean().optional(),
});
const radiogroupQuestion = z.strictObject({ type: z.literal("radiogroup"), ...select });
const dropdownQuestion = z.strictObject({
  type: z.literal("dropdown"),
  ...select,
  placeholder: textSchema.optional(),
  searchEnabled: z.boolean().optional(),
  allowClear: z.boolean().optional(),
});
const checkboxQuestion = z.strictObject({
  type: z.literal("checkbox"),
  ...select,
  minSelectedChoices: z.int().min(0).optional(),
  maxSelectedChoices: z.int().min(1).optional(),
});
const booleanQuestion = z.strictObject({
  type: z.literal("boolean"),
  ...question,
  labelTrue: textSchema.optional(),
  labelFalse: textSchema.optional(),
});
const ratingQuestion = z.strictObject({
  type: z.literal("rating"),
  ...question,
  rateMin: z.int().default(1),
  rateMax: z.int().default(5),
  rateStep: z.int().min(1).default(1),
  minRateDescription: textSchema.optional(),
  maxRateDescription: textSchema.optional(),
  displayMode: z.enum(["auto", "buttons", "dropdown"]).optional(),
});

const rowSchema = z.strictObject({
  value: z
    .string()
    .max(64)
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {
      error: "expected letters, digits, hyphens and underscores, beginning with a letter",
    }),
  text: textSchema,
});

/** Our own type: a list of statements, each on one visual analogue scale. */
const scalesQuestion = z.strictObject({
  type: z.literal("scales"),
  ...question,
  rows: z.array(rowSchema).min(1).max(100),
  rowsOrder: z.enum(["none", "random"]).default("none"),
  minimum: z.int().default(0),
  maximum: z.int().default(100),
  startAt: z
    .union([z.literal("none"), z.int()])
    .default("none")
    .describe(
      "none: no handle until first touch. A number: the handle stands there and counts as an answer.",
    ),
  minText: textSchema,
  maxText: textSchema,
  valueHidden: z.boolean().default(true),
  showOtherRow: z
    .boolean()
    .default(false)
    .describe("One more row in the person's own words, always last, optional."),
  otherRowText: textSchema.optional(),
  otherRowPlaceholder: textSchema.optional(),
});

/** A passage of Markdown. */
const passageElement = z.strictObject({ type: z.literal("html"), ...shared, html: textSchema });

const leaves = [
  textQuestion,
  commentQuestion,
  radiogroupQuestion,
  dropdownQuestion,
  checkboxQuestion,
  booleanQuestion,
  ratingQuestion,
  scalesQuestion,
  passageElement,
] as const;

/** Questions under one heading and one condition. A panel holds no panels. */
const panelElement = z.strictObject({
  type: z.literal("panel"),
  ...shared,
  title: textSchema.optional(),
  description: textSchema.optional(),
  elements: z.array(z.discriminatedUnion("type", leaves)).min(1).max(200),
});

const elementSchema = z.discriminatedUnion("type", [...leaves, panelElement]);

export const elementTypes = [
  "text",
  "comment",
  "radiogroup",
  "dropdown",
  "checkbox",
  "boolean",
  "rating",
  "scales",
  "html",
  "panel",
] as const;

const pageSchema = z.strictObject({
  name: nameSchema,
  title: textSchema.optional(),
  description: textSchema.optional(),
  visibleIf: expressionSchema.optional(),
  elements: z.array(elementSchema).min(1).max(200),
});

/** Layout words of SurveyJS that change no answer; they are passed on. */
const layout = {
  locale: z.string().max(35).optional(),
  showQuestionNumbers: z.union([z.boolean(), z.enum(["on", "off", "onpage", "recursive"])]).optional(),
  showProgressBar: z.union([z.boolean(), z.enum(["on", "off", "top", "bottom", "both", "auto"])]).optional(),
  progressBarType: z.string().max(40).optional(),
  questionTitleLocation: z.enum(["top", "bottom", "left"]).optional(),
  questionErrorLocation: z.enum(["top", "bottom"]).optional(),
  widthMode: z.enum(["auto", "static", "responsive"]).optional(),
  headerView: z.enum(["basic", "advanced"]).optional(),
  logoPosition: z.string().max(20).optional(),
  requiredMark: z.string().max(10).optional(),
  requiredText: z.string().max(10).optional(),
};

export const surveySchema = z.strictObject({
  ...layout,
  title: textSchema.optional(),
  description: textSchema.optional(),
  pages: z.array(pageSchema).min(1).max(100),
});

export type SurveyJson = z.output<typeof surveySchema>;
export type SurveyElement = z.output<typeof elementSchema>;
export type PanelElement = Extract<SurveyElement, { type: "panel" }>;
export type QuestionElement = Exclude<SurveyElement, { type: "panel" | "html" }>;
export type SelectElement = Extract<SurveyElement, { type: "radiogroup" | "dropdown" | "checkbox" }>;
export type ScalesElement = Extract<SurveyElement, { type: "scales" }>;
export type SurveyChoice = NonNullable<SelectElement["choices"]>[number];
