import { consentStage } from "./consent/consent-stage.ts";
import { conversationStage } from "./conversation/conversation-stage.ts";
import { endStage } from "./end/end-stage.ts";
import type { Stage } from "./stage/define-stage.ts";
import { surveyStage } from "./survey/survey-stage.ts";
import { taskStage } from "./task/task-stage.ts";

/** The registry of stages: an explicit list. Packages of third parties add theirs when the command line or server is started. */
export const builtInStages: readonly [Stage, ...Stage[]] = Object.freeze([
  consentStage,
  surveyStage,
  conversationStage,
  taskStage,
  endStage,
]);
