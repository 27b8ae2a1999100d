export type { ConsentCommand } from "./consent/consent-view.ts";
export {
  type ConversationConfig,
  conversationConfigSchema,
  plannedConversations,
} from "./conversation/conversation-config.ts";
export { conversationConfigs } from "./conversation/conversation-configs.ts";
export type { ConversationCommand, ConversationStageView } from "./conversation/conversation-view.ts";
export type { RatingsView } from "./end/ratings-view.ts";
export { ratingsSettings, summarizeRatings } from "./end/summarize-ratings.ts";
export { type PageLanguage, pageLanguageOf, pageLanguages } from "./page-languages.ts";
export { type Arrival, type ArrivalFacts, decideArrival } from "./panel/arrival.ts";
export { type PersonVisit, repeatedVisits } from "./panel/counted-visits.ts";
export type { FairReward, PanelCost } from "./panel/panel-cost.ts";
export { type PaidPerson, type PaymentReport, paymentReport } from "./panel/payment-report.ts";
export {
  measureTexts,
  type PersonSummary,
  type TextMeasures,
  type VisitSummary,
} from "./panel/person-summary.ts";
export {
  findSignals,
  prismQualityOptions,
  type QualityOptions,
  type QualitySignal,
  type QualitySignalId,
  qualitySignals,
  type SignalWeight,
} from "./panel/quality-signals.ts";
export { entryProfile, type QuotaCell, quotaCells } from "./panel/quota-cells.ts";
export { type LeftOut, reviewSubmissions, type SubmissionReview } from "./panel/review-submissions.ts";
export { personSummarizer, qualityOptionsOf, visitOf } from "./panel/summarize-person.ts";
export { releaseParticipant } from "./release/release-participant.ts";
export { releaseStudy } from "./release/release-study.ts";
export { createSampleCount, type SampleCell } from "./release/sample-count.ts";
export type { SurveyCoding } from "./release/survey-coding.ts";
export type { EndingView } from "./session/ending-view.ts";
export { hideTurn } from "./session/hide-turn.ts";
export { openStoredStudy, type StoredStudy } from "./session/open-stored-study.ts";
export {
  type Bundle,
  checkStudy,
  type OpenedStage,
  type OpenedStudy,
  openStudy,
} from "./session/open-study.ts";
export { textsInOtherLanguages } from "./session/other-languages.ts";
export { type OwnData, ownData } from "./session/own-data.ts";
export { reviewStudy } from "./session/review-study.ts";
export {
  applyEvents,
  asksConsent,
  decideSession,
  type Envelope,
  endAsFull,
  isBeforeCodePage,
  type NewEvent,
  newSession,
  numberEvents,
  parseEnvelope,
  personTag,
  receiveDraw,
  receiveReport,
  replaySession,
  type Session,
  sessionAsks,
  sessionCells,
  sessionDraw,
  sessionPacing,
  sessionTurn,
  viewSession,
} from "./session/session.ts";
export { endingView } from "./session/session-ending.ts";
export type {
  CommandEnvelope,
  Landing,
  Receipt,
  SessionView,
  TextFrame,
  TextInOtherLanguage,
} from "./session/session-view.ts";
export { stopView } from "./session/stop-view.ts";
export { type StoredTerms, storedTerms } from "./session/stored-terms.ts";
export {
  type SimulatedCommand,
  type SimulatedParticipant,
  simulateParticipant,
} from "./simulation/simulated-participant.ts";
export { createSimulatedPerson, type SimulatedPerson } from "./simulation/simulated-person.ts";
export { planSimulation, type SimulationOptions, type SimulationPlan } from "./simulation/simulation-plan.ts";
export { type SimulationTruth, simulationTruth } from "./simulation/simulation-truth.ts";
export { defineStage, type Stage } from "./stage/define-stage.ts";
export type { Ask, AskReport, AttemptRecord, OpenTurn, Pacing } from "./stage/model-ask.ts";
export { parseOrThrow } from "./stage/stage-config.ts";
export { builtInStages } from "./stages.ts";
export { studyFileName } from "./study-file-name.ts";
export { checkAnswers, type SurveyAnswers } from "./survey/check-answers.ts";
export { type CompiledSurvey, type CompileOptions, compileSurvey } from "./survey/compile-survey.ts";
export { type SurveySubmission, submitSurvey } from "./survey/submit-survey.ts";
export type { SurveyDefinition, SurveyQuestion } from "./survey/survey-definition.ts";
export { type SurveyFieldDescription, surveyFields } from "./survey/survey-fields.ts";
export {
  type SurveyForPerson,
  type SurveyOrders,
  surveyForPerson,
  surveyOrders,
} from "./survey/survey-for-person.ts";
export type { SurveyGap } from "./survey/survey-gaps.ts";
export { type TaskConfig, taskConfigSchema } from "./task/task-config.ts";
export { type TaskFile, taskFileName, taskFileOf } from "./task/task-file.ts";
export { type SessionWalk, walkSession } from "./walk/walk-session.ts";
export { walkStudy } from "./walk/walk-study.ts";
