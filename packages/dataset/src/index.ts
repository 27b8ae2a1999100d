// The release's schemas: fields, types, levels, key order.
export {
  type ConversationRecord,
  createConversationSchema,
  type HistoryItem,
  type ModelItem,
  maximumResponses,
  type UserItem,
} from "./prism-release/conversation-record.ts";
export {
  type ConversationAttributeKey,
  conversationAttributeKeys,
  emptyText,
  type ModerationCategory,
  moderationCategories,
  type StatedAttributeKey,
  statedAttributeKeys,
  type TextColumn,
  textColumns,
  type UseCaseKey,
  useCaseKeys,
} from "./prism-release/keys.ts";
export * as levels from "./prism-release/levels.ts";
export {
  createMetadataSchema,
  type MetadataRecord,
  type ModerationRecord,
} from "./prism-release/metadata-record.ts";
export { createModelSchema, type ModelRecord } from "./prism-release/model-record.ts";
export {
  createReleaseSchemas,
  keyOrder,
  type ReleaseFileName,
  type ReleaseRecords,
  type ReleaseSchemas,
  releaseFileNames,
} from "./prism-release/release-files.ts";
export { type ReleaseForm, releaseForms } from "./prism-release/release-form.ts";
export { createSurveySchema, type SurveyRecord } from "./prism-release/survey-record.ts";
export { createUtteranceSchema, type UtteranceRecord } from "./prism-release/utterance-record.ts";
export {
  type WideRecord,
  type WideValue,
  wideColumns,
  wideInteractionColumns,
  wideResponseColumns,
  wideSuffix,
} from "./prism-release/wide-form.ts";
