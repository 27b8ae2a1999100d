import * as z from "zod";
import { maximumAnswerCharacters } from "./survey-definition.ts";
import { textSchema } from "./survey-text-schema.ts";

export const nameSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, {
    error: "expected letters, digits and underscores, beginning with a letter",
    abort: true,
  })
  .refine(isFreeName, { error: "expected another name, this one is built into every object" });

/** Answers are looked up by name in plain objects, which have names of their own. */
function isFreeName(name: string): boolean {
  return !(name in {});
}

export const visibleIf = z.string().min(1).max(2000).optional();

const question = {
  name: nameSchema,
  visibleIf,
  enableIf: visibleIf,
  title: textSchema.optional(),
  description: textSchema.optional(),
  requiredIf: visibleIf,
  isRequired: z.boolean().default(false),
  requiredErrorText: textSchema.optional(),
  titleLocation: z.enum(["default", "top", "hidden"]).optional(),
  descriptionLocation: z.enum(["default", "underTitle", "underInput"]).optional(),
};

const defaultValue = z
  .json()
  .optional()
  .describe("The answer that stands there at first; it counts as given where nobody changes it.");
const correctAnswer = z
  .json()
  .optional()
  .describe(
    "Makes the question an attention check: whether the answer is this one is stored beside it. Browsers are not told.",
  );

/** How long a free text must be; checked when the survey is handed in, since a text grows. */
const textValidatorSchema = z.strictObject({
  type: z.literal("text"),
  minLength: z.int().min(0).max(maximumAnswerCharacters).optional(),
  maxLength: z.int().min(1).max(maximumAnswerCharacters).optional(),
  text: textSchema.optional(),
});

const freeText = {
  defaultValue,
  placeholder: textSchema.optional(),
  maxLength: z.int().min(1).max(maximumAnswerCharacters).optional(),
  validators: z.array(textValidatorSchema).max(1).optional(),
};

const choiceValueSchema = z.union([z.string().min(1).max(200), z.number()], {
  error: "expected a text or a number",
});
const bareChoice = choiceValueSchema.transform((value) => ({
  value,
  text: undefined,
  pinned: false,
  isExclusive: false,
}));
const choiceError = { error: "expected a value, or an object with value and text" };
const choiceSchema = z.union(
  [
    bareChoice,
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
  choiceError,
);
const columnSchema = z.union(
  [
    bareChoice,
    z
      .strictObject({ value: choiceValueSchema, text: textSchema.optional() })
      .transform((column) => ({ ...column, pinned: false, isExclusive: false })),
  ],
  choiceError,
);

const select = {
  ...question,
  defaultValue,
  correctAnswer,
  choices: z.array(choiceSchema).max(1000).optional(),
  choicesFromQuestion: nameSchema.optional().describe("Takes the choices of another question."),
  choicesOrder: z.enum(["none", "random", "asc"]).default("none"),
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
const columns = {
  colCount: z.int().min(0).max(10).optional().describe("Columns on a wide page; 0: as many as fit."),
};

const textQuestion = z.strictObject({
  type: z.literal("text"),
  ...question,
  ...freeText,
  correctAnswer,
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
const radiogroupQuestion = z.strictObject({ type: z.literal("radiogroup"), ...select, ...columns });
const dropdownQuestion = z.strictObject({
  type: z.literal("dropdown"),
  ...select,
  placeholder: textSchema.optional(),
  searchEnabled: z.literal(true).optional().describe("Typing finds a choice in every list."),
  allowClear: z
    .boolean()
    .optional()
    .describe("Whether a choice can be taken back; yes unless it says false."),
});
const checkboxQuestion = z.strictObject({
  type: z.literal("checkbox"),
  ...select,
  ...columns,
  minSelectedChoices: z.int().min(0).optional(),
  maxSelectedChoices: z.int().min(1).optional(),
});
const booleanQuestion = z.strictObject({
  type: z.literal("boolean"),
  ...question,
  defaultValue,
  correctAnswer,
  labelTrue: textSchema.optional(),
  labelFalse: textSchema.optional(),
});
const ratingQuestion = z.strictObject({
  type: z.literal("rating"),
  ...question,
  defaultValue,
  correctAnswer,
  rateMin: z.int().default(1),
  rateMax: z.int().default(5),
  rateStep: z.int().min(1).default(1),
  minRateDescription: textSchema.optional(),
  maxRateDescription: textSchema.optional(),
  displayMode: z
    .enum(["auto", "buttons", "dropdown"])
    .optional()
    .describe("auto: buttons, or a list where there are more than 20 steps."),
});

const rowObjectSchema = z.strictObject({
  value: z
    .string()
    .max(64)
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {
      error: "expected letters, digits, hyphens and underscores, beginning with a letter",
    }),
  text: textSchema.optional(),
});
/** A bare text is the row's value, as with choices. */
const rowSchema = z.preprocess(
  (input) => (typeof input === "string" ? { value: input } : input),
  rowObjectSchema,
);

/** Statements, each with one choice of the same columns. */
const matrixQuestion = z.strictObject({
  type: z.literal("matrix"),
  ...question,
  defaultValue,
  columns: z.array(columnSchema).min(2).max(20),
  rows: z.array(rowSchema).min(1).max(100),
  rowOrder: z.enum(["initial", "random"]).default("initial"),
  eachRowRequired: z
    .boolean()
    .default(false)
    .describe("Whether every row needs an answer, not only one of them."),
});

/** Choices to bring into an order, all of them. */
const rankingQuestion = z.strictObject({
  type: z.literal("ranking"),
  ...question,
  defaultValue,
  choices: z.array(choiceSchema).min(2).max(50),
  choicesOrder: z.enum(["none", "random", "asc"]).default("none"),
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
  valueHidden: z.boolean().default(true).describe("false: the number stands beside its scale."),
  showOtherRow: z
    .boolean()
    .default(false)
    .describe("One more row in the person's own words, always last, optional."),
  otherRowText: textSchema.optional(),
  otherRowPlaceholder: textSchema.optional(),
});

/** Every type that takes an answer. */
export const questionSchemas = [
  textQuestion,
  commentQuestion,
  radiogroupQuestion,
  dropdownQuestion,
  checkboxQuestion,
  booleanQuestion,
  ratingQuestion,
  scalesQuestion,
  matrixQuestion,
  rankingQuestion,
] as const;
