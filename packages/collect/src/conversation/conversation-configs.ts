import type { Study } from "@refract/core";
import { stageConfig } from "../stage/stage-config.ts";
import { type ConversationConfig, conversationConfigSchema } from "./conversation-config.ts";

/** The conversation stages of a study, in order: what is told about ratings of models is told of these. */
export function conversationConfigs({
  study,
}: {
  readonly study: Pick<Study, "stages">;
}): ConversationConfig[] {
  const { value: type } = conversationConfigSchema.shape.type;
  return study.stages
    .filter((stage) => stage.type === type)
    .map((stage) => stageConfig(conversationConfigSchema, stage));
}
