export { createModelTopicNamer } from "./analyses/topics/model-topic-namer.ts";
export {
  type Analysis,
  type AnalysisContext,
  defineAnalysis,
  type Finding,
  type Needs,
} from "./analysis/analysis.ts";
export { type AnalysisData, type OpenDataOptions, openAnalysisData } from "./data/analysis-data.ts";
export { type BattleRule, prismBattleRule } from "./data/battle-rule.ts";
export { type Relation, relations } from "./data/relations.ts";
export { type DefaultGroups, defaultGroups } from "./groups/default-groups.ts";
export { type Groups, groupsSchema, prismGroups } from "./groups/groups.ts";
export { parseGroups } from "./groups/parse-groups.ts";
export { unweightedAsPublished } from "./groups/person-weights.ts";
export { type Mode, modes } from "./mode.ts";
export { analyses } from "./registry.ts";
export { describeFiles, describeSource, type SourceDescription } from "./run/describe-source.ts";
export { mainFindings } from "./run/main-findings.ts";
export { type RunAnalysesOptions, runAnalyses } from "./run/run-analyses.ts";
export type { AnalysisOutcome, AnalysisProgress } from "./run/run-record.ts";
export type { TextEmbedder } from "./text-embedder.ts";
export type { TopicNamer } from "./topic-namer.ts";
