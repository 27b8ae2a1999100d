import * as z from "zod";
import { maximumResponses } from "./conversation-record.ts";
import { conversationTypes, modelProviders } from "./levels.ts";
import {
  conversationSlider,
  formFields,
  idSchema,
  type ReleaseForm,
  type SliderRange,
  sliderSchema,
} from "./release-form.ts";

/** One row of `utterances.jsonl`: a prompt, one model's response and its score. Keys are in the release's order. */
export function createUtteranceSchema(form: ReleaseForm, scale: SliderRange = conversationSlider) {
  const { level, flag, number } = formFields(form);
  return z.strictObject({
    utterance_id: idSchema,
    interaction_id: idSchema,
    conversation_id: idSchema,
    user_id: idSchema,
    /** From 0. */
    turn: z.int().min(0),
    within_turn_id: z
      .int()
      .min(0)
      .max(form === "published" ? 3 : maximumResponses - 1),
    included_in_balanced_subset: flag(),
    conversation_type: level(conversationTypes),
    user_prompt: z.string(),
    model_response: z.string(),
    /** The long name of `models.jsonl`. */
    model_name: z.string().min(1),
    model_provider: level(modelProviders),
    /** 1-100 in the release; null where the study has no scale (a pair arena). */
    score: number(sliderSchema(scale)),
    if_chosen: z.boolean(),
  });
}

export type UtteranceRecord = z.output<ReturnType<typeof createUtteranceSchema>>;
