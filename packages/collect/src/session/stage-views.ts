import type { ConsentCommand, ConsentView } from "../consent/consent-view.ts";
import type { ConversationCommand, ConversationStageView } from "../conversation/conversation-view.ts";
import type { EndView } from "../end/end-view.ts";
import type { SurveyCommand, SurveyView } from "../survey/survey-view.ts";
import type { TaskCommand, TaskView } from "../task/task-view.ts";

/**
 * What the page of each kind of stage is sent, by kind. A package that adds a stage adds its view here by declaration
 * merging, and every place that handles views then knows it.
 */
export interface StageViews {
  readonly consent: ConsentView;
  readonly survey: SurveyView;
  readonly conversation: ConversationStageView;
  readonly task: TaskView;
  readonly end: EndView;
}

/** What the page of each kind of stage sends back, by kind; a kind without an entry sends nothing. Added to as `StageViews` is. */
export interface StageCommands {
  readonly consent: ConsentCommand;
  readonly survey: SurveyCommand;
  readonly conversation: ConversationCommand;
  readonly task: TaskCommand;
}

export type StageView = StageViews[keyof StageViews];
export type StageCommand = StageCommands[keyof StageCommands];
