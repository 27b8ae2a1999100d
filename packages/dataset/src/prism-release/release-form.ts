import * as z from "zod";

/**
 * Two forms of one schema. `published` is PRISM's release as it is: its levels, its ranges, nulls only where it has
 * them. `study` is an export of any study: the same fields in the same order, levels of the study's own (its codebook
 * says which), and null for what was not asked or not answered (the codebook says why).
 */
export const releaseForms = ["published", "study"] as const;
export type ReleaseForm = (typeof releaseForms)[number];

/** The builders in which the two forms differ. Both have the types of the wider one. */
export interface FormFields {
  /** One of the published levels, or any text or null. */
  readonly level: (levels: readonly [string, ...string[]]) => z.ZodType<string | null>;
  /** A text that the published form always has. */
  readonly text: () => z.ZodType<string | null>;
  readonly flag: () => z.ZodType<boolean | null>;
  readonly number: (schema: z.ZodNumber | z.ZodInt) => z.ZodType<number | null>;
}

const publishedFields: FormFields = {
  level: (levels) => z.enum(levels),
  text: () => z.string(),
  flag: () => z.boolean(),
  number: (schema) => schema,
};

const studyFields: FormFields = {
  level: () => z.string().nullable(),
  text: () => z.string().nullable(),
  flag: () => z.boolean().nullable(),
  number: (schema) => schema.nullable(),
};

export function formFields(form: ReleaseForm): FormFields {
  return form === "published" ? publishedFields : studyFields;
}

/** An object schema with one schema for every key, in order. */
export function recordOf<Key extends string, Value extends z.ZodType>(
  keys: readonly Key[],
  value: Value,
): Record<Key, Value> {
  // Object.fromEntries forgets the key type; the keys are the given ones.
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, Value>;
}

/** `YYYY-MM-DD HH:MM:SS`, in UTC. */
export const datetimeSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, {
    error: "expected a time such as 2023-11-22 15:48:46",
  });

/** An identifier: never empty, no blanks. The release's are a prefix and a number. */
export const idSchema = z.string().regex(/^\S+$/, { error: "expected an id without blanks" });

/** The whole numbers a slider gives. */
export interface SliderRange {
  readonly minimum: number;
  readonly maximum: number;
}
/** The release's sliders in conversations: scores and attributes. */
export const conversationSlider: SliderRange = Object.freeze({ minimum: 1, maximum: 100 });

export function sliderSchema(range: SliderRange): z.ZodInt {
  return z.int().min(range.minimum).max(range.maximum);
}
/** A slider of the survey, 0-100. */
export const surveySliderSchema = z.int().min(0).max(100);
