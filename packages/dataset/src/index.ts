// The release's schemas: fields, types, levels, key order.

export { type Annotations, type OwnWordCode, readAnnotations } from "./annotations/annotations.ts";
export { type WrittenAnnotations, writeAnnotationFiles } from "./annotations/write-annotation-files.ts";

export { balancedCount, balancedSubset } from "./balanced-subset/balanced-subset.ts";
// Writing a release.
export { frontMatterOfFolder } from "./card/front-matter.ts";
export {
  type CheckOptions,
  type CheckProgress,
  checkDataset,
  type DatasetCheck,
} from "./check/check-dataset.ts";
export type { FileSummary } from "./check/check-records.ts";
export type { DatasetCounts } from "./check/dataset-counts.ts";
export { expectedUtterances } from "./check/release-rules.ts";
export { type Violation, type ViolationKind, violationKinds } from "./check/violation.ts";
export type { Codebook, CodebookField, CodebookFile } from "./codebook/codebook.ts";
export type { FieldDefinition, FieldType } from "./codebook/field-definition.ts";
export { markdownText } from "./codebook/markdown-text.ts";
export type { AttributesDescription } from "./describe/describe-attributes.ts";
export {
  type DatasetDescription,
  type DescribeOptions,
  describeDataset,
} from "./describe/describe-dataset.ts";
export type { ParticipantsDescription } from "./describe/describe-survey.ts";
export type { TotalsDescription } from "./describe/describe-totals.ts";
export type { NumberSummary } from "./describe/tally.ts";
export type {
  Detected,
  Detector,
  LanguageFinding,
  ModerationFinding,
  PersonalDataFinding,
  PersonalDataKind,
  ReleaseDetectors,
} from "./detectors/detector.ts";
export { createLanguageDetector } from "./detectors/language-detector.ts";
export {
  createModerationDetector,
  createModerationProvider,
  type ModerationOptions,
  type ModerationProvider,
} from "./detectors/moderation-detector.ts";
export { createPersonalDataDetector } from "./detectors/personal-data-detector.ts";
export type { FetchedFile } from "./download/fetch-file.ts";
export { type GetDatasetOptions, getDataset, type ObtainedDataset } from "./download/get-dataset.ts";
export { datasetNamed, type KnownDataset, knownDatasets } from "./download/known-datasets.ts";
export { leadsNowhere, ownFilesOf, refuseForeignFiles } from "./folder/own-files.ts";
export {
  type Battle,
  type BattleWinner,
  battleWinner,
  openingBattles,
  tieThreshold,
} from "./import/battle.ts";
export type { CensusShares, ComparisonRow, UkCensusRow } from "./import/csv-kinds.ts";
export { parseCsv } from "./import/csv-rows.ts";
export { type Imported, importFile } from "./import/import-file.ts";
export type { SurveyQuestion, WelfareCell } from "./import/json-kinds.ts";
export { parsePythonList } from "./import/python-list.ts";
export { halfPairWords, holdsHalfPair } from "./jsonl/half-pair.ts";
export { type Line, type LineFault, type LineReaderOptions, readLineBatches } from "./jsonl/line-reader.ts";
export { readRecords } from "./jsonl/record-reader.ts";
export { refuseDeepNesting } from "./jsonl/refuse-deep-nesting.ts";
export type { LeftOutCounts, LeftOutReason } from "./manifest/left-out.ts";
export { type Manifest, manifestSchema, type ReleaseCounts } from "./manifest/manifest.ts";
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
export { checkDatasetFolder } from "./release-writer/output-folder.ts";
export type {
  ReleaseAttempt,
  ReleaseAttributeBlock,
  ReleaseCardTexts,
  ReleaseConversation,
  ReleaseConversationDesign,
  ReleaseItem,
  ReleaseModel,
  ReleaseParticipant,
  ReleaseResponse,
  ReleaseSeed,
  ReleaseStudy,
  ReleaseTurn,
  SurveyField,
  SurveyFieldKind,
} from "./release-writer/release-source.ts";
export {
  type WriteReleaseOptions,
  type WrittenRelease,
  writeRelease,
} from "./release-writer/write-release.ts";
export { duckDbFile } from "./tabular/duckdb-file.ts";
export { type TabularForms, writeTable } from "./tabular/write-tables.ts";
