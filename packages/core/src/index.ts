export { type CsvCell, csvLine, restoreFormula, withoutFormula } from "./csv-text.ts";
export { decodeText, textEncoding } from "./decode-text.ts";
export { type FinishReason, finishReasons } from "./finish-reason.ts";
export {
  type Derivation,
  type DerivationTools,
  type Derived,
  defineDerivation,
} from "./instrument/derivation.ts";
export {
  type Baseline,
  type ComparableResult,
  defineInstrument,
  type GroupScore,
  type Instrument,
  type Metric,
  type ModelPoints,
  optionValue,
  type PublishedFinding,
  type PublishedResult,
  type RespondentSummary,
} from "./instrument/instrument.ts";
export type { AnswerGroup, Gold, Item, ItemOption, ResponseFormat, StimulusPart } from "./instrument/item.ts";
export type { PeopleAnswer, PeopleSide } from "./instrument/people-side.ts";
export {
  type ParsedResponse,
  type Presentation,
  type PromptCall,
  type PromptMessage,
  type ScoringMode,
  scoringModes,
} from "./instrument/presentation.ts";
export type { LoadedItems, RecordFiles, RecordProblem } from "./instrument/record-files.ts";
export type { ReadTurn, ScoredRow, Variant } from "./instrument/scored-row.ts";
export type { Summary } from "./instrument/summary.ts";
export {
  type LocalizedText,
  languageTagSchema,
  localizedTextSchema,
  missingLanguages,
  recordTextSchema,
  textDirection,
  textIn,
} from "./localized-text.ts";
export {
  type Answered,
  type JsonValue,
  type MissingReason,
  missingReasonSchema,
  missingReasons,
} from "./missing.ts";
export {
  isDemoModel,
  type ModelDescription,
  type ModelEntry,
  modelDescriptionSchema,
  modelReferenceSchema,
  type SamplingParameters,
  samplingParametersSchema,
} from "./model-entry.ts";
export { ownValue } from "./own-value.ts";
export { type NumberReading, readNumber } from "./read-number.ts";
export { type ErrorCode, errorCodes, messageOf, RefractError } from "./refract-error.ts";
export { type AnswerCondition, answerConditionSchema, conditionHolds } from "./study/answer-condition.ts";
export { datasetFileFault } from "./study/dataset-file-fault.ts";
export { describeIssue, expectedFields, fieldName } from "./study/describe-issue.ts";
export { editYaml, valueAt, type YamlEdit } from "./study/edit-yaml.ts";
export { endOfDay } from "./study/end-of-day.ts";
export { readLocatedYaml } from "./study/located-yaml.ts";
export { type Ending, endingFields, endings } from "./study/panel/ending.ts";
export { type Panel, panelOf } from "./study/panel/panel.ts";
export { cleanPanelId, maximumPanelIdCharacters, panelIdKey } from "./study/panel/panel-id.ts";
export {
  type PanelVisit,
  type ReadLink,
  type RecruitmentLink,
  readPanelLink,
  recruitmentLink,
} from "./study/panel/panel-link.ts";
export { type PanelPreset, type PanelPresetId, panelPresets } from "./study/panel/panel-presets.ts";
export { type PanelTask, panelTaskOf } from "./study/panel/panel-task.ts";
export { fillAddress, knownPlaceholders, placeholdersIn } from "./study/panel/return-address.ts";
export { serverCreditAddress, serverCreditFault } from "./study/panel/server-credit.ts";
export { isPreview, isTestId } from "./study/panel/test-visit.ts";
export {
  formatProblem,
  type Locate,
  type ParsedStudy,
  parseStoredStudy,
  parseStudy,
  parseYaml,
  type StudyProblem,
} from "./study/parse-study.ts";
export { daySchema, type Quota } from "./study/recruitment-schema.ts";
export { type Sample, samplesOf } from "./study/sample-schema.ts";
export {
  createStudySchema,
  entrySchema,
  placesOf,
  type StageConfig,
  type StageSchema,
  type Study,
  stageBase,
} from "./study/study-schema.ts";
export { valueByShape } from "./study/value-by-shape.ts";
export { hasVisibleText } from "./visible-text.ts";
