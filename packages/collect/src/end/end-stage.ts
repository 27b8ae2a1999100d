import { localizedTextSchema, stageBase, textIn } from "@refract/core";
import * as z from "zod";
import { defineStage } from "../stage/define-stage.ts";
import type { EndView } from "./end-view.ts";

export const endConfigSchema = z.strictObject({
  ...stageBase,
  type: z.literal("end"),
  text: localizedTextSchema.optional(),
  ratings: z
    .strictObject({
      when: z
        .enum(["all-done", "at-once"])
        .default("all-done")
        .describe("all-done: when every place is through, or the study is closed. at-once: as people end."),
      minimumPeople: z
        .int()
        .min(5)
        .default(10)
        .describe("Nothing is shown that fewer people stand behind, and what is shown moves on by so many."),
      namesModels: z
        .boolean()
        .default(false)
        .describe("Whether the study reveals its models here: their average ratings, by name."),
    })
    .optional()
    .describe("Shows people, on the last page, how they rated beside how everybody did."),
});
export type EndConfig = z.output<typeof endConfigSchema>;

/** The last page. A person who is here has everything before it durable, so the session shows their completion code. */
export const endStage = defineStage<EndConfig, null, never, { readonly type: "none" }, EndView>({
  type: "end",
  part: "closing",
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
    ratings: config.ratings !== undefined,
    conversations: summaries.reduce((sum, summary) => sum + summary.conversations, 0),
    revealed: summaries.flatMap((summary) => summary.revealed),
  }),
  rows: () => [],
  own: null,
  release: () => ({}),
  simulate: () => () => [],
});
