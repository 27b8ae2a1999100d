import * as z from "zod";
import { moderationCategories, textColumns } from "./keys.ts";
import { formFields, idSchema, type ReleaseForm, recordOf } from "./release-form.ts";

const moderationSchema = z.strictObject({
  flagged: z.boolean(),
  categories: z.strictObject(recordOf(moderationCategories, z.boolean())),
  /** 0-1, two decimals. */
  category_scores: z.strictObject(recordOf(moderationCategories, z.number().min(0).max(1))),
});

/** One row of `metadata.jsonl`: what detectors say of one text. Keys are in the release's order. */
export function createMetadataSchema(form: ReleaseForm) {
  const { flag } = formFields(form);
  const language = z.string().regex(/^[a-z]{2,3}$/, { error: "expected a language code such as en" });
  return z.strictObject({
    column_id: z.enum(textColumns),
    user_id: idSchema,
    conversation_id: idSchema.nullable(),
    interaction_id: idSchema.nullable(),
    /** Null for all but responses. */
    utterance_id: idSchema.nullable(),
    pii_flag: flag(),
    /** False: a flagged human text was checked by hand. Null: not checked. */
    pii_manual_flag: z.boolean().nullable(),
    language_flag: form === "published" ? language : language.nullable(),
    en_flag: flag(),
    /** Null with a reason in the codebook where no moderation service was configured. */
    moderation_flag: form === "published" ? moderationSchema : moderationSchema.nullable(),
  });
}

export type MetadataRecord = z.output<ReturnType<typeof createMetadataSchema>>;
export type ModerationRecord = z.output<typeof moderationSchema>;
