import type * as z from "zod";
import { type ConversationRecord, createConversationSchema } from "./conversation-record.ts";
import { createMetadataSchema, type MetadataRecord } from "./metadata-record.ts";
import { createModelSchema, type ModelRecord } from "./model-record.ts";
import { conversationSlider, type ReleaseForm, type SliderRange } from "./release-form.ts";
import { createSurveySchema, type SurveyRecord } from "./survey-record.ts";
import { createUtteranceSchema, type UtteranceRecord } from "./utterance-record.ts";

/** The files of a release, in the order in which they refer to each other. */
export const releaseFileNames = [
  "models.jsonl",
  "survey.jsonl",
  "conversations.jsonl",
  "utterances.jsonl",
  "metadata.jsonl",
] as const;
export type ReleaseFileName = (typeof releaseFileNames)[number];

/** The record type of every file. */
export interface ReleaseRecords {
  readonly "models.jsonl": ModelRecord;
  readonly "survey.jsonl": SurveyRecord;
  readonly "conversations.jsonl": ConversationRecord;
  readonly "utterances.jsonl": UtteranceRecord;
  readonly "metadata.jsonl": MetadataRecord;
}

export type ReleaseSchemas = {
  readonly [Name in ReleaseFileName]: z.ZodObject & z.ZodType<ReleaseRecords[Name]>;
};

/** The schemas of all files in one form; `scale` is the range of scores. */
export function createReleaseSchemas(
  form: ReleaseForm,
  scale: SliderRange = conversationSlider,
): ReleaseSchemas {
  return Object.freeze({
    "models.jsonl": createModelSchema(form),
    "survey.jsonl": createSurveySchema(form),
    "conversations.jsonl": createConversationSchema(form, scale),
    "utterances.jsonl": createUtteranceSchema(form, scale),
    "metadata.jsonl": createMetadataSchema(form),
  });
}

const published = createReleaseSchemas("published");

/** The exact keys of a file's records, in the release's order. */
export function keyOrder(file: ReleaseFileName): readonly string[] {
  return Object.keys(published[file].shape);
}
