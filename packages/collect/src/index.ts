export type { ConsentCommand } from "./consent/consent-view.ts";
export {
  type ConversationConfig,
  conversationConfigSchema,
  plannedConversations,
} from "./conversation/conversation-config.ts";
export type { ConversationCommand, ConversationStageView } from "./conversation/conversation-view.ts";
export { releaseParticipant } from "./release/release-participant.ts";
export { conversationConfigs, releaseStudy } from "./release/release-study.ts";
export type { SurveyCoding } from "./release/survey-coding.ts";
export { maskTurn } from "./session/mask-turn.ts";
export {
  type Bundle,
  checkStudy,
  type OpenedStage,
  type OpenedStudy,
  openStudy,
} from "./session/open-study.ts";
export {
  applyEvents,
  decideSession,
  type Envelope,
  type NewEvent,
  newSession,
  numberEvents,
  parseEnvelope,
  receiveReport,
  replaySession,
  type Session,
  sessionAsks,
  sessionPacing,
  sessionTurn,
  viewSession,
} from "./session/session.ts";
export type { CommandEnvelope, Landing, Receipt, SessionView, TextFrame } from "./session/session-view.ts";
export {
  type Ask,
  type AskReport,
  type AttemptRecord,
  defineStage,
  type OpenTurn,
  type Pacing,
  parseOrThrow,
  type Stage,
} from "./stage.ts";
export { builtInStages } from "./stages.ts";
export { studyFileName } from "./study-file-name.ts";
