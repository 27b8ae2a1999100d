import * as z from "zod";
import { conversationAttributeKeys } from "./keys.ts";
import { conversationTypes, modelProviders } from "./levels.ts";
import {
  conversationSlider,
  datetimeSchema,
  formFields,
  idSchema,
  type ReleaseForm,
  recordOf,
  type SliderRange,
  sliderSchema,
} from "./release-form.ts";

/** The most responses one turn may have: the wide form's columns run from a to z. */
export const maximumResponses = 26;

/** What was said in a turn by the participant. Turns count from 0. */
const userItemSchema = z.strictObject({
  turn: z.int().min(0),
  role: z.literal("user"),
  content: z.string(),
});

function createModelItemSchema(form: ReleaseForm, scale: SliderRange) {
  const { level, number } = formFields(form);
  return z.strictObject({
    turn: z.int().min(0),
    role: z.literal("model"),
    content: z.string(),
    model_provider: level(modelProviders),
    model_name: z.string().min(1),
    /** 1-100 in the release; null where the study has no scale (a pair arena). */
    score: number(sliderSchema(scale)),
    if_chosen: z.boolean(),
    within_turn_id: z
      .int()
      .min(0)
      .max(form === "published" ? 3 : maximumResponses - 1),
  });
}

/**
 * One row of `conversations.jsonl`. Keys are in the release's order; attribute sliders 1-100 in the release, null for
 * N/A; `scale` is the range of scores.
 */
export function createConversationSchema(form: ReleaseForm, scale: SliderRange = conversationSlider) {
  const { level, text, flag, number } = formFields(form);
  const slider = form === "published" ? sliderSchema(conversationSlider) : z.int();
  const attributes = z.strictObject(recordOf(conversationAttributeKeys, slider.nullable()));
  return z.strictObject({
    conversation_id: idSchema,
    user_id: idSchema,
    included_in_balanced_subset: flag(),
    generated_datetime: form === "published" ? datetimeSchema : datetimeSchema.nullable(),
    timing_duration_s: number(z.number().min(0)),
    timing_duration_mins: number(z.number().min(0)),
    conversation_type: level(conversationTypes),
    opening_prompt: z.string(),
    conversation_turns: z.int().min(form === "published" ? 2 : 1),
    conversation_history: z.array(
      z.discriminatedUnion("role", [userItemSchema, createModelItemSchema(form, scale)]),
    ),
    performance_attributes: form === "published" ? attributes : attributes.nullable(),
    choice_attributes: form === "published" ? attributes : attributes.nullable(),
    open_feedback: text(),
  });
}

export type ConversationRecord = z.output<ReturnType<typeof createConversationSchema>>;
export type UserItem = z.output<typeof userItemSchema>;
export type ModelItem = z.output<ReturnType<typeof createModelItemSchema>>;
export type HistoryItem = ConversationRecord["conversation_history"][number];
