/** What the participant's browser needs of this package: the shapes it is sent and sends back. */

export type { PanelTask } from "@refract/core";
export type { ConsentCommand, ConsentView } from "./consent/consent-view.ts";
export type {
  ConversationCommand,
  ConversationSettingsView,
  ConversationStageView,
  ConversationView,
  QuestionsView,
  RatingTrace,
  TurnView,
} from "./conversation/conversation-view.ts";
export type { EndView } from "./end/end-view.ts";
export type { RatingsRow, RatingsView } from "./end/ratings-view.ts";
export {
  type PageLanguage,
  pageLanguageOf,
  pageLanguages,
  unreviewedPageLanguages,
} from "./page-languages.ts";
export type { EndingView } from "./session/ending-view.ts";
export type {
  CommandEnvelope,
  Landing,
  Receipt,
  SessionCommand,
  SessionView,
  TextFrame,
  TextInOtherLanguage,
} from "./session/session-view.ts";
export type * from "./session/stage-views.ts";
export { prepareFormLibrary } from "./survey/form-library.ts";
export { QuestionScalesModel, type ScalesRow } from "./survey/scales-question.ts";
export { maximumAnswerCharacters, maximumOwnWordsCharacters } from "./survey/survey-definition.ts";
export type { SurveyCommand, SurveyView } from "./survey/survey-view.ts";
export type {
  TaskCommand,
  TaskFormatView,
  TaskItemView,
  TaskOptionView,
  TaskResponse,
  TaskView,
} from "./task/task-view.ts";
