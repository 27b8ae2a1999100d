import type { StageView } from "@refract/collect/browser";
import { consentStagePage } from "../consent/consent-stage-page.ts";
import { conversationStagePage } from "../conversation/conversation-stage-page.ts";
import { endStagePage } from "../ending/end-stage-page.ts";
import { surveyStagePage } from "../survey/survey-stage-page.ts";
import { taskStagePage } from "../task/task-stage-page.ts";
import type { StagePage } from "./stage-page.ts";

/** The registry of stages' pages; a view of a kind that is missing here does not pass the types. */
const stagePages: { readonly [Type in StageView["type"]]: StagePage } = {
  consent: consentStagePage,
  survey: surveyStagePage,
  conversation: conversationStagePage,
  task: taskStagePage,
  end: endStagePage,
};

/** The page of a kind of stage; undefined for a kind that these pages do not know. */
export function stagePageOf(type: string | undefined): StagePage | undefined {
  return Object.values(stagePages).find((page) => page.type === type);
}
