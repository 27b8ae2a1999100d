import { localizedTextSchema, stageBase, textIn } from "@refract/core";
import * as z from "zod";
import { defineStage } from "../stage.ts";

const endConfigSchema = z.strictObject({
  ...stageBase,
  type: z.literal("end"),
  text: localizedTextSchema.optional(),
});
type EndConfig = z.output<typeof endConfigSchema>;

/** The last page. A person who is here has everything before it durable, so the session shows their completion code. */
export const endStage = defineStage<EndConfig, null, never, { readonly type: "none" }>({
  type: "end",
  configSchema: endConfigSchema,
  commandSchema: z.never(),
  eventSchema: z.object({ type: z.literal("none") }),
  initial: () => null,
  decide: () => [],
  evolve: () => null,
  isComplete: () => true,
  view: (_, config, context, language, summaries) => ({
    type: "end",
    text: config.text === undefined ? null : textIn(config.text, language, context.defaultLanguage),
    conversations: summaries.reduce((sum, summary) => sum + summary.conversations, 0),
    revealed: summaries.flatMap((summary) => summary.revealed),
  }),
  rows: () => [],
});
